"""What an organizer fills in to open a checkpoint."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.fields import LineField


class CheckpointForm(forms.Form):
    """A place where codes are scanned, named in both languages."""

    name_ko = LineField(label=_("Name in Korean"), max_length=80)
    name_en = LineField(label=_("Name in English"), max_length=80, required=False)
    key = forms.SlugField(
        label=_("Short address"),
        max_length=40,
        help_text=_("Small letters, digits and hyphens, such as “workshop-a”."),
        error_messages={"invalid": _("Only small letters, digits and hyphens, such as “workshop-a”.")},
    )
    is_entrance = forms.BooleanField(
        label=_("A scan here counts as arriving at the forum"),
        required=False,
        help_text=_("Leave it empty for a lunch counter or a single room."),
    )
