"""The lobby of a mixer as one person finds it, for the page that draws it and the script that goes on. For pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any, NamedTuple

from msgspec import Raw

from forum.live.frames import encode, instant, payload
from forum.live.presence import present_keys
from forum.people.models import Attendee
from networking.cards.models import Card
from networking.cards.queries import blocked_ids, listed_cards, may_be_seen
from networking.meet.frames import Proposal, Waiting
from networking.meet.models import Ask
from networking.meet.queries import former_place, line_of, open_side, proposal_to
from networking.rounds.encounter import Encounter, encounter_of
from networking.rounds.frames import Counts, MixerNow
from networking.rounds.models import Mixer
from networking.rounds.queries import counts_now, mixer_state
from networking.talks.afterwards import Over, talk_to_rate
from networking.talks.queries import conversation_of

SHOWN = 24
"""How many faces of those who are here the page shows."""


@dataclass(frozen=True)
class Lobby:
    """`line` is there while somebody to meet is looked for; `after` is a talk just over and not yet rated.

    `may_meet` is false for who has not agreed to be seen by others; `has_passed` tells that they have just turned
    down a proposal and may go on looking from where they stood.
    """

    mixer: Mixer
    now: MixerNow
    counts: Counts
    talk: Encounter | None = None
    line: Waiting | None = None
    proposal: Proposal | None = None
    has_accepted: bool = False
    after: Over | None = None
    may_meet: bool = True
    has_passed: bool = False

    @property
    def stage(self) -> str:
        """What fills the screen: the conversation, else the phase; a round without this person is "out"."""
        if self.talk:
            return "talk"
        return "out" if self.now.phase == "round" else self.now.phase

    @property
    def round_seconds(self) -> int:
        return int(self.mixer.round_length.total_seconds())

    @property
    def break_seconds(self) -> int:
        return int(self.mixer.break_length.total_seconds())

    @property
    def phase_seconds(self) -> int:
        return self.break_seconds if self.now.phase == "break" else self.round_seconds

    @property
    def usual_minutes(self) -> int:
        """How long it usually takes to find somebody, in whole minutes; 0 where nothing is known."""
        return ceil((self.line.usual_seconds or 0) / 60) if self.line else 0

    @property
    def state(self) -> str:
        """The same as JSON, in the words of the wire where there are such."""
        said = {"now": self.now, "line": self.line, "match": self.proposal}
        parts: dict[str, Any] = {name: Raw(payload(part)) for name, part in said.items() if part is not None}
        if self.talk:
            parts["talk"] = _talk(self.talk)
        return encode({**parts, "hasAccepted": self.has_accepted}).decode()


class Here(NamedTuple):
    """Who has the lobby open: those who agreed to be found, and how many others. Who is blocked is not there."""

    people: Sequence[Card]
    others: int


def lobby_of(mixer: Mixer, attendee: Attendee | None, *, at: datetime) -> Lobby:
    """Return the lobby for this person, or for a host who only looks on. A fixed number of queries."""
    now, counts = mixer_state(mixer, attendee.key if attendee else ""), counts_now(mixer)
    if attendee is None:
        return Lobby(mixer, now, counts)
    room = conversation_of(attendee)
    if room is not None:
        return Lobby(mixer, now, counts, talk=encounter_of(room, attendee.key))
    side = open_side(attendee, mixer)
    is_in_line = Ask.objects.open().filter(mixer=mixer, attendee=attendee).exists()
    return Lobby(
        mixer,
        now,
        counts,
        line=line_of(mixer, attendee) if is_in_line else None,
        proposal=proposal_to(attendee.key) if side else None,
        has_accepted=side is not None and side.accepted_at is not None,
        after=talk_to_rate(attendee, at=at),
        may_meet=may_be_seen(attendee),
        has_passed=not is_in_line and former_place(mixer, attendee, at=at) is not None,
    )


def here(mixer: Mixer, attendee: Attendee) -> Here:
    """Return who has this lobby open, as far as this person may know."""
    keys = present_keys(mixer.topic) - {attendee.key}
    others = Attendee.objects.of(mixer.forum).filter(key__in=keys).exclude(pk__in=blocked_ids(attendee))
    people = list(listed_cards(attendee).filter(attendee__key__in=keys)[:SHOWN])
    return Here(people, others.count() - len(people))


def _talk(talk: Encounter) -> dict[str, Any]:
    ends_at = talk.ends_at and instant(talk.ends_at)
    return {"room": talk.key, "mixer": talk.mixer, "round": talk.round or 0, "endsAt": ends_at}
