"""What hosts fill in to make a networking session, and what they send to steer one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.fields import LineField
from networking.rounds.models import Policy, Where


class WhereField(forms.ChoiceField):
    """Where a session takes place; in the hall, where nothing is chosen."""

    def clean(self, value: Any) -> Any:
        return super().clean(value or self.initial)


class MixerForm(forms.Form):
    """A new session. It stops after so many rounds, or at a time, or when a host ends it.

    `ends_at` is when its forum ends: no time of the session may be later, or be over.
    """

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
    where = WhereField(
        label=_("Where it takes place"),
        choices=Where.choices,
        initial=Where.HALL,
        widget=forms.RadioSelect,
        help_text=_("In the hall take part those who were let in, online those who have the lobby open."),
    )
    meeting_point_ko = LineField(
        label=_("Meeting point in Korean"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"lang": "ko"}),
        help_text=_("Where two meet who asked for each other in the hall. Empty: they agree in the chat."),
    )
    meeting_point_en = LineField(
        label=_("Meeting point in English"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"lang": "en"}),
    )
    policy = forms.ChoiceField(
        label=_("Where not everybody can meet somebody new"),
        choices=Policy.choices,
        initial=Policy.NEVER_ALONE,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, ends_at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._ends_at = ends_at

    def clean(self) -> dict[str, Any]:
        """Refuse a session whose last round would have to begin before it is announced for."""
        data = super().clean() or {}
        until, announced = data.get("until"), data.get("opens_lobby_at")
        if until is not None and announced is not None and until <= announced:
            self.add_error("until", _("The session is announced for later than this: no round could begin."))
        return data

    def clean_until(self) -> datetime | None:
        return self._within_the_forum("until")

    def clean_opens_lobby_at(self) -> datetime | None:
        return self._within_the_forum("opens_lobby_at")

    def _within_the_forum(self, field: str) -> datetime | None:
        at: datetime | None = self.cleaned_data[field]
        if at is not None and at < timezone.now():
            raise forms.ValidationError(_("This moment has passed."), code="passed")
        if at is not None and at > self._ends_at:
            raise forms.ValidationError(_("The forum is over by then."), code="late")
        return at


class SteerForm(forms.Form):
    """The state of the session that the host saw."""

    rev = forms.IntegerField(min_value=0)
