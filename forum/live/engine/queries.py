"""What sockets and twins read in a worker thread: who it is, whether it may, a topic's head, its state, its past."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils import translation
from msgspec import Raw

from forum.away import is_away
from forum.live import past
from forum.live.errors import Busy, Invalid, Refusal
from forum.live.frames import Page, StateFrame, encode, payload
from forum.live.log import HUB
from forum.live.once import moment_of, once
from forum.live.principal import Principal, Proof, recognize
from forum.live.registry import find_topic
from forum.live.snapshots import snapshot

LONGEST_GAP = 500
AT_ONCE = 300
"""Events read with the answer; whatever follows them is read when the client has acknowledged some."""
LONGEST_PAGE = 100
ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Entered:
    """Where somebody comes into a topic. The events follow `after`; after a `reset` the stream goes on at `seq`."""

    seq: int
    version: int
    is_reset: bool
    events: list[tuple[int, bytes]]
    state: bytes = b"null"


def may_join(principal: Principal, topic: str) -> bool:
    """Tell whether this principal may be in the topic now."""
    try:
        kind, key = find_topic(topic)
        kind.join(principal, key)
    except Busy:
        raise
    except Refusal:
        return False
    return True


def enter(principal: Principal, topic: str, after: int | None) -> Entered:
    """Return head, state and the gap of a topic; refuse whoever may not join. The number is read before the
    state and once more after it: if nothing was said meanwhile, each event is in just one of the two. In a topic
    that never pauses an event may be in both, but never in neither."""
    kind, key = find_topic(topic)
    joined = kind.join(principal, key)
    with translation.override(principal.language):
        for _attempt in range(ATTEMPTS):
            moment = moment_of(topic)
            state = snapshot(kind, principal, joined, key=key, at=moment)
            if past.head(topic) == moment.head:
                break
    return _entered(topic, {topic: moment}, after, state)


@dataclass(frozen=True, slots=True)
class Greeted:
    """Who says hello, and where they come in. What the log of rights said up to `since` they were recognized by."""

    principal: Principal
    since: int
    entered: dict[str, Entered]


@dataclass(frozen=True, slots=True)
class Greeting:
    """What somebody showed who says hello, and the topics they come back to, each with the last number they saw."""

    proof: Proof
    resume: Mapping[str, int]


def greet(greetings: Sequence[Greeting]) -> list[Greeted | Exception]:
    """Return for each who it is, with their own topic and those they come back to, or what was wrong with it; a topic
    no longer allowed is left out. What the database's absence does to one it does to all."""
    since = past.head(HUB)
    recognized = [_recognized(one) for one in greetings]
    topics = {topic for who in recognized if not isinstance(who, Exception) for topic in who.allowed}
    heads = past.heads(sorted(topics))
    return [
        who if isinstance(who, Exception) else Greeted(who.principal, since, {
            topic: _entered(topic, heads, one.resume.get(topic)) for topic in who.allowed
        })
        for who, one in zip(recognized, greetings, strict=True)
    ]  # fmt: skip


class _Recognized(NamedTuple):
    principal: Principal
    allowed: list[str]


def _recognized(greeting: Greeting) -> _Recognized | Exception:
    try:
        principal = recognize(greeting.proof)
        own = principal.topic
        return _Recognized(
            principal, [own, *(one for one in greeting.resume if one != own and may_join(principal, one))]
        )
    except Exception as error:
        if isinstance(error, Busy) or is_away(error):
            raise
        return error


@dataclass(frozen=True, slots=True)
class Standing:
    """Who somebody is by now, None for nobody any more, and in which topics they may be."""

    principal: Principal | None
    since: int
    allowed: set[str]


def stand(proof: Proof, topics: Iterable[str]) -> Standing:
    """Return how somebody who said hello once stands now."""
    since = past.head(HUB)
    try:
        principal = recognize(proof)
    except Busy:
        raise
    except Refusal:
        return Standing(None, since, set())
    allowed = {topic for topic in topics if topic == principal.topic or may_join(principal, topic)}
    return Standing(principal, since, allowed)


def page(principal: Principal, topic: str, before: int | None, limit: int) -> Page:
    """Return a page of a topic's past; refuse whoever may not join."""
    kind, key = find_topic(topic)
    if not 1 <= limit <= LONGEST_PAGE:
        raise Invalid("limit")
    kind.join(principal, key)
    entries = past.frames_before(topic, before, limit)
    return Page([Raw(frame) for _, frame in entries], bool(entries) and entries[0][0] > 1)


def state_frame(topic: str, kind: str) -> tuple[int, bytes]:
    """Compute a state; its version is read before it, so that whatever was committed up to there is in it."""
    topic_kind, key = find_topic(topic)
    moment = moment_of(topic)._replace(head=0)
    state = once(topic, kind, lambda: topic_kind.state(kind, key), at=moment)
    return moment.version, encode(StateFrame(topic, kind, moment.version, Raw(payload(state))))


def _entered(
    topic: str, heads: Mapping[str, tuple[int, int]], after: int | None, state: bytes = b"null"
) -> Entered:
    head, version = heads.get(topic, (0, 0))
    if after is None or after == head:
        return Entered(head, version, False, [], state)
    if not head - LONGEST_GAP <= after < head or after < 0:
        return Entered(head, version, True, [], state)
    return Entered(head, version, False, past.frames_after(topic, after, AT_ONCE), state)
