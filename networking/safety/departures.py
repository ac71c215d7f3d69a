"""What somebody wrote in reports is erased when they are forgotten; that there was a report is kept."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from forum.people.models import User
from forum.signals import person_forgotten
from networking.safety.verbs import erase_reports


@receiver(person_forgotten)
def on_forgetting(user: User, **_: Any) -> None:
    for attendee in user.attendances.all():
        erase_reports(attendee)
