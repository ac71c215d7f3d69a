"""Form fields that every wing uses."""

from __future__ import annotations

from typing import Any

from django import forms

from forum.lines import clean_line


class LineField(forms.CharField):
    """A name or a title: what cannot be seen is not counted as written."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return clean_line(text) if text else text
