"""Following topics: every event once and in order, whatever the line does."""

from __future__ import annotations

import pytest

from tests.forum.live_client.conftest import Tab
from tests.forum.live_client.stage import Stage, Wire

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("live_client")]

ROOM = "room:hanok0000000"


async def followed(tab: Tab, server: Stage, *, seq: int = 5) -> Wire:
    """Open the client, let it into the room at `seq` and return the connection."""
    await tab.open()
    wire = await server.wire()
    await wire.greet()
    await tab.hears("online")
    await tab.follow(ROOM)
    await wire.let_in(ROOM, seq, title="Hanok")
    await tab.hears("snapshot")
    return wire


async def reconnected(tab: Tab, server: Stage, old: Wire) -> Wire:
    """End the line and return the next one, not yet greeted."""
    await old.close()
    await tab.pause_before_redial()
    return await server.wire()


async def test_refused_join_is_told_and_forgotten(tab: Tab, server: Stage) -> None:
    await tab.open()
    wire = await server.wire()
    await wire.greet()
    await tab.follow(ROOM)
    await wire.refuse(await wire.heard("join"), "gone")
    assert await tab.hears("gone") == ["gone"]
    wire = await reconnected(tab, server, wire)
    assert (await wire.greet())["d"]["resume"] == {}
    await tab.hears("online", 2)
    assert wire.is_quiet()


async def test_busy_join_is_asked_again_after_the_hint(tab: Tab, server: Stage) -> None:
    await tab.open()
    wire = await server.wire()
    await wire.greet()
    await tab.follow(ROOM)
    await wire.refuse(await wire.heard("join"), "busy", retry=3)
    await tab.has_heard(wire)
    await tab.pass_time(3)
    await wire.let_in(ROOM, 1)
    assert await tab.hears("snapshot") == [{}]


async def test_join_before_the_line_is_up_follows_the_greeting(tab: Tab, server: Stage) -> None:
    await tab.open()
    await tab.follow(ROOM)
    wire = await server.wire()
    assert (await wire.greet())["d"]["resume"] == {}
    assert "after" not in (await wire.let_in(ROOM, 3, title="Hanok"))["d"]
    assert await tab.hears("snapshot") == [{"title": "Hanok"}]


async def test_duplicate_is_heard_once(tab: Tab, server: Stage) -> None:
    wire = await followed(tab, server)
    for seq in (6, 6, 5, 7, 6, 8):
        await wire.event(ROOM, seq)
    await tab.hears("event", 3)
    assert await tab.told("event") == [6, 7, 8]


async def test_gap_is_filled_by_a_join_after_the_last(tab: Tab, server: Stage) -> None:
    wire = await followed(tab, server)
    await wire.event(ROOM, 6)
    await wire.event(ROOM, 9)
    await wire.event(ROOM, 10)
    join = await wire.let_in(ROOM, 10)
    assert join["d"] == {"after": 6}
    for seq in (7, 8, 9, 10, 11):
        await wire.event(ROOM, seq)
    await tab.hears("event", 6)
    assert await tab.told("event") == [6, 7, 8, 9, 10, 11]
    assert len(await tab.told("snapshot")) == 1
    assert wire.is_quiet()


async def test_reordered_events_are_heard_in_order(tab: Tab, server: Stage) -> None:
    wire = await followed(tab, server)
    for seq in (7, 6):
        await wire.event(ROOM, seq)
    assert (await wire.let_in(ROOM, 7))["d"] == {"after": 5}
    for seq in (6, 7, 8):
        await wire.event(ROOM, seq)
    await tab.hears("event", 3)
    assert await tab.told("event") == [6, 7, 8]


async def test_reset_starts_over_with_the_new_snapshot(tab: Tab, server: Stage) -> None:
    wire = await followed(tab, server)
    await wire.event(ROOM, 900)
    join = await wire.heard("join")
    await wire.answer(join, seq=900, reset=True, state={"title": "Hanok, later"})
    await wire.event(ROOM, 901)
    await tab.hears("event")
    assert await tab.told("snapshot", "event") == [{"title": "Hanok"}, {"title": "Hanok, later"}, 901]


async def test_reconnect_resumes_where_the_line_broke(tab: Tab, server: Stage) -> None:
    wire = await followed(tab, server)
    await wire.event(ROOM, 6)
    await tab.hears("event")
    wire = await reconnected(tab, server, wire)
    hello = await wire.greet(**{ROOM: {"seq": 8}})
    assert hello["d"]["resume"] == {ROOM: 6}
    for seq in (7, 8):
        await wire.event(ROOM, seq)
    await tab.hears("event", 3)
    assert await tab.told("snapshot", "event") == [{"title": "Hanok"}, 6, 7, 8]
    assert wire.is_quiet()


async def test_reset_on_reconnect_takes_a_fresh_snapshot(tab: Tab, server: Stage) -> None:
    wire = await followed(tab, server)
    wire = await reconnected(tab, server, wire)
    await wire.greet(**{ROOM: {"seq": 900, "reset": True}})
    assert (await wire.let_in(ROOM, 900, title="Hanok, later"))["d"] == {}
    assert await tab.hears("snapshot", 2) == [{"title": "Hanok"}, {"title": "Hanok, later"}]


async def test_line_lost_while_joining_is_joined_again(tab: Tab, server: Stage) -> None:
    await tab.open()
    wire = await server.wire()
    await wire.greet()
    await tab.follow(ROOM)
    await wire.heard("join")
    wire = await reconnected(tab, server, wire)
    await wire.greet()
    await wire.let_in(ROOM, 2, title="Hanok")
    assert await tab.hears("snapshot") == [{"title": "Hanok"}]


async def test_topic_no_longer_allowed_is_gone(tab: Tab, server: Stage) -> None:
    wire = await followed(tab, server)
    wire = await reconnected(tab, server, wire)
    await wire.greet()
    assert await tab.hears("gone") == [None]


async def test_revoked_topic_is_gone_at_once(tab: Tab, server: Stage) -> None:
    wire = await followed(tab, server)
    await wire.send(t="ctl", k="revoked", d={"topic": ROOM})
    await wire.event(ROOM, 6)
    await tab.has_heard(wire)
    assert await tab.told("gone") == ["gone"]
    assert await tab.told("event") == []


async def test_left_topic_is_silent(tab: Tab, server: Stage) -> None:
    wire = await followed(tab, server)
    await tab.js("(topic) => client.leave(topic)", ROOM)
    await wire.answer(await wire.heard("leave"))
    await wire.event(ROOM, 6)
    await tab.has_heard(wire)
    assert await tab.told("event") == []


async def test_older_state_is_ignored_until_a_new_line(tab: Tab, server: Stage) -> None:
    wire = await followed(tab, server)
    for version in (4, 3, 4, 6, 5):
        await wire.send(t="state", topic=ROOM, k="presence", v=version, d={"here": []})
    await wire.send(t="state", topic=ROOM, k="other", v=1, d={})
    await tab.hears("state", 3)
    wire = await reconnected(tab, server, wire)
    await wire.greet(**{ROOM: {"seq": 5}})
    await wire.send(t="state", topic=ROOM, k="presence", v=1, d={"here": []})
    await tab.hears("state", 4)
    assert await tab.told("state") == [("presence", 4), ("presence", 6), ("other", 1), ("presence", 1)]


async def test_what_is_not_known_yet_does_no_harm(tab: Tab, server: Stage) -> None:
    wire = await followed(tab, server)
    await wire.send(t="news", topic=ROOM, k="later", d={})
    await wire.send(t="ctl", k="later", d={})
    await wire.event("room:other0000000", 1)
    await wire.send(t="eph", topic=ROOM, k="typing", d={})
    await wire.event(ROOM, 6, k="chat.later")
    assert await tab.hears("event") == [6]
    assert await tab.told("lossy") == ["typing"]


async def test_arrival_is_acknowledged_every_twenty_five_events(tab: Tab, server: Stage) -> None:
    wire = await followed(tab, server, seq=0)
    for seq in range(1, 52):
        await wire.event(ROOM, seq)
    await tab.hears("event", 51)
    acknowledged = [(await wire.heard("ack"))["d"]["seq"] for _ in range(2)]
    assert acknowledged == [25, 50]
    assert wire.is_quiet()


async def test_heartbeat_acknowledges_the_rest(tab: Tab, server: Stage) -> None:
    wire = await followed(tab, server)
    await wire.event(ROOM, 6)
    await tab.hears("event")
    await tab.pass_time(20)
    ack = await wire.heard("ack")
    assert (ack["topic"], ack["d"], "id" in ack) == (ROOM, {"seq": 6}, False)
    await wire.answer(await wire.heard("ping"), now="2026-12-01T01:00:00.000Z")
    await tab.has_heard(wire)
    await tab.pass_time(20)
    await wire.heard("ping")
