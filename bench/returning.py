"""A crowd that comes back as the shipped client does, quick enough not to be what is measured: picows."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from typing import Any

import msgspec
from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

from forum.live.endings import is_final, pause_seconds
from tests.returners import Guest as Seat

AT_ONCE = 20
GREETED_SECONDS = 60.0
OPEN_SECONDS = 10.0
COMING_SECONDS = 60.0
ACK_EVERY = 25
LOST = 1006

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder().decode


class Line(WSListener):
    """One connection of a guest."""

    def __init__(self, guest: Guest) -> None:
        self._guest = guest
        self.code = LOST
        self.answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()

    def on_ws_connected(self, transport: WSTransport) -> None:
        self.transport = transport

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type is WSMsgType.TEXT:
            self._guest.hear(self, _decode(frame.get_payload_as_memoryview()))
        elif frame.msg_type is WSMsgType.CLOSE:
            self.code = int(frame.get_close_code())
            transport.disconnect()
        elif frame.msg_type is WSMsgType.PING:
            transport.send_pong(frame.get_payload_as_bytes())

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        if not self.answer.done():
            self.answer.set_exception(ConnectionError())

    def say(self, verb: str, request_id: str, topic: str | None = None, **d: Any) -> None:
        request = {"t": verb, "id": request_id, "d": d} | ({"topic": topic} if topic else {})
        self.transport.send(WSMsgType.TEXT, _encode(request))


class Guest:
    """Somebody in the lobby: signed in by a session, following their own topic and the mixer's."""

    def __init__(self, url: str, forum: str, seat: Seat) -> None:
        self.codes: list[int] = []
        self.tries = 0
        self.failures: Counter[str] = Counter()
        self.back_at = 0.0
        self.online = asyncio.Event()
        self.positions: dict[str, int] = {}
        self._address = url.replace("http://", "ws://") + "/live/"
        self._forum = forum
        self._seat = seat
        self._options = {
            "extra_headers": {"Origin": url, "Cookie": f"sessionid={seat.session}"},
            "websocket_handshake_timeout": None,  # `OPEN_SECONDS` is the shipped client's own
        }
        self._living: asyncio.Task[None] | None = None
        self._line: Line | None = None

    def come(self) -> None:
        self._living = asyncio.create_task(self._live())

    async def go(self) -> None:
        if self._living is not None:
            self._living.cancel()
        if self._line is not None:
            self._line.transport.disconnect()

    def hear(self, line: Line, frame: dict[str, Any]) -> None:
        if frame["t"] == "ev" and frame["topic"] in self.positions:
            self.positions[frame["topic"]] = frame["seq"]
            if frame["seq"] % ACK_EVERY == 0:
                line.transport.send(
                    WSMsgType.TEXT, _encode({"t": "ack", "topic": frame["topic"], "d": {"seq": frame["seq"]}})
                )
        elif frame.get("id") == "hello" and not line.answer.done():
            line.answer.set_result(frame)
        elif frame.get("id") == "join" and frame["t"] == "ok":
            self.positions[self._seat.mixer] = frame["d"]["seq"]
            self.back_at = time.monotonic()
            self.online.set()

    async def _live(self) -> None:
        failures = 0
        while not (self.codes and is_final(self.codes[-1])):
            is_greeted, wait = await self._connect()
            failures = 0 if is_greeted else failures
            await asyncio.sleep(pause_seconds(failures) if wait is None else wait)
            failures += 1

    async def _connect(self) -> tuple[bool, float | None]:
        """Be there for as long as one connection holds; tell whether it was greeted, and how long to wait."""
        self.tries += 1
        line = Line(self)
        try:
            async with asyncio.timeout(OPEN_SECONDS):
                await ws_connect(lambda: line, self._address, **self._options)
        except Exception as error:
            self.failures[str(error)[:60]] += 1
            return False, None
        self._line = line
        line.say("hello", "hello", v=1, forum=self._forum, tab="storm", resume=self.positions)
        try:
            answer = await asyncio.wait_for(line.answer, GREETED_SECONDS)
        except (ConnectionError, TimeoutError) as error:
            self.failures[f"hello {type(error).__name__} {line.code}"] += 1
            line.transport.disconnect()
            return False, None
        if answer["t"] == "ok":
            self._welcome(line, answer["d"]["topics"])
        elif "retry" in answer:
            self.failures[answer["code"]] += 1
            line.transport.disconnect()
            return False, answer["retry"]
        await line.transport.wait_disconnected()
        self.online.clear()
        self.codes.append(line.code)
        return answer["t"] == "ok", None

    def _welcome(self, line: Line, topics: dict[str, Any]) -> None:
        self.positions = {topic: told["seq"] for topic, told in topics.items()}
        if self._seat.mixer not in topics or "reset" in topics[self._seat.mixer]:
            line.say("join", "join", self._seat.mixer)
            return
        self.back_at = time.monotonic()
        self.online.set()


class Returning:
    """Everybody."""

    def __init__(self, url: str, forum: str, seats: list[Seat]) -> None:
        self.guests = [Guest(url, forum, seat) for seat in seats]

    async def come(self) -> None:
        """Let everybody in, some at a time."""
        for start in range(0, len(self.guests), AT_ONCE):
            some = self.guests[start : start + AT_ONCE]
            for guest in some:
                guest.come()
            async with asyncio.timeout(COMING_SECONDS):
                await asyncio.gather(*(guest.online.wait() for guest in some))
        for guest in self.guests:
            guest.tries = 0

    async def all_back(self, seconds: float) -> None:
        """Return when everybody has gone and come back."""
        try:
            async with asyncio.timeout(seconds):
                while any(not (guest.codes and guest.online.is_set()) for guest in self.guests):
                    await asyncio.sleep(0.01)
        except TimeoutError:
            raise TimeoutError(self._state()) from None

    def _state(self) -> str:
        """Say who is missing, and what became of their tries."""
        back = sum(bool(guest.codes) and guest.online.is_set() for guest in self.guests)
        endings = Counter(code for guest in self.guests for code in guest.codes)
        reasons = sum((guest.failures for guest in self.guests), Counter[str]())
        return f"{back} of {len(self.guests)} are back; lines ended with {dict(endings)}, tries with {dict(reasons)}"

    async def go(self) -> None:
        for guest in self.guests:
            await guest.go()
