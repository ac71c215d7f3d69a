"""What is said on one socket: requests in, answers out, the engine's own verbs. Knows nothing of ASGI."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeVar

from django.conf import settings
from django.utils import timezone
from msgspec import Raw, Struct

from forum.live import endings, limits, registry, threads
from forum.live.endings import Ending
from forum.live.engine import calls, queries
from forum.live.engine.feed import Client
from forum.live.engine.hub import Hub
from forum.live.engine.incoming import Incoming, id_of, read_frame, read_given
from forum.live.engine.lanes import Lanes
from forum.live.engine.outlet import Frame, Outlet
from forum.live.engine.queries import Entered, Greeting
from forum.live.errors import (
    Busy,
    Conflict,
    Invalid,
    RateLimited,
    Refusal,
    ServerFault,
    SignInRequired,
    WrongVersion,
    as_frame,
)  # fmt: skip
from forum.live.frames import (
    UNSET,
    Ack,
    Done,
    Hello,
    History,
    Join,
    Joined,
    Leave,
    Now,
    Ok,
    Ping,
    Resumed,
    UnsetType,
    Welcome,
    You,
    encode,
    instant,
    payload,
)  # fmt: skip
from forum.live.limits import Bucket
from forum.live.principal import read_proof

logger = logging.getLogger(__name__)
R = TypeVar("R")

VERSION = 1
HELLO_SECONDS = 10.0
REQUEST_SECONDS = 10.0
TOPICS = 20
STRIKES, STRIKE_SECONDS = 3, 60.0
FAULTS, FAULT_SECONDS = 5, 60.0


class Conversation:
    """One socket from its first frame to its last."""

    def __init__(
        self, hub: Hub, outlet: Outlet, close: Callable[[int], None], *, cookie: str, address: str
    ) -> None:
        self.hub = hub
        self.outlet = outlet
        self.cookie = cookie
        self.address = address
        self.client: Client | None = None
        self.is_over = False
        self._close = close
        self._bucket = Bucket(limits.ANY_FRAME, 1, time.monotonic())
        self._strikes: deque[float] = deque(maxlen=STRIKES)
        self._faults: deque[float] = deque(maxlen=FAULTS)
        self._lanes = Lanes(self._serve)
        self._deadline = self._set_deadline()

    def hear(self, text: str | None) -> None:
        """Take one frame as it came; `None` stands for a binary one. Answers, never raises."""
        wait_seconds = self._bucket.take(time.monotonic())
        if wait_seconds:
            self._refuse(id_of(text), RateLimited(wait_seconds))
            self._count(self._strikes, STRIKE_SECONDS, endings.LIMITS)
            return
        try:
            self._direct(read_frame(text))
        except Exception as error:
            self._refuse(id_of(text), calls.explain(error, id_of(text)))

    def end(self, ending: Ending | None = None) -> None:
        """Free everything; with an ending close the socket, too."""
        if self.is_over:
            return
        self.is_over = True
        self._deadline.cancel()
        self._lanes.drop()
        if self.client is not None:
            self.hub.bid_farewell(self.client)
        if ending is not None:
            self._close(ending.code)

    # Requests

    def _direct(self, request: Incoming) -> None:
        if request.t == "ping":
            read_given(request.d, Ping)
            self._reply(request, Now(instant(timezone.now())))
        elif request.t == "ack":
            self._acknowledge(request)
        elif self._lanes.is_full:
            raise Busy
        else:
            if request.t == "hello":
                self._deadline.cancel()  # what it waits for is here, however long its answer takes
            self._lanes.add(request.topic if self.client else None, request)

    def _acknowledge(self, request: Incoming) -> None:
        given = read_given(request.d, Ack)
        if self.client is not None and request.topic:
            self.hub.acknowledge(self.client, request.topic, given.seq)

    async def _serve(self, request: Incoming) -> None:
        """Answer one request whatever happens; a bug costs this request, five in a minute cost the socket."""
        try:
            async with asyncio.timeout(REQUEST_SECONDS):
                await self._perform(request)
        except TimeoutError:
            self._refuse(request.id, Busy())
        except Exception as error:
            refusal = calls.explain(error, request.id)
            self._refuse(request.id, refusal)
            if isinstance(refusal, ServerFault):
                self._count(self._faults, FAULT_SECONDS, endings.ERRORS)

    async def _perform(self, request: Incoming) -> None:
        own = {"hello": self._hello, "join": self._join, "leave": self._leave, "history": self._history}
        await own.get(request.t, self._verb)(request)

    async def _verb(self, request: Incoming) -> None:
        principal = self._who().principal
        is_silent = registry.find_verb(request.t).silent
        try:
            work = calls.prepare(principal, request.t, request.topic, request.d)
        except Refusal:
            if is_silent:
                return
            raise
        frame, code = await threads.run(calls.answer, request.id or "", principal.language, work)
        if not is_silent:
            self._write(frame)
        if code == ServerFault.live_code:
            self._count(self._faults, FAULT_SECONDS, endings.ERRORS)

    # The engine's own verbs

    async def _hello(self, request: Incoming) -> None:
        if self.client is not None:
            raise Conflict
        try:
            await self._greet(request)
        except Refusal as refusal:
            ending = endings.OF_REFUSALS.get(refusal.live_code)
            if ending is None:
                raise
            self._refuse(request.id, refusal)
            self.end(ending)
        finally:
            if self.client is None and not self.is_over:
                self._deadline = self._set_deadline()

    async def _greet(self, request: Incoming) -> None:
        if request.d.get("v") != VERSION and "v" in request.d:
            raise WrongVersion
        given = read_given(request.d, Hello)
        resume = given.resume or {}
        if len(resume) >= TOPICS:
            raise Invalid("resume")
        try:
            proof = read_proof(given.token or "", self.cookie, given.forum, given.lang or None)
            await self.hub.ready.wait()
            greeted = await self._settled(partial(self.hub.porch.greet, Greeting(proof, resume)))
        except SignInRequired:
            self._limit_address()
            raise
        calls.take(greeted.principal, "hello", limits.HELLO_PER_PERSON)
        if not self.is_over:
            client = Client(greeted.principal, self.outlet, self.end, proof, greeted.since)
            self._welcome(request, client, greeted.entered, resume)

    def _welcome(
        self, request: Incoming, client: Client, entered: dict[str, Entered], resume: dict[str, int]
    ) -> None:
        self.client = client
        who = client.principal
        self._bucket = Bucket(limits.ANY_FRAME, limits.FACTORS[who.limits], time.monotonic())
        self.hub.welcome(client)
        seats = [self.hub.seat(client, topic, one, resume.get(topic)) for topic, one in entered.items()]
        you = You(who.key, who.kind, who.name, sorted(who.roles))
        topics = {topic: Resumed(one.seq, one.is_reset or UNSET) for topic, one in entered.items()}
        build = getattr(settings, "BUILD", "")
        self._reply(request, Welcome(you, instant(timezone.now()), build, topics))
        for seat, one in zip(seats, entered.values(), strict=True):
            self.hub.show_again(seat)
            self.hub.follow(seat, one.events)

    async def _join(self, request: Incoming) -> None:
        client, topic = self._who(), request.topic or ""
        given = read_given(request.d, Join)
        calls.take(client.principal, "join", limits.USUAL)
        registry.find_topic(topic)
        former = client.seats.get(topic)
        if former is None and len(client.seats) >= TOPICS:
            raise Invalid("topic")
        if former is not None:
            self.hub.hold(former)
        try:
            after = _known(given.after)
            entered = await self._settled(lambda: threads.run(queries.enter, client.principal, topic, after))
        except BaseException as error:
            if isinstance(error, Refusal) and not isinstance(error, Busy):
                self.hub.leave(client, topic, is_meant=True)
            elif former is not None:
                self.hub.release(former)
            raise
        if self.is_over:
            return
        seat = self.hub.seat(client, topic, entered, _known(given.after))
        self._reply(request, Joined(entered.seq, Raw(entered.state), entered.is_reset or UNSET))
        self.hub.follow(seat, entered.events)

    async def _leave(self, request: Incoming) -> None:
        client = self._who()
        read_given(request.d, Leave)
        registry.find_topic(request.topic)
        self.hub.leave(client, request.topic or "", is_meant=True)
        self._reply(request, Done())

    async def _history(self, request: Incoming) -> None:
        principal = self._who().principal
        given = read_given(request.d, History)
        calls.take(principal, "history", limits.USUAL)
        page = partial(queries.page, principal, request.topic or "", _known(given.before), given.limit)
        frame, _ = await threads.run(calls.answer, request.id or "", principal.language, page)
        self._write(frame)

    async def _settled(self, ask: Callable[[], Awaitable[R]]) -> R:
        """Ask something about rights; again, if somebody's rights changed meanwhile."""
        while True:
            before = self.hub.rights.changes
            result = await ask()
            if self.hub.rights.changes == before:
                return result

    # Inside

    def _who(self) -> Client:
        if self.client is None:
            raise SignInRequired
        return self.client

    def _limit_address(self) -> None:
        """Count one more nobody from this address; a hall full of people shares one, and they are somebody."""
        wait_seconds = limits.buckets.take(self.address, "hello", limits.NOBODY_PER_ADDRESS)
        if wait_seconds:
            raise RateLimited(wait_seconds)

    def _set_deadline(self) -> asyncio.TimerHandle:
        return asyncio.get_running_loop().call_later(HELLO_SECONDS, self.end, endings.LIMITS)

    def _reply(self, request: Incoming, reply: Struct) -> None:
        self._write(encode(Ok(request.id or "", Raw(payload(reply)))))

    def _refuse(self, request_id: str | None, refusal: Refusal) -> None:
        self._write(encode(as_frame(refusal, request_id)))

    def _write(self, data: bytes) -> None:
        if self.is_over:
            return
        self.outlet.write(Frame(data))
        if self.outlet.is_full:
            self.end(endings.LIMITS)

    def _count(self, times: deque[float], seconds: float, ending: Ending) -> None:
        """Note one more of something bad; close the socket when the last few came too close together."""
        now = time.monotonic()
        times.append(now)
        if len(times) == times.maxlen and now - times[0] < seconds:
            self.end(ending)


def _known(number: int | UnsetType) -> int | None:
    return None if number is UNSET else number
