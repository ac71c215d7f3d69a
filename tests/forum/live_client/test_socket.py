"""The connection: comes back by itself, not too eagerly, and stops when it is told to."""

from __future__ import annotations

import pytest

from forum.live.endings import ENDINGS
from tests.forum.live_client.conftest import Tab
from tests.forum.live_client.stage import ME, Stage

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("live_client")]


@pytest.mark.parametrize("code", [code for code, ending in ENDINGS.items() if ending.is_final])
async def test_final_close_codes_stop_the_client(tab: Tab, server: Stage, code: int) -> None:
    await tab.open()
    wire = await server.wire()
    await wire.greet()
    await wire.close(code)
    assert await tab.hears("stopped") == [code]
    await tab.pass_time(60)
    assert await server.is_left_alone()


async def test_replaced_client_may_start_again(tab: Tab, server: Stage) -> None:
    await tab.open()
    wire = await server.wire()
    await wire.greet()
    await wire.close(4009)
    await tab.hears("stopped")
    await tab.js("() => client.start()")
    await (await server.wire()).greet()
    assert len(await tab.hears("online", 2)) == 2


@pytest.mark.parametrize("code", [code for code, ending in ENDINGS.items() if not ending.is_final])
async def test_returns_within_a_second_but_not_at_once(tab: Tab, server: Stage, code: int) -> None:
    await tab.open()
    wire = await server.wire()
    await wire.greet()
    await tab.hears("online")
    await wire.close(code)
    assert 300 <= await tab.pause_before_redial() <= 1000
    await (await server.wire()).greet()


async def test_returns_when_the_line_breaks(tab: Tab, server: Stage) -> None:
    await tab.open()
    wire = await server.wire()
    await wire.greet()
    await tab.hears("online")
    await wire.cut()
    assert 300 <= await tab.pause_before_redial() <= 1000
    await (await server.wire()).greet()


async def test_pauses_grow_to_twenty_seconds_and_are_spread(tab: Tab) -> None:
    longest = await tab.js("() => [0, 1, 2, 3, 4, 5, 9].map((failures) => pause(failures, () => 1))")
    assert longest == [1000, 2000, 4000, 8000, 16000, 20000, 20000]
    shortest = await tab.js("() => [0, 1, 9].map((failures) => pause(failures, () => 0))")
    assert shortest == [300, 0, 0]


async def test_server_that_lets_in_and_fails_is_not_hammered(tab: Tab, server: Stage) -> None:
    await tab.js("() => (Math.random = () => 0.5)")
    await tab.open()
    pauses = []
    for _ in range(4):
        wire = await server.wire()
        await wire.heard("hello")
        await wire.close(1011)
        pauses.append(await tab.pause_before_redial())
    assert pauses == [650, 1000, 2000, 4000]
    await (await server.wire()).greet()
    await tab.hears("online")


async def test_back_off_begins_anew_after_a_greeting(tab: Tab, server: Stage) -> None:
    await tab.js("() => (Math.random = () => 0.5)")
    await tab.open()
    pauses = []
    for is_greeted in (False, False, True, False):
        wire = await server.wire()
        await (wire.greet() if is_greeted else wire.heard("hello"))
        await wire.close()
        pauses.append(await tab.pause_before_redial())
    assert pauses == [650, 1000, 650, 1000]


async def test_hidden_tab_waits_until_it_is_shown(tab: Tab, server: Stage) -> None:
    await tab.open()
    wire = await server.wire()
    await wire.greet()
    await tab.hears("online")
    await tab.hide()
    await wire.close()
    await tab.until("ended.length === 1")
    await tab.pass_time(60)
    assert await server.is_left_alone()
    await tab.hide(False)
    await (await server.wire()).greet()


async def test_network_back_reconnects_at_once(tab: Tab, server: Stage) -> None:
    await tab.open()
    wire = await server.wire()
    await wire.greet()
    await tab.hears("online")
    await wire.close()
    await tab.until("ended.length === 1")
    await tab.js("() => window.dispatchEvent(new Event('online'))")
    await (await server.wire()).greet()
    assert await tab.js("() => dialled[1] - ended[0]") == 0


async def test_silent_server_is_left_after_the_deadline(tab: Tab, server: Stage) -> None:
    await tab.open()
    wire = await server.wire()
    await wire.greet()
    await tab.hears("online")
    await tab.pass_time(20)
    await wire.heard("ping")
    await tab.pass_time(4.9)
    assert await tab.js("() => client.isOnline")
    await tab.pass_time(0.1)
    await wire.ended()
    await tab.pass_time(1)
    await (await server.wire()).greet()


async def test_heart_beats_every_twenty_seconds(tab: Tab, server: Stage) -> None:
    await tab.open()
    wire = await server.wire()
    await wire.greet()
    await tab.hears("online")
    for _ in range(3):
        await tab.pass_time(20)
        await wire.answer(await wire.heard("ping"), now="2026-12-01T01:00:00.000Z")
        await tab.has_heard(wire)
    assert await tab.js("() => [client.isOnline, dialled.length]") == [True, 1]


async def test_tab_shown_again_feels_its_pulse(tab: Tab, server: Stage) -> None:
    await tab.open()
    wire = await server.wire()
    await wire.greet()
    await tab.hears("online")
    await tab.hide()
    await tab.hide(False)
    await wire.heard("ping")


async def test_drain_moves_at_the_given_moment_without_a_pause(tab: Tab, server: Stage) -> None:
    await tab.open()
    old = await server.wire()
    await old.greet()
    await tab.hears("online")
    await old.send(t="ctl", k="drain", d={"in": 6})
    await tab.has_heard(old)
    await tab.pass_time(5.9)
    assert await tab.js("() => [client.isOnline, dialled.length]") == [True, 1]
    await tab.pass_time(0.1)
    await old.ended()
    await tab.pass_time(0.01)
    await (await server.wire()).greet()
    await tab.hears("online", 2)
    await tab.pass_time(5)
    assert await tab.told("offline") == []


async def test_server_that_closes_before_the_drain_is_over_gets_one_client_back(
    tab: Tab, server: Stage
) -> None:
    await tab.open()
    old = await server.wire()
    await old.greet()
    await old.send(t="ctl", k="drain", d={"in": 6})
    await old.close(1012)
    await tab.pause_before_redial()
    await (await server.wire()).greet()
    await tab.pass_time(10)
    assert await tab.js("() => [client.isOnline, dialled.length]") == [True, 2]


async def test_unanswered_hello_is_tried_on_a_new_connection(tab: Tab, server: Stage) -> None:
    await tab.open()
    wire = await server.wire()
    await wire.heard("hello")
    await tab.pass_time(10)
    await wire.ended()
    await tab.pass_time(1)
    await (await server.wire()).greet()


async def test_retry_hint_of_a_refused_hello_wins(tab: Tab, server: Stage) -> None:
    await tab.open()
    wire = await server.wire()
    await wire.refuse(await wire.heard("hello"), "busy", retry=7)
    assert await tab.pause_before_redial() == 7000


async def test_a_busy_server_that_answers_the_heart_is_waited_for(tab: Tab, server: Stage) -> None:
    """A thousand come back at once: the greeting takes its time, and nobody gives up the place in the line."""
    await tab.open()
    wire = await server.wire()
    hello = await wire.heard("hello")
    for _ in range(5):
        await tab.pass_time(5)
        await wire.answer(await wire.heard("ping"), now="2026-12-01T01:00:00.000Z")
        await tab.has_heard(wire)
    await wire.answer(hello, you=ME, now="2026-12-01T01:00:00.000Z", build="test", topics={})
    await tab.hears("online")
    assert await tab.js("() => dialled.length") == 1


@pytest.mark.parametrize("code", ["server", "auth.required"])
async def test_a_no_without_an_end_is_tried_again(tab: Tab, server: Stage, code: str) -> None:
    await tab.open()
    wire = await server.wire()
    await wire.refuse(await wire.heard("hello"), code)
    await tab.pass_until("dialled.length === 2", 7)
    await (await server.wire()).greet()
    assert await tab.told("stopped") == []


async def test_a_refused_hello_ends_for_good_by_its_code(tab: Tab, server: Stage) -> None:
    await tab.open()
    wire = await server.wire()
    await wire.refuse(await wire.heard("hello"), "auth.required")
    await wire.close(4001)
    assert await tab.hears("stopped") == [4001]
    await tab.pass_time(60)
    assert await server.is_left_alone()
    assert await tab.told("offline") == []


FAILURES = {
    "no network": "Promise.reject(new TypeError('Failed to fetch'))",
    "refused by a proxy": "Promise.reject(Object.assign(new Error('403'), { status: 403 }))",
    "not a promise": "(() => { throw new Error('broken') })()",
    "never": "new Promise(() => {})",
}


@pytest.mark.parametrize("how", FAILURES)
async def test_a_token_that_cannot_be_fetched_is_fetched_again(tab: Tab, server: Stage, how: str) -> None:
    token = f"() => (left-- > 0 ? {FAILURES[how]} : Promise.resolve('token'))"
    await tab.js(f"() => {{ window.left = 5; open({{ token: {token} }}); }}")
    await tab.pass_until("dialled.length", 5 * 15 + 1 + 2 + 4 + 8 + 16)
    assert (await (await server.wire()).greet())["d"]["token"] == "token"
    await tab.hears("online")
    assert await tab.told("stopped") == []


async def test_only_a_definite_no_of_our_own_ends_the_fetching(tab: Tab, server: Stage) -> None:
    refused = "Promise.reject(Object.assign(new Error(), { isFinal: true }))"
    await tab.js(f"() => open({{ token: () => {refused} }})")
    assert await tab.hears("stopped") == [4001]
    await tab.pass_time(60)
    assert await tab.js("() => dialled.length") == 0
