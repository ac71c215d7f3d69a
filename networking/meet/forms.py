"""What a page sends to answer a proposal."""

from __future__ import annotations

from django import forms


class AnswerForm(forms.Form):
    """The key of the proposal."""

    match = forms.CharField(max_length=12)
