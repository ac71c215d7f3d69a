"""What a page sends to answer a proposal."""

from __future__ import annotations

from django import forms


class AnswerForm(forms.Form):
    """The key of the proposal; with `stay` somebody who declines goes on looking."""

    match = forms.CharField(max_length=12)
    stay = forms.BooleanField(required=False)
