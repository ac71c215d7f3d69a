"""What somebody said is blanked when they are forgotten."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from forum.people.models import User
from forum.signals import person_forgotten
from networking.chat.verbs import erase_messages


@receiver(person_forgotten)
def on_forgetting(user: User, **_: Any) -> None:
    for attendee in user.attendances.all():
        erase_messages(attendee)
