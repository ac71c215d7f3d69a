"""Somebody who leaves the forum, or is not to be seen any more, stands in no line; a proposal keeps no word of them."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from forum.people.models import Attendee, User
from forum.signals import attendee_withdrawn, consents_chosen, person_forgotten
from networking.cards.queries import may_be_seen
from networking.meet.verbs import cancel_all, erase_reasons


@receiver(attendee_withdrawn)
def on_withdrawal(attendee: Attendee, by: str, **_: Any) -> None:
    cancel_all(attendee, by=by)
    erase_reasons(attendee)


@receiver(person_forgotten)
def on_forgetting(user: User, by: str, **_: Any) -> None:
    for attendee in user.attendances.all():
        cancel_all(attendee, by=by)
        erase_reasons(attendee)


@receiver(consents_chosen)
def on_consents(attendee: Attendee, by: str, **_: Any) -> None:
    if not may_be_seen(attendee):
        cancel_all(attendee, by=by)
