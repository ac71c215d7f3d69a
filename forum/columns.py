"""Columns that every wing's tables use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from forum.addresses import read_address, same_spelling

if TYPE_CHECKING:
    Base = models.EmailField[str, str]
else:
    Base = models.EmailField


class AddressColumn(Base):
    """An e-mail address in its one spelling, however it is written or looked up; never keeps what is none."""

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
