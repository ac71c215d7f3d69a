"""What a page sends to a room."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.fields import TextField


class SayForm(forms.Form):
    """A message; `cid` was drawn into the page, so that a form sent twice says it once."""

    cid = forms.CharField(min_length=1, max_length=64, widget=forms.HiddenInput)
    text = TextField(
        label=_("Your message"),
        max_length=2000,
        error_messages={"required": _("Please write something first.")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class HideForm(forms.Form):
    """The number of the message that a moderator removes."""

    target = forms.IntegerField(min_value=1)
