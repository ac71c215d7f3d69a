"""Whatever the wire loses, doubles, delays or reorders, and however often people drop out: they see the log."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
from channels.layers import get_channel_layer

from forum.live import due, past, threads
from forum.live.engine import hub as hubs
from tests.forum.live.client import Client, Frame
from tests.forum.live.echo import said
from tests.forum.live.loopback import attach
from tests.forum.live.stack import Stack

SECONDS = 2.5
PEOPLE = 12


class Misbehaving:
    """A channel layer that drops a third, doubles a third and delays everything by up to half a second."""

    def __init__(self, layer: Any, chance: random.Random) -> None:
        self._layer = layer
        self._chance = chance
        self._late: set[asyncio.Task[None]] = set()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._layer, name)

    async def group_send(self, group: str, message: dict[str, Any]) -> None:
        for _ in range(self._chance.choice((0, 1, 2))):
            task = asyncio.create_task(self._send_late(group, message))
            self._late.add(task)
            task.add_done_callback(self._late.discard)

    async def _send_late(self, group: str, message: dict[str, Any]) -> None:
        await asyncio.sleep(self._chance.uniform(0, 0.5))
        await self._layer.group_send(group, message)


class Person:
    """Somebody with a bad connection, who notes every number heard and insists on their order."""

    def __init__(self, name: str, rooms: list[str], hubs_here: list[hubs.Hub], chance: random.Random) -> None:
        self.name = name
        self.seen: dict[str, list[int]] = {room: [] for room in rooms}
        self._hubs = hubs_here
        self._chance = chance
        self._client: Client
        self._next: dict[str, int | None] = {}

    def last(self, room: str) -> int:
        return self.seen[room][-1] if self.seen[room] else 0

    async def live(self, until: float) -> None:
        """Come, listen, acknowledge, leave, come back elsewhere; in the end stay."""
        while time.monotonic() < until:
            await self._come()
            for _ in range(self._chance.randrange(1, 5)):
                await asyncio.sleep(self._chance.uniform(0, 0.2))
                await self._act(self._chance.choice(list(self.seen)))
            await self._client.close()
            self._note()
        await self._come()

    async def acknowledge(self) -> None:
        self._note()
        for room in self.seen:
            await self._client.ack(room, self.last(room))

    async def _come(self) -> None:
        self._client = attach(self._chance.choice(self._hubs))
        self._next = {}
        assert (await self._client.hello(self.name, resume={room: self.last(room) for room in self.seen}))[
            "t"
        ] == "ok"

    async def _act(self, room: str) -> None:
        match self._chance.randrange(3):
            case 0:
                await self.acknowledge()
            case 1:
                await self._client.ask("leave", room)
                self._note()
                await self._client.ask("join", room, after=self.last(room))
            case 2:
                self._note()
                await self._client.ask("join", room, after=self.last(room))  # while events keep coming

    def _note(self) -> None:
        """Take over what was heard. After the answer to a join the numbers go on from the one it named, without
        hole or double, until the next answer; after that to a leave there are none."""
        transcript, self._client.transcript = self._client.transcript, []
        for frame in transcript:
            if frame["t"] == "ev":
                assert frame["seq"] == self._next[frame["topic"]]
                self._next[frame["topic"]] = frame["seq"] + 1
                if frame["seq"] > self.last(frame["topic"]):
                    self.seen[frame["topic"]].append(frame["seq"])
            elif frame["t"] == "ok":
                self._answered(self._client.asked[frame["id"]])

    def _answered(self, request: Frame) -> None:
        match request["t"]:
            case "hello":
                self._next = {room: after + 1 for room, after in request["d"]["resume"].items()}
            case "join":
                self._next[request["topic"]] = request["d"]["after"] + 1
            case "leave":
                self._next[request["topic"]] = None


@pytest.fixture
async def hub_family(
    database: Stack, seed: int, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[list[hubs.Hub]]:
    """The hub of this process and two that hear of anything only through a misbehaving layer."""
    monkeypatch.setattr(hubs, "RECONCILE_SECONDS", 0.5)
    layer = Misbehaving(get_channel_layer(), random.Random(seed))
    monkeypatch.setattr(due, "registered", {})
    family = [hubs.Hub(layer), hubs.Hub(layer, is_home=False), hubs.Hub(layer, is_home=False)]
    for one in family:
        one.start()
    for one in family:
        await one.ready.wait()
    yield family
    for one in family:
        await one.stop()


@pytest.mark.parametrize("seed", [1, 2])
async def test_every_view_equals_the_log(
    hub_family: list[hubs.Hub], database: Stack, room: str, seed: int
) -> None:
    chance = random.Random(seed)
    rooms = [f"{room}a", f"{room}b"]
    people = [Person(f"p{seed}{n}", rooms, hub_family, random.Random(seed * 100 + n)) for n in range(PEOPLE)]
    end = time.monotonic() + SECONDS
    outsider = database.start("-m", "tests.forum.live.writer", "outsider", "40", *rooms)

    async def write() -> None:
        while time.monotonic() < end:
            await threads.run(said, chance.choice(rooms), "x")
            await asyncio.sleep(0.01)

    await asyncio.gather(write(), write(), *(person.live(end) for person in people))
    assert await asyncio.to_thread(outsider.wait) == 0
    heads = {one: await threads.run(past.head, one) for one in rooms}
    async with asyncio.timeout(5):
        while any(person.last(one) < heads[one] for person in people for one in rooms):
            await asyncio.sleep(0.1)
            for person in people:
                await person.acknowledge()

    expected = {one: list(range(1, head + 1)) for one, head in heads.items()}
    assert min(heads.values()) > 35  # more than the outsider alone has said
    for person in people:
        assert person.seen == expected
