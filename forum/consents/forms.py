"""What people send when they agree."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from forum.consents.models import ConsentText


class ConsentsForm(forms.Form):
    """The ids of the texts that are agreed to; `next` is where somebody came from."""

    consent = forms.TypedMultipleChoiceField(coerce=int, required=False)
    next = forms.CharField(required=False)

    def __init__(self, *args: Any, texts: Iterable[ConsentText], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consent"].choices = [(text.pk, text.title) for text in texts]  # type: ignore[attr-defined]
