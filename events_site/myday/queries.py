"""One person's day, put together from all wings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from forum.agenda.queries import saved_sessions_of
from forum.people.models import Attendee
from forum.people.queries import is_inside
from forum.programme.models import Session
from networking.rooms.models import Room
from networking.rounds.models import Mixer
from networking.rounds.queries import mixers_of
from networking.talks.afterwards import Met, people_met
from networking.talks.queries import conversation_of
from tickets.registration.models import Ticket
from tickets.registration.queries import ticket_of


@dataclass(frozen=True)
class MyDay:
    """`now` and `later` are saved sessions, the cancelled ones among them; `gone` those already over. `met` are the
    people this person talked with."""

    ticket: Ticket | None
    is_inside: bool
    now: list[Session]
    later: list[Session]
    gone: list[Session]
    conversation: Room | None
    mixers: list[Mixer]
    met: list[Met]

    @property
    def opens_at_the_door(self) -> bool:
        """Tell whether there is a session in the hall that this person can enter once they are let in."""
        return not self.is_inside and any(mixer.is_for_the_hall for mixer in self.mixers)


def day_of(attendee: Attendee, at: datetime | None = None) -> MyDay:
    """Return the day of this person as it stands."""
    now = at or timezone.now()
    saved = saved_sessions_of(attendee)
    return MyDay(
        ticket=ticket_of(attendee),
        is_inside=is_inside(attendee),
        now=[session for session in saved if session.starts_at <= now < session.ends_at],
        later=[session for session in saved if session.starts_at > now],
        gone=[session for session in saved if session.ends_at <= now],
        conversation=conversation_of(attendee),
        mixers=[mixer for mixer in mixers_of(attendee.forum) if mixer.phase != "ended"],
        met=people_met(attendee),
    )
