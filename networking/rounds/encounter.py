"""A conversation as one of its people finds it on a page: with whom, why, where, how long, and the chat. For pages."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.utils.crypto import get_random_string

from forum.errors import Gone
from forum.live import past
from networking.chat.lines import Line, lines
from networking.chat.queries import LAST
from networking.rooms.models import Room
from networking.rounds.models import Mixer, Phase
from networking.rounds.queries import mixer_named
from networking.talks.frames import Person
from networking.talks.models import Meeting
from networking.talks.queries import as_met, meeting_point, seats_of, suggested_end

BLANK_KEY = "room"
"""Stands for a room's key in addresses that the browser completes."""


class Encounter(NamedTuple):
    """`cid` names the next message of the page's form; `ends_at` is absent where no bell will ring, `until` where one
    will, or where all is over.

    `is_mine` is false for a moderator who looks on.
    """

    key: str
    mixer: str
    people: list[Person] = []
    reasons: list[str] = []
    lines: list[Line] = []
    cid: str = ""
    round: int | None = None
    place: str = ""
    table: int | None = None
    point: str = ""
    again: bool = False
    is_open: bool = True
    is_mine: bool = True
    ends_at: datetime | None = None
    until: datetime | None = None
    seconds: int = 0

    @property
    def clock(self) -> datetime | None:
        """Return what is counted down to: the bell, else about when a talk without one is meant to be over."""
        return self.ends_at or self.until

    @property
    def may_talk(self) -> bool:
        return self.is_open and self.is_mine


def encounter_of(room: Room, reader: str, *, read_to: int | None = None) -> Encounter:
    """Return the conversation in this room for the person with this key; what was said up to a number, where they left.
    Up to four queries; raises Gone."""
    seats = seats_of(room, reader)
    if seats is None:
        raise Gone
    meeting, people, reasons = seats
    mixer = mixer_named(meeting.occasion_key)
    names = {person.key: person.called for person in people}
    before = None if read_to is None else read_to + 1
    is_open = room.is_open and read_to is None
    return Encounter(
        key=room.key,
        mixer=mixer.key,
        people=[as_met(person) for person in people if person.key != reader],
        reasons=reasons,
        lines=lines(past.read_before(room.topic, before, LAST), names=names, me=reader),
        cid=get_random_string(22),
        round=meeting.turn,
        place=meeting.place,
        table=meeting.table,
        point=meeting_point(meeting),
        again=meeting.again,
        is_open=is_open,
        is_mine=reader in names,
        ends_at=_bell(meeting, mixer) if is_open else None,
        until=suggested_end(meeting) if is_open else None,
        seconds=int(mixer.round_length.total_seconds()),
    )


def blank_encounter(mixer: Mixer) -> Encounter:
    """Return a conversation without people, which the browser fills when a round begins."""
    return Encounter(BLANK_KEY, mixer.key)


def _bell(meeting: Meeting, mixer: Mixer) -> datetime | None:
    """A table hears the bell of its own round, while that runs."""
    is_now = mixer.phase == Phase.ROUND and meeting.turn == mixer.round
    return mixer.ends_at if is_now and meeting.ended_at is None else None
