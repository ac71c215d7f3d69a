"""Takes somebody who leaves the forum for good out of its doors."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from forum.people.models import Attendee
from forum.signals import attendee_withdrawn
from tickets.checkin.verbs import let_out


@receiver(attendee_withdrawn, dispatch_uid="tickets.checkin.withdrawn")
def leave_every_checkpoint(attendee: Attendee, **kwargs: Any) -> None:
    let_out(attendee)
