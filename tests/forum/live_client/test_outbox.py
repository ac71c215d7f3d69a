"""Messages on their way: exactly once, in the writer's order, whatever the line does."""

from __future__ import annotations

import pytest

from tests.forum.live_client.conftest import Tab
from tests.forum.live_client.stage import ME, Stage, Wire

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("live_client")]

ROOM = "room:hanok0000000"
OTHER = {**ME, "key": "jiho00000000", "name": "Jiho"}


async def online(tab: Tab, server: Stage) -> Wire:
    await tab.open()
    wire = await server.wire()
    await wire.greet()
    await tab.hears("online")
    return wire


async def say(tab: Tab, text: str) -> str:
    """Write a message and return the id the client gave it."""
    return await tab.js("([topic, text]) => client.say(topic, text).cid", [ROOM, text])


async def test_lost_line_repeats_the_same_message(tab: Tab, server: Stage) -> None:
    wire = await online(tab, server)
    cid = await say(tab, "Hello")
    first = await wire.heard("chat.send")
    await wire.close()
    await tab.pause_before_redial()
    wire = await server.wire()
    await wire.greet()
    again = await wire.heard("chat.send")
    await wire.answer(again, seq=7)
    [sent] = await tab.hears("sent")
    assert first["d"] == again["d"] == {"cid": cid, "text": "Hello"}
    assert (sent["cid"], sent["seq"]) == (cid, 7)
    assert await tab.js("(topic) => client.outbox.of(topic)", ROOM) == []


async def test_reload_keeps_what_was_not_answered(tab: Tab, server: Stage) -> None:
    wire = await online(tab, server)
    cid = await say(tab, "Hello")
    await wire.heard("chat.send")
    await tab.page.reload()
    await tab.until("window.ask")
    wire = await online(tab, server)
    assert (await wire.heard("chat.send"))["d"] == {"cid": cid, "text": "Hello"}


async def test_another_persons_messages_are_not_sent(tab: Tab, server: Stage) -> None:
    wire = await online(tab, server)
    await say(tab, "From Minseo")
    await wire.heard("chat.send")
    await tab.page.reload()
    await tab.until("window.ask")
    await tab.open()
    wire = await server.wire()
    await wire.answer(
        await wire.heard("hello"), you=OTHER, now="2026-12-01T01:00:00Z", build="test", topics={}
    )
    await tab.hears("online")
    await say(tab, "From Jiho")
    assert (await wire.heard("chat.send"))["d"]["text"] == "From Jiho"
    assert wire.is_quiet()


async def test_message_written_before_the_greeting_follows_it(tab: Tab, server: Stage) -> None:
    await tab.open()
    await say(tab, "Early")
    wire = await server.wire()
    await wire.greet()
    assert (await wire.heard("chat.send"))["d"]["text"] == "Early"


async def test_one_at_a_time_in_the_order_of_writing(tab: Tab, server: Stage) -> None:
    wire = await online(tab, server)
    for text in ("one", "two", "three"):
        await say(tab, text)
    heard = []
    for seq in (1, 2, 3):
        request = await wire.heard("chat.send")
        assert wire.is_quiet()
        heard.append(request["d"]["text"])
        await wire.answer(request, seq=seq)
    await tab.hears("sent", 3)
    assert heard == ["one", "two", "three"]


async def test_limit_is_waited_out_with_the_same_id(tab: Tab, server: Stage) -> None:
    wire = await online(tab, server)
    cid = await say(tab, "Hello")
    await wire.refuse(await wire.heard("chat.send"), "rate.limited", retry=2.5)
    await tab.has_heard(wire)
    await tab.pass_time(2.4)
    assert wire.is_quiet()
    await tab.pass_time(0.2)
    assert (await wire.heard("chat.send"))["d"]["cid"] == cid
    assert await tab.told("unsent") == []


async def test_refused_message_is_told_and_does_not_hold_up_the_next(tab: Tab, server: Stage) -> None:
    wire = await online(tab, server)
    await say(tab, "To a closed room")
    await say(tab, "Next")
    await wire.refuse(
        await wire.heard("chat.send"), "refused", reason="rooms.closed", text="The talk is over."
    )
    assert (await wire.heard("chat.send"))["d"]["text"] == "Next"
    [unsent] = await tab.hears("unsent")
    assert (unsent["text"], unsent["failed"]) == ("To a closed room", "The talk is over.")


async def test_refused_message_may_be_sent_again_or_discarded(tab: Tab, server: Stage) -> None:
    wire = await online(tab, server)
    cid = await say(tab, "Hello")
    await wire.refuse(await wire.heard("chat.send"), "server")
    await tab.hears("unsent")
    await tab.js("(cid) => client.outbox.again(cid)", cid)
    again = await wire.heard("chat.send")
    assert again["d"]["cid"] == cid
    await wire.refuse(again, "server")
    await tab.hears("unsent", 2)
    await tab.js("(cid) => client.outbox.discard(cid)", cid)
    assert await tab.js("(topic) => client.outbox.of(topic)", ROOM) == []
