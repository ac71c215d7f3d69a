"""The simulated attendees: each one a real WebSocket that gets ready, meets, answers and says goodbye.

They use nothing a person could not: tokens, frames and patience.
"""

from __future__ import annotations

import asyncio
import json
import logging
import random
from collections.abc import AsyncIterator, Coroutine, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from events_site.demo.phrases import GOODBYES, GREETINGS, REPLIES
from events_site.demo.tokens import Seat
from forum.live.endings import ENDINGS, is_final, pause_seconds

logger = logging.getLogger(__name__)

LOST = 1006
"""What a browser calls a line that broke without a word."""

ACK_EVERY = 25
PING_SECONDS = 20.0
WANDER_SHARE = 8
"""One in so many does not take part in rounds but asks to meet somebody now, again and again."""
TALK_SECONDS = (45.0, 100.0)
REPLIES_PER_TALK = 4


@dataclass
class Member:
    """A seat that is taken: what this attendee knows, and the frames they answer with."""

    url: str
    forum: str
    seat: Seat
    is_wandering: bool
    dice: random.Random
    socket: ClientConnection | None = None
    greeting: str = ""
    failures: int = 0
    rooms: dict[str, int] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def live(self) -> None:
        """Stay connected; come back with a page's patience after every break, unless it was a final one."""
        while True:
            code = await self._connected()
            self._forget()
            if is_final(code):
                logger.warning("%s stays away: %s", self.seat.attendee, ENDINGS[code].when)
                return
            await asyncio.sleep(pause_seconds(self.failures, self.dice.random))
            self.failures += 1

    async def _connected(self) -> int:
        """Be there for as long as one connection holds; return the code it ended with."""
        try:
            async with connect(self.url, open_timeout=10, ping_interval=None) as socket:
                self.socket = socket
                await self._attend(socket)
            return socket.close_code or LOST
        except (OSError, ConnectionClosed, InvalidHandshake, TimeoutError):
            return LOST

    async def _attend(self, socket: ClientConnection) -> None:
        self.greeting = await self._say(
            "hello", d={"v": 1, "forum": self.forum, "token": self.seat.token, "tab": uuid4().hex}
        )
        self._later(self._ping())
        async for frame in self._frames(socket):
            await self._hear(frame)

    async def _greeted(self) -> None:
        self.failures = 0
        await self._say("join", self.seat.mixer)
        await self._say("join", f"user:{self.seat.attendee}")
        await self._take_part()

    async def _told_to_wait(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        if self.socket is not None:
            await self.socket.close()

    async def _frames(self, socket: ClientConnection) -> AsyncIterator[dict[str, Any]]:
        async for text in socket:
            frame: dict[str, Any] = json.loads(text)
            await self._acknowledge(frame)
            yield frame

    async def _acknowledge(self, frame: dict[str, Any]) -> None:
        if frame["t"] == "ev":
            self.seen[frame["topic"]] = frame["seq"]
            if frame["seq"] % ACK_EVERY == 0:
                await self._ack()

    async def _hear(self, frame: dict[str, Any]) -> None:
        """Answer the few frames that ask something of a person."""
        match frame:
            case {"t": "ok", "id": self.greeting}:
                self._later(self._greeted())
            case {"t": "err", "id": self.greeting, "retry": seconds}:
                self._later(self._told_to_wait(seconds))
            case {"t": "ev", "k": "round.assigned", "d": {"room": room}}:
                self._later(self._talk(room, None))
            case {"t": "ev", "k": "match.found", "d": {"match": match}}:
                self._later(self._accept(match))
            case {"t": "ev", "k": "match.started", "d": {"room": room}}:
                self._later(self._talk(room, self.dice.uniform(*TALK_SECONDS)))
            case {"t": "ev", "k": "chat.message", "topic": topic, "by": by} if by != self.seat.attendee:
                self._later(self._reply(topic))
            case {"t": "ev", "k": "match.over" | "meet.over"}:
                self._later(self._take_part(self.dice.uniform(2, 8)))

    async def _take_part(self, wait: float = 0) -> None:
        await asyncio.sleep(wait)
        await self._say("ready.set", self.seat.mixer, {"on": not self.is_wandering})
        if self.is_wandering:
            await self._say("match.ask", self.seat.mixer)

    async def _accept(self, match: str) -> None:
        await asyncio.sleep(self.dice.uniform(1.5, 5))
        await self._say("match.accept", self.seat.mixer, {"match": match})

    async def _talk(self, room: str, seconds: float | None) -> None:
        """Greet; in a talk of our own asking, say goodbye after a while and leave."""
        topic = room if room.startswith("room:") else f"room:{room}"
        await self._say("join", topic)
        self.rooms[topic] = 0
        await asyncio.sleep(self.dice.uniform(2, 7))
        await self._chat(topic, GREETINGS)
        if seconds is not None:
            await asyncio.sleep(seconds)
            await self._chat(topic, GOODBYES)
            await self._say("meet.end", topic)
            await self._take_part(self.dice.uniform(3, 10))

    async def _reply(self, topic: str) -> None:
        if topic not in self.rooms or self.rooms[topic] >= REPLIES_PER_TALK:
            return
        self.rooms[topic] += 1
        await asyncio.sleep(self.dice.uniform(2.5, 8))
        await self._chat(topic, REPLIES)

    async def _chat(self, topic: str, phrases: Mapping[str, Sequence[str]]) -> None:
        text = self.dice.choice(phrases[self.seat.language])
        await self._say("chat.send", topic, {"cid": uuid4().hex, "text": text})

    async def _ping(self) -> None:
        while True:
            await asyncio.sleep(PING_SECONDS)
            await self._ack()
            await self._say("ping")

    async def _ack(self) -> None:
        for topic, seq in self.seen.items():
            await self._send({"t": "ack", "topic": topic, "d": {"seq": seq}})

    async def _say(self, verb: str, topic: str | None = None, d: dict[str, Any] | None = None) -> str:
        """Send a request and return its id."""
        frame: dict[str, Any] = {"t": verb, "id": uuid4().hex, "d": d or {}}
        if topic is not None:
            frame["topic"] = topic
        await self._send(frame)
        return str(frame["id"])

    async def _send(self, frame: dict[str, Any]) -> None:
        if self.socket is not None:
            with suppress(ConnectionClosed):
                await self.socket.send(json.dumps(frame, ensure_ascii=False))

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    def _forget(self) -> None:
        for task in list(self.tasks):
            task.cancel()
        self.rooms.clear()
        self.seen.clear()
        self.socket, self.greeting = None, ""


async def attend(url: str, forum: str, seats: list[Seat], seed: int = 1) -> None:
    """Bring everybody in, a few a second, and keep them there until cancelled."""
    dice = random.Random(seed)
    members = [
        Member(
            url,
            forum,
            seat,
            number % WANDER_SHARE == WANDER_SHARE - 1,
            random.Random(f"{seed}:{seat.attendee}"),
        )
        for number, seat in enumerate(seats)
    ]
    async with asyncio.TaskGroup() as group:
        for member in members:
            group.create_task(member.live())
            await asyncio.sleep(dice.uniform(0.05, 0.3))
