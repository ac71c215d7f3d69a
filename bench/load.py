"""A crowd on WebSockets, quick enough not to be what is measured: picows on uvloop, all in this process."""

from __future__ import annotations

import asyncio
import time
from array import array
from collections import Counter
from collections.abc import Callable, Coroutine, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Any, TypeAlias, TypeVar

import msgspec
import numpy as np
from msgspec import Struct
from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

from forum.live.frames import event_frame

ACK_EVERY = 25
AT_ONCE = 32
PATIENCE_SECONDS = 20.0
TEXT = "Sixty bytes of chat, as long as people write on their phones."

Made = TypeVar("Made")

_encode = msgspec.json.Encoder().encode


class Got(Struct):
    """What is looked at in every frame that comes."""

    t: str
    id: str | None = None
    topic: str = ""
    seq: int = 0


class Answer(Struct):
    """What is looked at in an answer."""

    t: str
    d: Any = None
    code: str = ""


_read = msgspec.json.Decoder(Got).decode
_read_answer = msgspec.json.Decoder(Answer).decode


class Guest(WSListener):
    """One socket in one room, spoken to as Madang is: hello, join, chat, acknowledgements."""

    def __init__(self, crowd: Crowd, number: int, *, token: str = "", room: str) -> None:
        self.number = number
        self.room = room
        self._token = token
        self._crowd = crowd
        self._unacknowledged = 0
        self._asked: dict[str, asyncio.Future[Any]] = {}
        self._ids = count(1)

    def on_ws_connected(self, transport: WSTransport) -> None:
        self.transport = transport

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        """Keep number and moment of an event of the room; nothing else happens here that takes time."""
        if frame.msg_type is not WSMsgType.TEXT:
            self._hear_control(frame)
            return
        got = _read(frame.get_payload_as_memoryview())
        if got.t == "ev" and got.topic == self.room:
            self._crowd.note(self.number, got.seq)
            self._acknowledge(got.seq)
        elif got.id is not None:
            self._asked.pop(got.id).set_result(_read_answer(frame.get_payload_as_bytes()))

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        for asked in self._asked.values():
            asked.set_exception(ConnectionError("the socket is closed"))

    async def enter(self) -> None:
        """Sign in and join the room, as a page does when it opens."""
        await self.ask("hello", v=1, forum="demo", tab=f"bench-{self.number}", token=self._token)
        await self.ask("join", self.room)

    async def say(self, number: int) -> int:
        """Say something in the room; return the number it was given."""
        answer = await self.ask("chat.send", self.room, cid=f"{self.number}-{time.monotonic_ns()}", text=TEXT)
        seq: int = answer["seq"]
        return seq

    async def ask(self, verb: str, topic: str | None = None, **d: Any) -> Any:
        """Send a request and return what it is answered; an error frame raises."""
        request_id = str(next(self._ids))
        asked = self._asked[request_id] = asyncio.get_running_loop().create_future()
        request = {"t": verb, "id": request_id, "d": d} | ({"topic": topic} if topic else {})
        self.transport.send(WSMsgType.TEXT, _encode(request))
        answer: Answer = await asyncio.wait_for(asked, PATIENCE_SECONDS)
        if answer.t != "ok":
            raise RuntimeError(f"{verb} was answered {answer.code}")
        return answer.d

    def _acknowledge(self, seq: int) -> None:
        self._unacknowledged += 1
        if self._unacknowledged == ACK_EVERY:
            self._unacknowledged = 0
            ack = {"t": "ack", "topic": self.room, "d": {"seq": seq}}
            self.transport.send(WSMsgType.TEXT, _encode(ack))

    def _hear_control(self, frame: WSFrame) -> None:
        if frame.msg_type is WSMsgType.CLOSE:
            self._crowd.closed[int(frame.get_close_code().value)] += 1
            self.transport.disconnect()


class Repeated(Guest):
    """One socket of a server that repeats to everybody what anybody says: the whole event is said."""

    async def enter(self) -> None:
        """Being connected is being in the room."""

    async def say(self, number: int) -> int:
        """Say the event whose number is given."""
        said = _encode({"text": TEXT})
        frame = event_frame(self.room, number, "chat.message", datetime.now(UTC), "0123456789ab", said)
        self.transport.send(WSMsgType.TEXT, frame)
        return number

    def _acknowledge(self, seq: int) -> None:
        """Nobody asks for it."""


MakeGuest: TypeAlias = Callable[["Crowd", int], Guest]


@dataclass(frozen=True)
class Talk:
    """How much is said, and how fast."""

    events: int
    per_second: float


@dataclass(frozen=True)
class Heard:
    """What became of some events said to a crowd; the milliseconds are from saying to hearing."""

    events: int
    deliveries: int
    lost: int
    doubled: int
    disordered: int
    p50_ms: float
    p95_ms: float
    p99_ms: float


class Crowd:
    """All guests of one server, spread over its processes, and the ear they share."""

    def __init__(self, addresses: Sequence[str], make_guest: MakeGuest) -> None:
        self.guests: list[Guest] = []
        self.closed: Counter[int] = Counter()
        self._addresses = addresses
        self._make_guest = make_guest
        self._inside = 0
        self._said = 0
        self._forget()

    def note(self, guest: int, seq: int) -> None:
        """Keep that a guest hears an event now. The hot path."""
        self._moments.append(time.perf_counter_ns())
        self._seqs.append(seq)
        self._ears.append(guest)

    async def connect(self, size: int) -> None:
        """Open sockets, some at a time, until there are so many."""
        numbers = range(len(self.guests), size)
        self.guests += await _some_at_a_time(self._open(number) for number in numbers)

    async def enter(self) -> None:
        """Let everybody in who waits at the door."""
        newcomers, self._inside = self.guests[self._inside :], len(self.guests)
        await _some_at_a_time(guest.enter() for guest in newcomers)

    async def talk(self, talk: Talk) -> Heard:
        """Let guests in turn say something, wait until everybody has heard everything, and count."""
        self._forget()
        loop = asyncio.get_running_loop()
        start = loop.time()
        saying = []
        for number in range(talk.events):
            await asyncio.sleep(start + number / talk.per_second - loop.time())
            speaker = self.guests[number * 7919 % len(self.guests)]
            saying.append(asyncio.create_task(self._say(speaker)))
        said = dict(await asyncio.gather(*saying))
        await self._all_heard(len(said) * len(self.guests))
        return self._counted(said)

    async def leave(self) -> None:
        """Close every socket."""
        for guest in self.guests:
            guest.transport.disconnect()
        await asyncio.gather(*(guest.transport.wait_disconnected() for guest in self.guests))

    async def _open(self, number: int) -> Guest:
        guest = self._make_guest(self, number)
        await ws_connect(lambda: guest, self._addresses[number % len(self._addresses)])
        return guest

    async def _say(self, speaker: Guest) -> tuple[int, int]:
        self._said += 1
        moment = time.perf_counter_ns()
        return await speaker.say(self._said), moment

    async def _all_heard(self, deliveries: int) -> None:
        end = time.monotonic() + PATIENCE_SECONDS
        while len(self._seqs) < deliveries and time.monotonic() < end:
            await asyncio.sleep(0.005)
        await asyncio.sleep(0.1)  # what comes twice comes now

    def _forget(self) -> None:
        self._moments, self._seqs, self._ears = array("q"), array("q"), array("q")

    def _counted(self, said: dict[int, int]) -> Heard:
        seqs, ears = np.array(self._seqs), np.array(self._ears)
        distinct = len(np.unique(np.stack([ears, seqs]), axis=1).T)
        by_ear = np.argsort(ears, kind="stable")
        backwards = (np.diff(seqs[by_ear]) < 0) & (np.diff(ears[by_ear]) == 0)
        waits = (np.array(self._moments) - np.array([said.get(seq, 0) for seq in self._seqs])) / 1e6
        p50, p95, p99 = (round(float(value), 2) for value in np.percentile(waits, (50, 95, 99)))
        return Heard(
            events=len(said),
            deliveries=len(seqs),
            lost=len(said) * len(self.guests) - distinct,
            doubled=len(seqs) - distinct,
            disordered=int(backwards.sum()),
            p50_ms=p50,
            p95_ms=p95,
            p99_ms=p99,
        )


async def _some_at_a_time(work: Iterable[Coroutine[Any, Any, Made]]) -> list[Made]:
    gate = asyncio.Semaphore(AT_ONCE)

    async def done(one: Coroutine[Any, Any, Made]) -> Made:
        async with gate:
            return await one

    return await asyncio.gather(*map(done, work))
