"""Who gets what, in which order, and when nothing more: cursors, window, states, lossy frames."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import AsyncIterator

import pytest

from forum.live import endings, log, threads
from forum.live.engine import conversation, feed, states
from forum.live.engine import hub as hubs
from forum.live.engine.hub import Hub
from tests.forum.live.client import Client
from tests.forum.live.echo import Said, Tally, Typing, said
from tests.forum.live.loopback import attach


@pytest.fixture
async def ann(hub: Hub) -> AsyncIterator[Client]:
    client = attach(hub)
    await client.hello("ann")
    yield client
    await client.close()


@pytest.fixture
async def ben(hub: Hub) -> AsyncIterator[Client]:
    client = attach(hub)
    await client.hello("ben")
    yield client
    await client.close()


async def say(room: str, count: int, text: str = "x") -> None:
    """Append so many in one transaction."""

    def append() -> None:
        with log.transaction():
            for _ in range(count):
                log.append(room, Said(text))

    await threads.run(append)


async def test_two_people_hear_each_other_at_once(ann: Client, ben: Client, room: str) -> None:
    assert await ann.ask("join", room) == {
        "t": "ok",
        "id": "c2",
        "d": {"seq": 0, "state": {"said": 0, "here": []}},
    }
    await ben.ask("join", room)

    began = time.monotonic()
    answer = await ann.ask("echo.say", room, cid="1", text="안녕")

    event = (await ben.until(lambda ben: ben.of("echo.said")))[0]
    assert time.monotonic() - began < 0.5
    assert answer["d"] == {"seq": 1}
    assert event == {
        "t": "ev", "topic": room, "seq": 1, "k": "echo.said", "at": event["at"], "by": "ann", "d": {"text": "안녕"}
    }  # fmt: skip
    assert (await ann.until(lambda ann: ann.of("echo.said")))[0] == event


async def test_joining_after_a_number_brings_what_follows(ann: Client, room: str) -> None:
    await say(room, 5)

    answer = await ann.ask("join", room, after=2)

    assert answer["d"] == {"seq": 5, "state": {"said": 5, "here": []}}
    await ann.until(lambda ann: ann.numbers(room) == [3, 4, 5])
    assert ann.transcript.index(answer) < ann.transcript.index(ann.of("echo.said")[0])


@pytest.mark.parametrize("after", [-1, 99, 700])
async def test_joining_from_too_far_away_resets(ann: Client, room: str, after: int) -> None:
    await say(room, 601)

    answer = await ann.ask("join", room, after=after)
    await say(room, 1)

    assert answer["d"] | {"state": None} == {"seq": 601, "state": None, "reset": True}
    await ann.until(lambda ann: ann.numbers(room) == [602])


async def test_joining_500_behind_brings_all_of_them(ann: Client, room: str) -> None:
    await say(room, 501)

    assert "reset" not in (await ann.ask("join", room, after=1))["d"]
    await ann.until(lambda ann: ann.numbers(room) == list(range(2, 302)))
    await ann.ack(room, 301)
    await ann.until(lambda ann: ann.numbers(room) == list(range(2, 502)))


async def test_nothing_comes_after_leaving(ann: Client, ben: Client, room: str) -> None:
    await ann.ask("join", room)
    await ben.ask("join", room)
    await say(room, 1)
    await ann.until(lambda ann: ann.numbers(room) == [1])

    assert (await ann.ask("leave", room))["d"] == {}
    assert (await ann.ask("leave", room))["d"] == {}
    await say(room, 1)

    await ben.until(lambda ben: ben.numbers(room) == [1, 2])
    assert ann.numbers(room) == [1]


async def test_history_goes_down_to_the_first(ann: Client, room: str) -> None:
    await say(room, 5)

    newest = (await ann.ask("history", room, limit=2))["d"]
    older = (await ann.ask("history", room, limit=3, before=4))["d"]

    assert ([event["seq"] for event in newest["events"]], newest["more"]) == ([4, 5], True)
    assert ([event["seq"] for event in older["events"]], older["more"]) == ([1, 2, 3], False)
    assert (await ann.ask("history", f"{room}x", limit=1))["d"] == {"events": [], "more": False}


async def test_what_is_not_acknowledged_stops_at_300(ann: Client, ben: Client, room: str) -> None:
    await ann.ask("join", room)
    await ben.ask("join", room)
    await say(room, 290)
    await ben.until(lambda ben: len(ben.numbers(room)) == 290)
    await ben.ack(room, 290)

    await say(room, 30)
    await ben.until(lambda ben: len(ben.numbers(room)) == 320)
    await ann.ask("ping")
    assert ann.numbers(room) == list(range(1, 301))

    await ann.ack(room, 99)  # less than half: still nothing
    await ann.ask("ping")
    assert len(ann.numbers(room)) == 300
    await ann.ack(room, 150)
    await ann.until(lambda ann: ann.numbers(room) == list(range(1, 321)))
    await say(room, 1)
    await ann.until(lambda ann: ann.numbers(room) == list(range(1, 322)))


async def test_leaving_a_topic_makes_room_for_the_others(ann: Client, room: str) -> None:
    loud, quiet = f"{room}loud", f"{room}quiet"
    await ann.ask("join", loud)
    await ann.ask("join", quiet)
    await say(loud, 300)
    await say(quiet, 1)
    await ann.until(lambda ann: len(ann.numbers(loud)) == 300)
    assert ann.numbers(quiet) == []

    await ann.ask("leave", loud)

    await ann.until(lambda ann: ann.numbers(quiet) == [1])


async def test_the_window_is_bounded_in_bytes_too(ann: Client, room: str) -> None:
    await ann.ask("join", room)

    await say(room, 200, "x" * 2000)
    await ann.until(lambda ann: len(ann.numbers(room)) > 120)
    await ann.ask("ping")

    sizes = [len(frame["d"]["text"]) for frame in ann.of("echo.said")]
    assert feed.WINDOW_BYTES - 20_000 < sum(sizes) < feed.WINDOW_BYTES + 2_000


async def test_an_acknowledgement_beyond_what_was_sent_counts_only_up_to_it(
    ann: Client, hub: Hub, room: str
) -> None:
    await ann.ask("join", room)
    await say(room, 3)
    await ann.until(lambda ann: len(ann.numbers(room)) == 3)

    for seq in (10_000, 1, -5):
        await ann.ack(room, seq)
    await ann.ack(f"{room}x", 1)

    assert [client.unacked for client in hub.clients["ann"]] == [0]


@pytest.mark.usefixtures("impatient")
async def test_whoever_acknowledges_nothing_for_too_long_is_closed(
    ann: Client, ben: Client, room: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hubs, "STUCK_SECONDS", 0.1)
    await ann.ask("join", room)
    await ben.ask("join", room)

    await say(room, 301)
    await ben.until(lambda ben: len(ben.numbers(room)) == 300)
    await ben.ack(room, 300)

    assert await ann.until_closed() == 4008
    await ben.until(lambda ben: len(ben.numbers(room)) == 301)
    assert ben.code is None


async def test_lossy_frames_are_dropped_for_whoever_lags(ann: Client, ben: Client, room: str) -> None:
    await ann.ask("join", room)
    await ben.ask("join", room)
    await say(room, 301)
    await ben.until(lambda ben: len(ben.numbers(room)) == 300)
    await ben.ack(room, 300)
    await ben.until(lambda ben: len(ben.numbers(room)) == 301)

    await threads.run(log.lossy, room, Typing(), by="cleo")

    typing = (await ben.until(lambda ben: ben.of("typing")))[0]
    assert typing == {"t": "eph", "topic": room, "k": "typing", "d": {}, "by": "cleo"}
    await ann.ask("ping")
    assert ann.of("typing") == []


async def test_a_silent_verb_is_not_answered_even_beyond_its_limit(ann: Client, hub: Hub, room: str) -> None:
    client = attach(hub)
    await client.hello("cleo", limits="person")
    for number in range(30):
        await client.send({"t": "echo.typing", "id": str(number), "topic": room})
    await client.ask("ping")
    assert [frame for frame in client.heard if frame["t"] != "state"] == []
    await client.close()


async def test_a_state_comes_twice_a_second_at_most_and_ends_true(
    ann: Client, room: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(states, "STATE_SECONDS", 0.2)
    await ann.ask("join", room)
    shown: list[float] = []
    show = feed.Feed.show

    def noting(self: feed.Feed, kind: str, version: int, data: bytes) -> None:
        if kind == Tally.kind:
            shown.append(time.monotonic())
        show(self, kind, version, data)

    monkeypatch.setattr(feed.Feed, "show", noting)
    while len(ann.of("tally")) < 5:
        await say(room, 1)
        await threads.run(log.touch, room, Tally.kind)
        await ann.ack(room, len(ann.numbers(room)))
    await ann.until(lambda ann: ann.of("tally")[-1]["d"]["said"] == len(ann.numbers(room)))

    assert min(later - earlier for earlier, later in itertools.pairwise(shown)) > 0.18
    versions = [frame["v"] for frame in ann.of("tally")]
    assert versions == sorted(set(versions))


async def test_a_state_overtaken_by_a_newer_one_is_not_sent(ann: Client, hub: Hub, room: str) -> None:
    await ann.ask("join", room)

    for version, frame in ((9, b'{"t":"state","k":"new"}'), (8, b'{"t":"state","k":"old"}')):
        hub.feeds[room].show(Tally.kind, version, frame)

    await ann.ask("ping")
    assert [frame["k"] for frame in ann.heard if frame["t"] == "state"] == ["new"]


async def test_what_nobody_heard_of_is_made_good(deaf_hub: Hub, room: str) -> None:
    ann = attach(deaf_hub)
    await ann.hello("ann")
    await ann.ask("join", room)

    await threads.run(said, room, "unheard")
    await threads.run(log.touch, room, Tally.kind)

    await ann.until(lambda ann: ann.numbers(room) == [1])
    await ann.until(lambda ann: ann.of("tally") and ann.of("tally")[-1]["d"] == {"said": 1})
    await ann.close()


async def test_a_state_shown_while_lagging_comes_with_the_events(ann: Client, ben: Client, room: str) -> None:
    await ann.ask("join", room)
    await ben.ask("join", room)
    await say(room, 301)
    await ben.until(lambda ben: len(ben.numbers(room)) == 300)
    await threads.run(log.touch, room, Tally.kind)
    await ben.ack(room, 300)
    await ben.until(lambda ben: ben.of("tally"))
    assert ann.of("tally") == []

    await ann.ack(room, 300)

    await ann.until(lambda ann: ann.of("tally") and ann.of("tally")[-1]["d"] == {"said": 301})


async def test_no_hello_in_time_is_no_final_end(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversation, "HELLO_SECONDS", 0.1)

    assert await attach(hub).until_closed() == endings.LIMITS.code
    assert not endings.LIMITS.is_final


async def test_a_hello_that_has_come_stops_the_clock(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    """It waits behind many others, or the database is away at the start: no deadline of its own ends it."""
    monkeypatch.setattr(conversation, "HELLO_SECONDS", 0.1)
    hub.ready.clear()
    late = attach(hub)
    greeting = asyncio.create_task(late.hello("ann"))
    await asyncio.sleep(0.4)
    assert (late.code, greeting.done()) == (None, False)

    hub.ready.set()

    assert (await greeting)["t"] == "ok"
    await late.close()


async def test_a_hello_that_waits_for_too_long_is_busy_and_may_be_said_again(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversation, "REQUEST_SECONDS", 0.1)
    hub.ready.clear()
    ann = attach(hub)

    refusal = await ann.hello("ann")
    hub.ready.set()

    assert (refusal["code"], refusal["retry"] > 0, ann.code) == ("busy", True, None)
    assert (await ann.hello("ann"))["t"] == "ok"
    await ann.close()


async def test_a_request_that_takes_too_long_is_answered_busy(
    ann: Client, room: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversation, "REQUEST_SECONDS", 0.1)

    assert (await ann.ask("echo.wait", room, seconds=0.3))["code"] == "busy"
    monkeypatch.undo()
    assert (await ann.ask("echo.count", room))["t"] == "ok"
