"""Form fields that every wing uses."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from forum.addresses import LONGEST, NotAnAddress, read_address, readable
from forum.lines import clean_line


class LineField(forms.CharField):
    """A name or a title: what cannot be seen is not counted as written."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return clean_line(text) if text else text


class AddressField(forms.CharField):
    """An e-mail address, however it was typed; its value is the one spelling that is kept and looked up."""

    default_error_messages = {
        "invalid": _("This does not look like an e-mail address. An example: minji@example.com")
    }

    def __init__(self, **options: Any) -> None:
        attrs = {"autocomplete": "email", "inputmode": "email", "maxlength": LONGEST}
        super().__init__(**{"widget": forms.EmailInput(attrs=attrs), **options})

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        try:
            return read_address(text) if text else text
        except NotAnAddress as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error

    def prepare_value(self, value: Any) -> Any:
        """Return what stands in the field again: an address that is known as its owner writes it."""
        return readable(value) if isinstance(value, str) and "@" in value else value
