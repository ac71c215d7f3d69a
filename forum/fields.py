"""Form fields for what people write. Both count letters (code points) as the browser does, in counter.js."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from forum.addresses import LONGEST, NotAnAddress, read_address, readable
from forum.lines import clean_line, clean_text

INVISIBLE = _("There is nothing in this that can be seen.")
TOO_LONG = _("This is %(over)s too long. Please shorten it; all you wrote is still here.")


class NotTooLong(MaxLengthValidator):
    """Says by how much a text is too long, which is what its writer has to know."""

    def __call__(self, value: str) -> None:
        over = len(value) - int(self.limit_value)
        if over > 0:
            raise ValidationError(TOO_LONG % {"over": over}, code=self.code)


class WrittenField(forms.CharField):
    """What somebody wrote, cleaned. What cannot be seen is refused, also where nothing need be written."""

    cleaned: Callable[[str], str]
    """Returns a text as it is kept; "" where nothing in it can be seen."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.validators = [
            NotTooLong(one.limit_value) if isinstance(one, MaxLengthValidator) else one
            for one in self.validators
        ]

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return text
        cleaned = self.cleaned(text)
        if not cleaned:
            raise ValidationError(INVISIBLE, code="invisible")
        return cleaned


class LineField(WrittenField):
    """A name or a title: one line in which nothing turns the rest."""

    cleaned = staticmethod(clean_line)


class TextField(WrittenField):
    """Some sentences, perhaps of several lines."""

    widget = forms.Textarea
    cleaned = staticmethod(clean_text)


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
