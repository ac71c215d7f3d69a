"""What an organizer fills in to open a desk."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.fields import LineField


class DeskForm(forms.Form):
    """A desk needs only a name people at the door use."""

    name = LineField(
        label=_("Name of the desk"),
        max_length=60,
        help_text=_("Such as its door or the device: “North door”, “Tablet 2”."),
        error_messages={"required": _("Please give the desk a name.")},
    )
