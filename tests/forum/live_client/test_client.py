"""The client's promises: greeting, requests that outlive a line, the server's clock, being offline."""

from __future__ import annotations

import asyncio

import pytest

from tests.forum.live_client.conftest import Tab
from tests.forum.live_client.stage import Stage

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("live_client")]

MIXER = "mixer:evening00000"


async def test_hello_says_who_and_where(tab: Tab, server: Stage) -> None:
    await tab.open()
    hello = await (await server.wire()).greet()
    tab_id = hello["d"].pop("tab")
    assert hello["d"] == {"v": 1, "forum": "demo", "lang": "en", "resume": {}}
    assert len(tab_id) == 32
    assert (await tab.hears("online"))[0]["you"]["name"] == "Minseo"


async def test_same_tab_greets_with_the_same_id(tab: Tab, server: Stage) -> None:
    await tab.open()
    wire = await server.wire()
    first = await wire.greet()
    await wire.close()
    await tab.pause_before_redial()
    second = await (await server.wire()).greet()
    assert first["d"]["tab"] == second["d"]["tab"]


async def test_token_is_fetched_for_each_greeting(tab: Tab, server: Stage) -> None:
    await tab.js("() => { let count = 0; open({ token: async () => `token${++count}` }); }")
    wire = await server.wire()
    first = await wire.greet()
    await wire.close()
    await tab.pause_before_redial()
    second = await (await server.wire()).greet()
    assert [first["d"]["token"], second["d"]["token"]] == ["token1", "token2"]


async def test_short_break_is_not_called_offline(tab: Tab, server: Stage) -> None:
    await tab.open()
    await tab.pass_time(2)
    wire = await server.wire()
    await wire.greet()
    await tab.hears("online")
    await wire.close()
    await tab.pause_before_redial()
    await (await server.wire()).greet()
    await tab.hears("online", 2)
    await tab.pass_time(10)
    assert await tab.told("offline") == []


async def test_long_break_is_told_once_after_three_seconds(tab: Tab, server: Stage) -> None:
    await tab.open()
    wire = await server.wire()
    await wire.greet()
    await tab.hears("online")
    await tab.hide()
    await wire.close()
    await tab.until("ended.length === 1")
    await tab.pass_time(2.9)
    assert await tab.told("offline") == []
    await tab.pass_time(30)
    assert await tab.told("offline") == [None]


async def test_refusal_keeps_code_reason_and_sentence(tab: Tab, server: Stage) -> None:
    await tab.open()
    wire = await server.wire()
    await wire.greet()
    await tab.hears("online")
    asked = asyncio.create_task(tab.js("(topic) => ask('match.ask', topic)", MIXER))
    request = await wire.heard("match.ask")
    await wire.refuse(request, "refused", reason="meet.busy", text="You are in a talk.")
    assert await asked == {
        "code": "refused",
        "reason": "meet.busy",
        "text": "You are in a talk.",
        "retry": None,
        "field": None,
    }
    assert (request["topic"], request["d"]) == (MIXER, {})


async def test_request_waits_for_the_line(tab: Tab, server: Stage) -> None:
    await tab.open()
    wire = await server.wire()
    asked = asyncio.create_task(tab.js("(topic) => ask('ready.set', topic, { on: true })", MIXER))
    await wire.greet()
    await wire.answer(await wire.heard("ready.set"), on=True)
    assert await asked == {"on": True}


async def test_request_is_repeated_when_the_line_breaks_before_its_answer(tab: Tab, server: Stage) -> None:
    await tab.open()
    wire = await server.wire()
    await wire.greet()
    asked = asyncio.create_task(tab.js("(topic) => ask('ready.set', topic, { on: true })", MIXER))
    await wire.heard("ready.set")
    await wire.close()
    await tab.pause_before_redial()
    wire = await server.wire()
    await wire.greet()
    await wire.answer(await wire.heard("ready.set"), on=True)
    assert await asked == {"on": True}


@pytest.mark.parametrize("is_greeted", [True, False])
async def test_request_without_an_answer_ends_after_ten_seconds(
    tab: Tab, server: Stage, is_greeted: bool
) -> None:
    await tab.open()
    wire = await server.wire()
    if is_greeted:
        await wire.greet()
        await tab.hears("online")
    await tab.js("(topic) => { window.asked = ask('ready.set', topic, { on: true }); }", MIXER)
    await tab.pass_time(10)
    assert (await tab.js("() => asked"))["code"] == "timeout"


async def test_unknown_verb_is_a_bug_of_the_page(tab: Tab, server: Stage) -> None:
    await tab.open()
    await (await server.wire()).greet()
    await tab.hears("online")
    assert await tab.js("() => client.request('chat.shout').catch((error) => error.name)") == "TypeError"


async def test_frame_the_server_could_not_read_is_told(tab: Tab, server: Stage) -> None:
    await tab.open()
    wire = await server.wire()
    await wire.greet()
    await wire.send(t="err", id=None, code="proto.bad")
    assert (await tab.hears("refused"))[0]["code"] == "proto.bad"


async def test_clock_is_the_servers(tab: Tab, server: Stage) -> None:
    await tab.open()
    wire = await server.wire()
    hello = await wire.heard("hello")
    await wire.answer(
        hello, you={"key": "k", "name": "", "roles": []}, now="2026-12-01T02:00:00.000Z", build="", topics={}
    )
    await tab.hears("online")
    assert await tab.js("() => new Date(client.serverNow()).toISOString()") == "2026-12-01T02:00:00.000Z"
    await tab.pass_time(5)
    assert await tab.js("() => new Date(client.serverNow()).toISOString()") == "2026-12-01T02:00:05.000Z"


async def test_clock_stays_the_servers_when_the_devices_is_put_right(tab: Tab, server: Stage) -> None:
    now = "() => new Date(client.serverNow()).toISOString()"
    await tab.open()
    wire = await server.wire()
    await wire.greet()
    await tab.hears("online")
    await tab.page.clock.set_system_time("2027-01-01T00:00:00Z")
    await tab.pass_time(1)
    shown = [await tab.js(now)]
    await wire.answer(await wire.heard("ping"), now="2026-12-01T03:00:00.000Z")
    await tab.has_heard(wire)
    shown.append(await tab.js(now))

    assert shown == ["2026-12-01T01:00:01.000Z", "2026-12-01T03:00:00.000Z"]


async def test_clock_follows_each_heartbeat_and_the_faster_more(tab: Tab, server: Stage) -> None:
    now = "() => new Date(client.serverNow()).toISOString()"
    await tab.open()
    wire = await server.wire()
    await wire.greet()
    await tab.hears("online")
    shown = []
    for seconds, told in ((0, "2026-12-01T01:00:30.000Z"), (2, "2026-12-01T05:00:00.000Z")):
        await tab.pass_time(20)
        ping = await wire.heard("ping")
        await tab.pass_time(seconds)
        await wire.answer(ping, now=told)
        await tab.has_heard(wire)
        shown.append(await tab.js(now))

    assert shown == ["2026-12-01T01:00:30.000Z", "2026-12-01T01:00:52.000Z"]


async def test_stopped_client_is_silent(tab: Tab, server: Stage) -> None:
    await tab.open()
    wire = await server.wire()
    await wire.greet()
    await tab.hears("online")
    await tab.js("() => client.stop()")
    await wire.ended()
    await tab.pass_time(60)
    assert await server.is_left_alone()
    assert await tab.told("offline") == []
