"""Whoever leaves the forum, or is not to be seen any more, is not counted in for any round."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from forum.people.models import Attendee, User
from forum.signals import attendee_withdrawn, consents_chosen, person_forgotten
from networking.cards.queries import may_be_seen
from networking.rounds.verbs.readiness import count_out


@receiver(attendee_withdrawn)
def on_withdrawal(attendee: Attendee, **_: Any) -> None:
    count_out(attendee)


@receiver(person_forgotten)
def on_forgetting(user: User, **_: Any) -> None:
    for attendee in user.attendances.all():
        count_out(attendee)


@receiver(consents_chosen)
def on_consents(attendee: Attendee, **_: Any) -> None:
    if not may_be_seen(attendee):
        count_out(attendee)
