"""What cards and blocks owe to somebody who leaves. Their blocks stand while they may come back."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from forum.people.models import Attendee, User
from forum.signals import attendee_withdrawn, person_forgotten
from networking.cards.verbs import erase_cards


@receiver(attendee_withdrawn)
def on_withdrawal(attendee: Attendee, **_: Any) -> None:
    erase_cards([attendee])


@receiver(person_forgotten)
def on_forgetting(user: User, **_: Any) -> None:
    erase_cards(user.attendances.all())
