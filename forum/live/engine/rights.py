"""Rights that change while somebody is connected: what is taken ends, what is given is there, at once.

An entry of the log of rights is about those who were recognized before it. Whoever came later was let in by what it
left, so that an entry heard of late, after a lost wake-up, ends nothing that it does not mean.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, ParamSpec, Protocol, TypeVar

import msgspec
from django.db import Error as DatabaseAway

from forum.live import endings, log, threads
from forum.live.engine import queries
from forum.live.engine.feed import Client, Seat
from forum.live.errors import Busy

RETRY_SECONDS = 1.0

P = ParamSpec("P")
R = TypeVar("R")


class _Frame(msgspec.Struct):
    """As much of an entry's frame as counts here."""

    d: log.Revoked


class Seating(Protocol):
    """What rights need of the hub."""

    clients: dict[str, list[Client]]

    def spawn(self, work: Coroutine[Any, Any, None]) -> None: ...
    def hold(self, seat: Seat) -> None: ...
    def release(self, seat: Seat) -> None: ...
    def leave(self, client: Client, topic: str, *, is_meant: bool) -> None: ...


class Rights:
    """Heeds the log of rights for the clients of one hub. `changes` counts what was heard, so that a question about
    rights that was under way meanwhile can be asked again."""

    def __init__(self, hub: Seating) -> None:
        self.changes = 0
        self._hub = hub

    def heed(self, seq: int, data: bytes) -> None:
        """Take an entry, in any order and as often as it comes; from here on nothing goes to the seats it is about."""
        revoked = msgspec.json.decode(data, type=_Frame).d
        self.changes += 1
        for client in list(self._hub.clients.get(revoked.key, ())):
            if client.since < seq:
                self._heed(client, revoked)

    def _heed(self, client: Client, revoked: log.Revoked) -> None:
        if revoked.session is not None:
            if client.principal.session == revoked.session:
                client.close(endings.SIGN_IN)
        elif revoked.again:
            self._hub.spawn(self._recognize_again(client, self._held(list(client.seats.values()))))
        elif revoked.topic is None:
            self._end(client)
        elif revoked.topic in client.seats:
            self._ask_again(client.seats[revoked.topic])

    def _held(self, seats: list[Seat]) -> list[Seat]:
        for seat in seats:
            self._hub.hold(seat)
        return seats

    def _end(self, client: Client) -> None:
        client.control("revoked")
        client.close(endings.REVOKED)

    # Who it is

    async def _recognize_again(self, client: Client, held: list[Seat]) -> None:
        """Give a client the rights it has now, and its held seats where it still may sit there."""
        now = await _persist(queries.stand, client.proof, [seat.feed.name for seat in held])
        if client not in self._hub.clients.get(client.principal.key, ()):
            return
        if now.since < client.since:  # somebody asked later and was answered earlier
            for seat in held:
                self._hub.spawn(self._decide(seat))
        elif now.principal is None:
            self._end(client)
        elif now.principal.key != client.principal.key:
            client.close(endings.RESTART)  # somebody else by now: who that is, a new hello says
        else:
            client.principal, client.since = now.principal, now.since
            self._sort_out(client, held, now.allowed)

    def _sort_out(self, client: Client, held: list[Seat], allowed: set[str]) -> None:
        for seat in held:
            self._settle(seat, seat.feed.name in allowed)
        for seat in list(client.seats.values()):
            if seat not in held:  # taken meanwhile, by the former rights
                self._ask_again(seat)

    # Where it may sit

    def _ask_again(self, seat: Seat) -> None:
        self._hub.hold(seat)
        self._hub.spawn(self._decide(seat))

    async def _decide(self, seat: Seat) -> None:
        """Let a held seat go on if its client may still be there."""
        self._settle(seat, await _persist(queries.may_join, seat.client.principal, seat.feed.name))

    def _settle(self, seat: Seat, may_stay: bool) -> None:
        if may_stay:
            self._hub.release(seat)
        elif seat.is_taken:
            seat.client.control("revoked", topic=seat.feed.name)
            self._hub.leave(seat.client, seat.feed.name, is_meant=True)


async def _persist(query: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Ask about rights until there is an answer."""
    while True:
        try:
            return await threads.run(query, *args, **kwargs)
        except (DatabaseAway, Busy):
            await asyncio.sleep(RETRY_SECONDS)
