"""A room for tests: says what it is told, fails when asked to, bars whom it is asked to bar."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Annotated, Any, ClassVar, TypeVar

from django.db import OperationalError
from msgspec import Meta, Struct

from forum.errors import Refusal
from forum.live import log, past
from forum.live.errors import Denied, Gone
from forum.live.frames import Done, Event, Lossy, Nothing, Reply, Request, State
from forum.live.limits import Limit
from forum.live.models import LogEntry
from forum.live.presence import present_keys
from forum.live.principal import Principal, token_resolver
from forum.live.registry import Call, topic, verb

OFTEN = Limit(burst=1_000, per_second=1_000)

Performer = TypeVar("Performer", bound=Callable[..., Reply])
given: dict[str, frozenset[str]] = {}
"""Roles given since the token was signed, by key."""
strangers: set[str] = set()
"""Keys of those who are nobody any more, whatever their token says."""
_verbs: list[tuple[str, dict[str, Any], Callable[..., Reply]]] = []


def _later(name: str, **options: Any) -> Callable[[Performer], Performer]:
    """Note a verb for `register`: other tests of the same run shall not find it."""

    def note(perform: Performer) -> Performer:
        _verbs.append((name, options, perform))
        return perform

    return note


class Said(Event):
    kind: ClassVar[str] = "echo.said"
    text: str


class Barred(Event):
    kind: ClassVar[str] = "echo.barred"


class Tally(State):
    kind: ClassVar[str] = "tally"
    said: int


class PresenceNow(State):
    kind: ClassVar[str] = "presence"
    here: list[str]


class Typing(Lossy):
    kind: ClassVar[str] = "typing"


class Say(Request):
    cid: Annotated[str, Meta(min_length=1, max_length=64)]
    text: Annotated[str, Meta(min_length=1, max_length=2000)]


class Target(Request):
    target: int


class Who(Request):
    key: str


class Seconds(Request):
    seconds: float


class Seq(Reply):
    seq: int


class Room(Struct):
    said: int
    here: list[str]


class Locked(Refusal):
    code = "echo.locked"
    status = 423
    sentence = "This room is locked."


def _join(principal: Principal, key: str) -> str:
    if key.startswith("secret") and "insider" not in principal.roles:
        raise Gone
    if LogEntry.objects.filter(topic__name=f"bars:{key}", author=principal.key).exists():
        raise Gone
    if key.startswith("slow"):
        time.sleep(0.3)  # and what was found true may not be so any more
    return key


def _snapshot(principal: Principal, key: str) -> Room:
    return Room(past.head(f"echo:{key}"), sorted(present_keys(f"echo:{key}")))


def _state(kind: str, key: str) -> State:
    if kind == Tally.kind:
        return Tally(past.head(f"echo:{key}"))
    return PresenceNow(sorted(present_keys(f"echo:{key}")))


def _nobody(principal: Principal, key: str) -> Any:
    raise Gone


@_later("echo.say", topic="echo", takes=Say, gives=Seq, limit=OFTEN)
def say(call: Call, given: Say) -> Seq:
    """Append a text, once for each cid."""
    return Seq(said(call.topic or "", given.text, by=call.principal.key, cid=given.cid))


@_later("echo.hide", topic="echo", takes=Target, gives=Done)
def hide(call: Call, given: Target) -> Done:
    with log.transaction():
        log.redact(call.topic or "", given.target)
    return Done()


@_later("echo.bar", topic="echo", takes=Who, gives=Done)
def bar(call: Call, given: Who) -> Done:
    """Bar somebody from the room from this moment on."""
    with log.transaction():
        log.append(f"bars:{call.key}", Barred(), by=given.key)
        log.revoke(given.key, call.topic)
    return Done()


@_later("echo.throw_out", topic=None, takes=Who, gives=Done)
def throw_out(call: Call, given: Who) -> Done:
    with log.transaction():
        log.revoke(given.key)
    return Done()


@_later("echo.count", topic="echo", takes=Nothing, gives=Done, limit=OFTEN)
def count(call: Call, given: Nothing) -> Done:
    log.touch(call.topic or "", Tally.kind)
    return Done()


@_later("echo.typing", topic="echo", takes=Nothing, gives=Done, silent=True)
def typing(call: Call, given: Nothing) -> Done:
    log.lossy(call.topic or "", Typing(), by=call.principal.key)
    return Done()


@_later("echo.wait", topic="echo", takes=Seconds, gives=Done)
def wait(call: Call, given: Seconds) -> Done:
    time.sleep(given.seconds)
    return Done()


@_later("echo.fail", topic=None, takes=Nothing, gives=Done)
def fail(call: Call, given: Nothing) -> Done:
    raise RuntimeError("as asked")


@_later("echo.outage", topic=None, takes=Nothing, gives=Done)
def outage(call: Call, given: Nothing) -> Done:
    raise OperationalError("as asked")


@_later("echo.refuse", topic=None, takes=Nothing, gives=Done)
def refuse(call: Call, given: Nothing) -> Done:
    raise Locked


@_later("echo.deny", topic=None, takes=Nothing, gives=Done)
def deny(call: Call, given: Nothing) -> Done:
    raise Denied


@_later("echo.rarely", topic=None, takes=Nothing, gives=Done, limit=Limit(burst=2, per_second=0.1))
def rarely(call: Call, given: Nothing) -> Done:
    return Done()


def said(name: str, text: str, *, by: str = "", cid: str | None = None) -> int:
    """Append a text in a transaction of its own and return its number, that of the first for a repeated cid."""
    if cid is not None and (seq := past.first_seq(name, by, cid)):
        return seq
    try:
        with log.transaction():
            entry = log.append(name, Said(text), by=by, cid=cid)
    except log.Repeated as repeated:
        return repeated.seq
    return entry.seq


def by_token(payload: dict[str, Any], forum_slug: str) -> Principal | None:
    if forum_slug != "forum" or "key" not in payload or payload["key"] in strangers:
        return None
    limits = payload.get("limits", "person")
    roles = frozenset(payload.get("roles", ())) | given.get(payload["key"], frozenset())
    return Principal("person", payload["key"], forum_slug, payload["key"], roles, "en", limits)


def register() -> None:
    """Open the room in this process."""
    kinds = {"events": (Said,), "states": (Tally, PresenceNow), "lossy": (Typing,)}
    topic("echo", join=_join, snapshot=_snapshot, state=_state, presence=True, **kinds)
    topic("bars", join=_nobody, snapshot=_nobody, events=(Barred,))
    for name, options, perform in _verbs:
        verb(name, **options)(perform)
    token_resolver("echo")(by_token)
