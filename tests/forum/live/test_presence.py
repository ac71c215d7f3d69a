"""Who is there is what people see: whatever they do, however processes end, the rows tell it."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from forum.live import presence, threads
from forum.live.engine import roll
from forum.live.engine.hub import Hub
from forum.live.models import Node, Presence
from forum.live.presence import online_keys, present_keys
from tests.forum.live.client import Client, calling
from tests.forum.live.loopback import attach
from tests.forum.live.stack import Stack


@pytest.fixture
async def two_hubs(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[list[Hub]]:
    """Two processes' worth of hubs, with little grace."""
    monkeypatch.setattr(roll, "GRACE_SECONDS", 0.1)
    other = Hub(is_home=False)
    other.start()
    await other.ready.wait()
    yield [hub, other]
    await other.stop()


async def becomes(expected: set[str], room: str, seconds: float = 3) -> None:
    """Wait until exactly these are present."""
    end = time.monotonic() + seconds
    while (here := await threads.run(present_keys, room)) != expected:
        assert time.monotonic() < end, f"{here} instead of {expected}"
        await asyncio.sleep(0.05)


async def test_a_person_with_two_devices_is_there_until_the_last_leaves(
    two_hubs: list[Hub], room: str
) -> None:
    phone, laptop, elsewhere = attach(two_hubs[0]), attach(two_hubs[0]), attach(two_hubs[1])
    for device in (phone, laptop, elsewhere):
        await device.hello("ann")
        await device.ask("join", room)
    async with asyncio.timeout(10):
        while await threads.run(Presence.objects.filter(topic=room).count) != 2:
            await asyncio.sleep(0.05)

    await phone.close()
    await elsewhere.ask("leave", room)
    await asyncio.sleep(0.5)
    await becomes({"ann"}, room)

    await laptop.ask("leave", room)
    await becomes(set(), room)
    await laptop.close()
    await elsewhere.close()


async def test_the_room_sees_who_comes_and_goes(two_hubs: list[Hub], room: str) -> None:
    ann, ben = attach(two_hubs[0]), attach(two_hubs[1])
    await ann.hello("ann")
    await ann.ask("join", room)
    await ben.hello("ben")
    assert (await ben.ask("join", room))["d"]["state"]["here"] in ([], ["ann"])

    await ann.until(
        lambda ann: ann.of("presence")[-1:] and ann.of("presence")[-1]["d"] == {"here": ["ann", "ben"]}
    )
    await ben.ask("leave", room)
    await ann.until(lambda ann: ann.of("presence")[-1]["d"] == {"here": ["ann"]})
    versions = [frame["v"] for frame in ann.of("presence")]
    assert versions == sorted(set(versions))
    await ann.close()
    await ben.close()


async def test_whoever_reloads_the_page_never_left(hub: Hub, room: str) -> None:
    ann = attach(hub)
    await ann.hello("ann")
    await ann.ask("join", room)
    await becomes({"ann"}, room)
    rows = await threads.run(list, Presence.objects.filter(topic=room).values_list("pk"))

    await ann.close()
    await asyncio.sleep(0.5)
    again = attach(hub)
    await again.hello("ann", resume={room: 0})
    await asyncio.sleep(0.5)

    assert await threads.run(list, Presence.objects.filter(topic=room).values_list("pk")) == rows
    await again.close()


async def test_online_is_whoever_said_hello(two_hubs: list[Hub], room: str) -> None:
    ann = attach(two_hubs[1])
    await ann.hello(f"ann{room[-6:]}")

    async with asyncio.timeout(10):
        while not (online := await threads.run(online_keys, [f"ann{room[-6:]}", "nobody"])):
            await asyncio.sleep(0.05)

    assert online == {f"ann{room[-6:]}"}
    await ann.close()


async def test_whoever_comes_back_is_told_who_is_there_now(hub: Hub, room: str) -> None:
    ann, ben = attach(hub), attach(hub)
    await ann.hello("ann")
    await ann.ask("join", room)
    await becomes({"ann"}, room)
    await ann.close()
    await ben.hello("ben")
    await ben.ask("join", room)
    await becomes({"ann", "ben"}, room)
    await asyncio.sleep(1)  # whatever was sent because of that is sent

    again = attach(hub)
    await again.hello("ann", resume={room: 0})

    await again.until(
        lambda ann: ann.of("presence") and ann.of("presence")[-1]["d"] == {"here": ["ann", "ben"]}
    )
    await again.until(lambda ann: ann.of("tally"))
    for client in (again, ben):
        await client.close()


async def test_random_coming_and_going_ends_in_the_truth(two_hubs: list[Hub], room: str) -> None:
    chance = random.Random(3)
    devices: list[tuple[str, Client]] = []

    async def come() -> None:
        key = f"p{chance.randrange(6)}"
        device = attach(chance.choice(two_hubs))
        await device.hello(key)
        await device.ask("join", room)
        devices.append((key, device))

    async def go() -> None:
        _, device = devices.pop(chance.randrange(len(devices)))
        if chance.random() < 0.5:
            await device.ask("leave", room)
        await device.close()

    for _ in range(60):
        await (go() if devices and chance.random() < 0.5 else come())
        await asyncio.sleep(chance.uniform(0, 0.03))

    await becomes({key for key, _ in devices}, room)
    for _, device in devices:
        await device.close()
    await becomes(set(), room)


async def test_a_silent_node_counts_as_gone_and_is_swept_once(
    two_hubs: list[Hub], room: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    forgotten: list[
        str
    ] = []  # by whomever: the hubs sweep at times, too, and there may be nodes of other tests
    monkeypatch.setattr(roll, "_forget", noting(roll._forget, forgotten))
    ann = attach(two_hubs[0])
    await ann.hello("ann")
    await ann.ask("join", room)
    await becomes({"ann"}, room)
    dead = await threads.run(_dead_node_with, "ghost", room)

    assert await threads.run(present_keys, room) == {"ann"}
    await asyncio.gather(*(threads.run(roll.sweep) for _ in range(3)))
    async with asyncio.timeout(5):
        while room not in forgotten:
            await asyncio.sleep(0.05)

    assert forgotten.count(room) == 1
    assert await threads.run(Presence.objects.filter(node=dead).count) == 0
    await ann.until(lambda ann: ann.of("presence") and ann.of("presence")[-1]["d"] == {"here": ["ann"]})
    await ann.close()


async def test_a_node_that_was_swept_while_it_slept_comes_back(
    hub: Hub, room: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roll, "HEARTBEAT_SECONDS", 0.2)
    ann = attach(hub)
    await ann.hello("ann")
    await ann.ask("join", room)
    await becomes({"ann"}, room)

    await threads.run(Node.objects.all().update, seen_at=timezone.now() - timedelta(minutes=1))
    await threads.run(roll.sweep)

    await becomes({"ann"}, room, 8)
    await ann.close()


async def test_a_killed_process_leaves_no_ghost(running: Stack, room: str) -> None:
    """Two processes; on the embedded stack they know each other by the database alone."""
    with running.serving(processes=2, env=running.env | {"LEASE_SECONDS": "3"}) as processes:
        async with calling(processes[0].url, "ann") as ann, calling(processes[1].url, "ben") as ben:
            await ann.ask("join", room)
            await ben.ask("join", room)
            await ann.until(lambda ann: _here(ann) == ["ann", "ben"])

            processes[1].kill()
            began = time.monotonic()

            await ann.until(lambda ann: _here(ann) == ["ann"])
            assert 1 < time.monotonic() - began < 15  # the lease of a process that is told no other


def test_the_lease_is_long_enough_to_miss_two_heartbeats() -> None:
    assert presence.STALE.total_seconds() == 3 * roll.HEARTBEAT_SECONDS == 15


def _here(client: Client) -> list[str]:
    return client.of("presence")[-1]["d"]["here"] if client.of("presence") else []


def noting(forget: Callable[[Any], set[str]], forgotten: list[str]) -> Callable[[Any], set[str]]:
    """Return the same function, writing down the topics in which it forgot somebody."""

    def noted(rows: Any) -> set[str]:
        topics = forget(rows)
        forgotten.extend(topics)
        return topics

    return noted


def _dead_node_with(key: str, room: str) -> int:
    node = Node.objects.create(seen_at=timezone.now() - timedelta(seconds=20))
    Presence.objects.create(node=node, topic=room, key=key)
    return node.pk
