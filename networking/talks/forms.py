"""What a page sends about a conversation."""

from __future__ import annotations

from django import forms


class RateForm(forms.Form):
    """What a conversation was worth, 1 to 5."""

    worth = forms.IntegerField(min_value=1, max_value=5)
