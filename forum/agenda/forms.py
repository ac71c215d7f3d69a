"""What a list sends when a star is pressed."""

from __future__ import annotations

from django import forms


class StarForm(forms.Form):
    """The key of the session to save, or to take out."""

    save = forms.SlugField(required=False)
    unsave = forms.SlugField(required=False)
