"""One person's day, put together from all wings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from forum.agenda.queries import clashes_among, saved_sessions_of
from forum.people.models import Attendee
from forum.people.queries import is_inside
from forum.programme.cards import SessionCard, card_of, state_of, when_of
from forum.programme.models import Session
from networking.rooms.models import Room
from networking.rounds.models import Mixer
from networking.rounds.queries import mixers_of
from networking.talks.afterwards import Met, people_met
from networking.talks.queries import conversation_of
from tickets.registration.models import Ticket
from tickets.registration.queries import ticket_of


@dataclass(frozen=True)
class Saved:
    """One saved session as its row is drawn: what it is now, and the titles of what was saved at the same time."""

    card: SessionCard
    when: str
    clash: list[str]


@dataclass(frozen=True)
class MyDay:
    """`first` is the saved session that runs or comes next, `ahead` the others to come, the cancelled ones among them,
    `gone` those already over. `met` are the people this person talked with."""

    ticket: Ticket | None
    is_inside: bool
    first: Saved | None
    ahead: list[Saved]
    gone: list[Saved]
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
    ahead = [session for session in saved if session.ends_at > now]
    first = next((session for session in ahead if not session.is_cancelled), None)
    drawn = {session: _drawn(session, now, clash) for session, clash in _with_clashes(saved)}
    return MyDay(
        ticket=ticket_of(attendee),
        is_inside=is_inside(attendee),
        first=drawn[first] if first else None,
        ahead=[drawn[session] for session in ahead if session != first],
        gone=[drawn[session] for session in saved if session.ends_at <= now],
        conversation=conversation_of(attendee),
        mixers=[mixer for mixer in mixers_of(attendee.forum) if mixer.phase != "ended"],
        met=people_met(attendee),
    )


def _with_clashes(saved: list[Session]) -> list[tuple[Session, list[Session]]]:
    clashes = clashes_among(saved)
    return [(session, clashes.get(session.pk, [])) for session in saved]


def _drawn(session: Session, now: datetime, clash: list[Session]) -> Saved:
    card = card_of(session, state_of(session), star="on")
    return Saved(card, when_of(session, now), [other.title for other in clash])
