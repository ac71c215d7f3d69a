"""Attendees with bad lines for tests: each comes back after every break and remembers all it saw and was promised.

`tests/histories.py` judges what they remember.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidMessage

from forum.live.endings import is_final, pause_seconds
from tests.forum.live.client import PATIENCE_SECONDS, Client, Frame
from tests.histories import View

ACK_EVERY = 25
TRY_SECONDS = 10.0
GREETED_SECONDS = 60.0
SETTLE_SECONDS = 10.0
WAIT_SECONDS = 60.0


@dataclass
class Break:
    """A line that ended before its person did: when, with which close code, and when they were greeted again."""

    at: float
    code: int
    back_at: float = float("inf")

    @property
    def seconds(self) -> float:
        return self.back_at - self.at


class Line(Client):
    """One connection; it lets its owner note every frame in the order they come."""

    def __init__(self, socket: Any, note: Callable[[Frame, Frame], None]) -> None:
        self._note = note
        super().__init__(socket)

    async def ended(self) -> int:
        """Return the close code as soon as there is one."""
        await asyncio.shield(self._reading)
        return self.code or 0

    def _sort(self, frame: Frame) -> None:
        self._note(frame, self.asked.get(frame.get("id") or "", {}))
        super()._sort(frame)


class Person:
    """Somebody with a token: one connection at a time, as many as it takes."""

    def __init__(self, url: str, forum: str, key: str, token: str) -> None:
        self.url = self.first_url = url
        """Where to come back to, and where to come first."""
        self.forum = forum
        self.key = key
        self.views: dict[str, View] = {}
        self.states: dict[tuple[str, str], Any] = {}
        self.acked: dict[tuple[str, str], int] = {}
        """What was promised: the number of each topic and text."""
        self.breaks: list[Break] = []
        self.ended_with: int | None = None
        """The code of the last line that ended; a final one is the end of coming back."""
        self.controls: list[str] = []
        self.troubles: Counter[str] = Counter()
        self.missed: Counter[str] = Counter()
        """How many events of a topic had been said while they were away, as they learned on coming back."""
        self.line: Line | None = None
        self._token = token
        self._dice = random.Random(key)
        self._news = asyncio.Event()
        self._tasks: set[asyncio.Task[Any]] = set()

    @property
    def own(self) -> str:
        """The person's own topic."""
        return f"user:{self.key}"

    async def come(self) -> None:
        """Connect, and stay connected until `go`; return when greeted."""
        self._later(self._live())
        await self.until_back()

    async def go(self) -> None:
        """Hang up for good."""
        await self._stop()
        if self.line is not None:
            await self.line.close()

    async def stay_away(self) -> None:
        """Follow nothing any more, and not come back after the next break."""
        await self._stop()
        for view in self.views.values():
            view.is_open = False

    async def ask(self, verb: str, topic: str | None = None, **d: Any) -> Frame:
        """Return the answer; ask the same again after a break, and when told that the server is busy."""
        while True:
            line = await self.until_back()
            try:
                answer: Frame = await line.ask(verb, topic, **d)
            except TimeoutError:
                self.troubles["silence"] += 1
                continue
            except (ConnectionClosed, asyncio.CancelledError):
                if _is_over():
                    raise
                await self._until_off(line)
                continue
            if "retry" not in answer:
                return answer
            self.troubles[answer["code"]] += 1
            await asyncio.sleep(answer["retry"])

    async def join(self, topic: str) -> Any:
        """Follow a topic and return its snapshot, now and after every break; to join again resumes."""
        given = {"after": self.views[topic].last} if topic in self.views else {}
        answer = await self.ask("join", topic, **given)
        assert answer["t"] == "ok", answer
        return answer["d"]["state"]

    async def leave(self, topic: str) -> None:
        self.views[topic].is_open = False
        await self.ask("leave", topic)

    async def say(self, room: str, text: str) -> Frame:
        """Say something, once however often it takes; short, and something this person never said there."""
        answer = await self.ask("chat.send", room, cid=text, text=text)
        if answer["t"] == "ok":
            self.acked[room, text] = answer["d"]["seq"]
        return answer

    async def settle(self) -> None:
        """Return when all that has been said where this person listens has come, without asking for it."""
        for topic in [topic for topic, view in self.views.items() if view.is_open]:
            events = (await self.ask("history", topic, limit=1))["d"]["events"]
            head = events[-1]["seq"] if events else 0
            await self.until_seen(topic, head, SETTLE_SECONDS)

    async def until_back(self) -> Line:
        """Return the line they are on, as soon as they are on one."""
        line: Line = await self.until(lambda me: me.line)
        return line

    async def until_seen(self, topic: str, seq: int, seconds: float = WAIT_SECONDS) -> None:
        """Return when a topic has come up to this number."""
        await self.until(lambda me: me.views[topic].last >= seq, seconds)

    async def until(self, condition: Callable[[Person], Any], seconds: float = WAIT_SECONDS) -> Any:
        """Return the condition's value as soon as it is true, looking again with every frame and every break."""
        async with asyncio.timeout(seconds):
            while not (value := condition(self)):
                self._news.clear()
                await self._news.wait()
        return value

    # Inside

    async def _until_off(self, line: Line) -> None:
        """Return when it is known that this line is broken, for it goes on taking requests until then."""
        await self.until(lambda me: me.line is not line)

    async def _live(self) -> None:
        """Come back as the browser's client does: by the table of endings, with its pauses."""
        failures = 0
        while not is_final(self.ended_with):
            try:
                line = await self._greeted()
            except (OSError, TimeoutError, ConnectionClosed, InvalidHandshake, InvalidMessage):
                await asyncio.sleep(pause_seconds(failures, self._dice.random))
                failures += 1
                continue
            self._is_back(line)
            self._is_cut(await line.ended())
            await asyncio.sleep(pause_seconds(0, self._dice.random))
            failures = 1

    async def _greeted(self) -> Line:
        url = self.url if self.breaks else self.first_url
        address = url.replace("http://", "ws://") + "/live/"
        socket = await connect(
            address, compression=None, max_size=None, ping_interval=None, open_timeout=TRY_SECONDS
        )
        line = Line(socket, self._note)
        resume = {topic: view.last for topic, view in self.views.items() if view.is_open}
        hello: Frame = {"v": 1, "forum": self.forum, "tab": self.key, "token": self._token, "resume": resume}
        try:
            line.patience_seconds = GREETED_SECONDS
            answer = await line.ask("hello", None, **hello)
            line.patience_seconds = PATIENCE_SECONDS
            if answer["t"] != "ok":
                await self._is_refused(line, answer)
        except BaseException as error:
            await line.close()
            if isinstance(error, asyncio.CancelledError) and not _is_over():
                raise ConnectionAbortedError from error
            raise
        return line

    async def _is_refused(self, line: Line, answer: Frame) -> None:
        """Heed a no: wait as long as it says, or hear how the line ends."""
        self.troubles[answer["code"]] += 1
        if "retry" in answer:
            await asyncio.sleep(answer["retry"])
        else:
            self.ended_with = await asyncio.wait_for(line.ended(), TRY_SECONDS)
        raise ConnectionRefusedError(answer["code"])

    def _is_back(self, line: Line) -> None:
        self.line = line
        if self.breaks:
            self.breaks[-1].back_at = time.monotonic()
        self._news.set()

    def _is_cut(self, code: int) -> None:
        self.line = None
        self.ended_with = code
        self.breaks.append(Break(time.monotonic(), code))
        self._news.set()

    def _note(self, frame: Frame, asked: Frame) -> None:
        match frame:
            case {"t": "ev", "topic": topic, "seq": seq}:
                self.views[topic].take(frame)
                if seq % ACK_EVERY == 0:
                    self._later(self._acknowledge(topic, seq))
            case {"t": "state", "topic": topic, "k": kind, "d": said}:
                self.states[topic, kind] = said
            case {"t": "ctl", "k": kind}:
                self.controls.append(kind)
            case {"t": "ok", "d": {"topics": topics}} if asked["t"] == "hello":
                self._resumed(topics)
            case {"t": "ok", "d": {"seq": seq, **rest}} if asked["t"] == "join":
                self._joined(asked["topic"], seq, is_reset="reset" in rest)
        self._news.set()

    def _resumed(self, topics: dict[str, Any]) -> None:
        for topic, view in self.views.items():
            view.is_open = view.is_open and topic in topics
        for topic, here in topics.items():
            if topic in self.views:
                self.missed[topic] += here["seq"] - self.views[topic].last
            self._joined(topic, here["seq"], is_reset="reset" in here)

    def _joined(self, topic: str, seq: int, *, is_reset: bool) -> None:
        if is_reset:
            self.troubles["reset"] += 1
        if topic not in self.views or is_reset:
            self.views[topic] = View(seq)
        self.views[topic].is_open = True

    async def _acknowledge(self, topic: str, seq: int) -> None:
        if self.line is not None:
            await self.line.ack(topic, seq)

    async def _stop(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _is_over() -> bool:
    """Tell whether this very task is being cancelled: a line that breaks cancels what was asked on it, too."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
