"""Rights that end: nothing is delivered any more, in any process, and it is refused to ask."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest

from forum.live import log, threads
from forum.live.engine.hub import Hub
from forum.live.wakeups import home
from tests.forum.live import echo
from tests.forum.live.client import Client, calling
from tests.forum.live.echo import Barred, Said, said
from tests.forum.live.loopback import attach
from tests.servers import Server


async def test_a_revoke_stops_delivery_everywhere_within_a_second(served: list[Server], room: str) -> None:
    async with (
        calling(served[0].url, "ann") as ann,
        calling(served[-1].url, "ben") as ben,
        calling(served[0].url, "ben") as ben_elsewhere,
    ):
        for client in (ann, ben, ben_elsewhere):
            await client.ask("join", room)

        began = time.monotonic()
        await ann.ask("echo.bar", room, key="ben")
        number = (await ann.ask("echo.say", room, cid="1", text="without ben"))["d"]["seq"]
        for client in (ben, ben_elsewhere):
            await client.until(lambda client: client.of("revoked"))
        assert time.monotonic() - began < 1
        await ann.until(lambda ann: ann.numbers(room) == [number])

        for client in (ben, ben_elsewhere):
            assert client.of("revoked") == [{"t": "ctl", "k": "revoked", "d": {"topic": room}}]
            assert (await client.ask("join", room))["code"] == "gone"
            assert (await client.ask("history", room, limit=1))["code"] == "gone"
            assert client.numbers(room) == []
        assert (await ann.ask("ping"))["t"] == "ok"


async def test_whoever_loses_everything_is_closed_everywhere(served: list[Server], room: str) -> None:
    async with calling(served[0].url, "ann") as ann, calling(served[-1].url, f"ben{room[-6:]}") as ben:
        await ann.ask("echo.throw_out", key=f"ben{room[-6:]}")

        assert await ben.until_closed(1) == 4003
        assert ben.of("revoked") == [{"t": "ctl", "k": "revoked", "d": {}}]
        assert ann.code is None


async def test_rights_end_at_once_though_an_earlier_revoke_was_not_heard_of(hub: Hub, room: str) -> None:
    ann = attach(hub)
    await ann.hello("ann")
    await ann.ask("join", room)
    loop = hub.loop
    home.move_out(loop)
    await threads.run(_revoke_nothing, "somebody", room)
    home.move_in(loop, hub.take)

    await threads.run(_bar, "ann", room, "already without ann")

    await ann.until(lambda ann: ann.of("revoked"), 0.5)
    assert ann.numbers(room) == []
    await ann.close()


async def test_whoever_may_stay_misses_nothing(hub: Hub, room: str) -> None:
    ann = attach(hub)
    await ann.hello("ann")
    await ann.ask("join", room)

    for number in range(20):
        await threads.run(_revoke_nothing, "ann", room)
        await threads.run(said, room, str(number))

    await ann.until(lambda ann: ann.numbers(room) == list(range(1, 21)))
    assert ann.of("revoked") == []
    await ann.close()


async def test_no_event_of_the_transaction_that_bars_or_after_it(hub: Hub, room: str) -> None:
    ann = attach(hub)
    await ann.hello("ann")
    await ann.ask("join", room)
    await threads.run(said, room, "before")

    await threads.run(_bar, "ann", room, "already without ann")
    for _ in range(5):
        await threads.run(said, room, "after")

    await ann.until(lambda ann: ann.of("revoked"))
    await asyncio.sleep(0.2)
    assert ann.numbers(room) == [1]
    await ann.close()


@pytest.mark.parametrize("verb", ["join", "hello"])
async def test_whoever_is_barred_while_being_let_in_stays_out(hub: Hub, room: str, verb: str) -> None:
    slow = room.replace(":", ":slow")
    ann = attach(hub)
    if verb == "hello":
        entering = asyncio.create_task(ann.hello("ann", resume={slow: 0}))
    else:
        await ann.hello("ann")
        entering = asyncio.create_task(ann.ask("join", slow))
    await asyncio.sleep(0.1)

    await threads.run(_bar, "ann", slow, "already without ann")
    answer = await entering

    assert answer.get("code") == "gone" or answer["d"]["topics"].keys() == {"user:ann"}
    assert slow not in hub.feeds
    await ann.close()


async def test_a_revoke_nobody_heard_of_is_made_good(deaf_hub: Hub, room: str) -> None:
    ann = attach(deaf_hub)
    await ann.hello("ann")
    await ann.ask("join", room)

    await threads.run(_bar, "ann", room)

    await ann.until(lambda ann: ann.of("revoked"))
    await ann.close()


@pytest.mark.parametrize("what", ["everything", "topic", "session", "again"])
async def test_an_entry_heard_of_late_ends_nothing_that_came_after_it(
    dozing_hub: Hub, room: str, what: str
) -> None:
    """A device is paired again, a role is taken and given again, while the hub hears nothing."""
    before, after = attach(dozing_hub), attach(dozing_hub)
    await before.hello(room)
    await before.ask("join", room)
    entry = {"topic": {"topic": room}, "session": {"session": ""}, "again": {"again": True}}.get(what, {})
    await threads.run(_enter_rights, room, entry)
    await after.hello(room)
    await after.ask("join", room)

    await threads.run(said, room, "to whom may hear it")
    await dozing_hub.reconcile()

    await after.until(lambda after: after.numbers(room) == [1])
    ending = {"everything": 4003, "session": 4001}.get(what)
    if ending:
        assert await before.until_closed() == ending
    assert (before.code, after.code, after.of("revoked")) == (ending, None, [])
    await after.close()
    await before.close()


async def test_a_right_given_is_there_without_a_new_connection(hub: Hub, room: str) -> None:
    secret = room.replace("echo:", "echo:secret")
    ann = attach(hub)
    await ann.hello(room)
    assert (await ann.ask("join", secret))["code"] == "gone"

    echo.given[room] = frozenset({"insider"})
    await threads.run(_enter_rights, room, {"again": True})

    await until_answered(ann, secret, "ok")
    await threads.run(said, secret, "to insiders")
    await ann.until(lambda ann: ann.numbers(secret) == [1])
    await ann.close()


async def test_a_right_taken_ends_what_rested_on_it_and_nothing_else(hub: Hub, room: str) -> None:
    secret = room.replace("echo:", "echo:secret")
    echo.given[room] = frozenset({"insider"})
    ann = attach(hub)
    await ann.hello(room)
    await ann.ask("join", secret)
    await ann.ask("join", room)

    del echo.given[room]
    await threads.run(_enter_rights, room, {"again": True})
    for topic in (secret, room):
        await threads.run(said, topic, "after it was taken")

    await ann.until(lambda ann: ann.numbers(room) == [1])
    await ann.until(lambda ann: ann.of("revoked"))
    assert ann.of("revoked") == [{"t": "ctl", "k": "revoked", "d": {"topic": secret}}]
    assert ann.numbers(secret) == []
    assert (await ann.ask("join", secret))["code"] == "gone"
    await ann.close()


async def test_who_is_nobody_any_more_is_told_so(hub: Hub, room: str) -> None:
    ann = attach(hub)
    await ann.hello(room)

    echo.strangers.add(room)
    await threads.run(_enter_rights, room, {"again": True})

    assert await ann.until_closed() == 4003


async def until_answered(client: Client, topic: str, answer: str) -> None:
    """Ask to join until it is answered like this: what changes rights is heard of a moment later."""
    async with asyncio.timeout(5):
        while (await client.ask("join", topic))["t"] != answer:
            await asyncio.sleep(0.02)


def _enter_rights(key: str, given: dict[str, Any]) -> None:
    with log.transaction():
        log.append(log.HUB, log.Revoked(key, **given))


def _revoke_nothing(key: str, room: str) -> None:
    with log.transaction():
        log.revoke(key, room)


def _bar(key: str, room: str, parting_words: str = "") -> None:
    with log.transaction():
        log.append(f"bars:{room.partition(':')[2]}", Barred(), by=key)
        log.revoke(key, room)
        if parting_words:
            log.append(room, Said(parting_words))
