"""What hosts fill in to make a networking session, and what they send to steer one."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.fields import LineField
from networking.rounds.models import Policy


class MixerForm(forms.Form):
    """A new session. It stops after so many rounds, or at a time, or when a host ends it."""

    name_ko = LineField(
        label=_("Name in Korean"), max_length=120, widget=forms.TextInput(attrs={"lang": "ko"})
    )
    name_en = LineField(
        label=_("Name in English"), max_length=120, widget=forms.TextInput(attrs={"lang": "en"})
    )
    round_minutes = forms.IntegerField(label=_("Minutes a round"), min_value=1, max_value=60, initial=6)
    break_minutes = forms.IntegerField(
        label=_("Minutes between rounds"), min_value=1, max_value=30, initial=2
    )
    rounds = forms.IntegerField(
        label=_("Number of rounds"),
        min_value=1,
        max_value=50,
        required=False,
        help_text=_("Empty: until a time, or until a host ends it."),
    )
    until = forms.DateTimeField(
        label=_("No new round after"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    opens_lobby_at = forms.DateTimeField(
        label=_("Announced for"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Shown in the list and in the lobby. A host still starts the first round."),
    )
    policy = forms.ChoiceField(
        label=_("Where not everybody can meet somebody new"),
        choices=Policy.choices,
        initial=Policy.NEVER_ALONE,
        widget=forms.RadioSelect,
    )


class SteerForm(forms.Form):
    """The state of the session that the host saw."""

    rev = forms.IntegerField(min_value=0)
