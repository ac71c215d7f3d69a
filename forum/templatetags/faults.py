"""What is wrong with a form that was sent."""

from __future__ import annotations

from django import template
from django.forms import BaseForm
from django.forms.boundfield import BoundField

register = template.Library()


@register.simple_tag
def faults_of(form: BaseForm) -> list[BoundField]:
    """Return the fields at fault, in order; the first of them takes the focus when it is drawn after this."""
    faulty = [field for field in form if field.errors and not field.is_hidden]
    if faulty:
        faulty[0].field.widget.attrs["autofocus"] = True
    return faulty
