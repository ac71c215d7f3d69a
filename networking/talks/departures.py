"""Somebody who leaves the forum leaves the conversation they are in, and no reason names a word of their card."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from forum.people.models import Attendee, User
from forum.signals import attendee_withdrawn, person_forgotten
from networking.talks.verbs import erase_reasons, leave_current


@receiver(attendee_withdrawn)
def on_withdrawal(attendee: Attendee, by: str, **_: Any) -> None:
    leave_current(attendee, by=by)
    erase_reasons(attendee)


@receiver(person_forgotten)
def on_forgetting(user: User, by: str, **_: Any) -> None:
    for attendee in user.attendances.all():
        leave_current(attendee, by=by)
        erase_reasons(attendee)
