"""Columns that every wing's tables use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from forum.addresses import NotAnAddress, read_address, same_spelling

if TYPE_CHECKING:
    Base = models.EmailField[str, str]
else:
    Base = models.EmailField


def validate_address(value: str) -> None:
    """Refuse what no mail can be sent to, where a field is checked before it is saved."""
    try:
        read_address(value)
    except NotAnAddress as error:
        raise ValidationError(
            _("This does not look like an e-mail address. An example: minji@example.com"), code="invalid"
        ) from error


class AddressColumn(Base):
    """An e-mail address in its one spelling, however it is written or looked up; never keeps what is none."""

    default_validators = [validate_address]

    def to_python(self, value: Any) -> Any:
        return same_spelling(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> Any:
        return self.to_python(super().get_prep_value(value))

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Return what is kept, and let the object that is saved say the same."""
        written = getattr(model_instance, self.attname)
        kept = read_address(written) if written else written
        setattr(model_instance, self.attname, kept)
        return kept

    def deconstruct(self) -> Any:
        """Describe the column as the plain one it is in the tables; migrations import nothing of ours."""
        name, _path, arguments, options = super().deconstruct()
        return name, "django.db.models.EmailField", arguments, options
