"""What somebody fills in to sign in: the address first, then the code that was mailed there."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.fields import AddressField, LineField


class AddressForm(forms.Form):
    email = AddressField(
        label=_("E-mail"), error_messages={"required": _("Please tell us the address you registered with.")}
    )


class CodeForm(forms.Form):
    code = LineField(
        label=_("Code"),
        max_length=64,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "autofocus": True,
            }
        ),
        error_messages={"required": _("Please type in the code from the mail.")},
    )
