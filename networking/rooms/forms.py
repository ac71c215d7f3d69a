"""What a page sends to a room."""

from __future__ import annotations

from django import forms


class SayForm(forms.Form):
    """A message; `cid` was drawn into the page, so that a form sent twice says it once."""

    cid = forms.CharField(min_length=1, max_length=64)
    text = forms.CharField(max_length=2000)


class HideForm(forms.Form):
    """The number of the message that a moderator removes."""

    target = forms.IntegerField(min_value=1)
