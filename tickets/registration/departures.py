"""Gives back what somebody held who leaves a forum. Whoever is forgotten has left every forum first."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from forum.people.models import Attendee
from forum.signals import attendee_withdrawn
from tickets.registration.verbs import cancel_all_of


@receiver(attendee_withdrawn, dispatch_uid="tickets.registration.withdrawn")
def give_back_tickets(attendee: Attendee, by: str, **kwargs: Any) -> None:
    cancel_all_of(attendee, by=by, at=attendee.withdrawn_at)
