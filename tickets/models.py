"""The tables of the tickets wing, gathered from its rooms."""

from tickets.checkin.models import Admission, CheckIn, Checkpoint, Look
from tickets.desks.models import Desk
from tickets.registration.models import Quota, Registration, RetiredCode, Ticket, TicketType

__all__ = [
    "Admission",
    "CheckIn",
    "Checkpoint",
    "Desk",
    "Look",
    "Quota",
    "Registration",
    "RetiredCode",
    "Ticket",
    "TicketType",
]
