"""What registration adds to the numbers of the door: who takes part without a ticket holds no place."""

from __future__ import annotations

from forum.people.queries import without_place
from tickets.registration.queries import without_ticket

without_place(without_ticket)
