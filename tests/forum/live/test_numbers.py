"""Whatever number somebody gives, nobody else notices, and the server breaks at none."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator

import httpx
import pytest
from msgspec.structs import fields

from forum.live import threads
from forum.live.engine import twins
from forum.live.engine.hub import Hub
from forum.live.limits import buckets
from forum.live.registry import verbs
from tests.forum.live.client import calling, dial, token
from tests.forum.live.conftest import SignedIn
from tests.forum.live.echo import said
from tests.forum.live.loopback import attach
from tests.servers import Server

NUMBERS = ["0", "-1", "-9007199254740993", "3000000000", "9007199254740991", "9007199254740992", "9007199254740993",
           "9223372036854775807", "9223372036854775808", "1" + "0" * 20, "1" + "0" * 400, "1.0", "1.5", "1e3", "1e400",
           "true", "null", "NaN", '"1"', "[1]"]  # fmt: skip
IN_FRAMES = [
    ('"t":"join","topic":"echo:numbers"', "after"),
    ('"t":"history","topic":"echo:numbers"', "limit"),
    ('"t":"history","topic":"echo:numbers","limit":1', "before"),
    ('"t":"echo.hide","topic":"echo:numbers"', "target"),
]
HALL = ("127.0.0.77", 0)
"""An address of the loopback that no other test comes from."""
ANSWERS = {"ok", "proto.bad", "invalid", "gone", "rate.limited"}


@pytest.fixture(autouse=True)
def plenty() -> Iterator[None]:
    buckets._buckets.clear()
    yield
    buckets._buckets.clear()


@pytest.mark.parametrize(("frame", "field"), IN_FRAMES)
async def test_no_number_in_a_frame_breaks_anything(
    hub: Hub, room: str, frame: str, field: str, caplog: pytest.LogCaptureFixture
) -> None:
    ann = attach(hub)
    await ann.hello(room)
    for number in NUMBERS:
        d = f'{{"limit":10,"before":{number}}}' if field == "before" else f'{{"{field}":{number}}}'
        text = "{" + frame.replace(',"limit":1', "") + f',"id":"{len(ann.heard)}","d":{d}}}'
        before = len(ann.transcript)
        await ann.socket.send(text)
        answer = (await ann.until(lambda ann, n=before: ann.transcript[n:]))[0]
        assert answer.get("code", "ok") in ANSWERS, (number, answer)
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []
    assert ann.code is None
    await ann.close()


@pytest.mark.parametrize("number", NUMBERS)
async def test_no_number_in_a_hello_breaks_anything(hub: Hub, number: str) -> None:
    ann = attach(hub)
    hello = {
        "v": 1,
        "forum": "forum",
        "tab": "t",
        "token": token("ann"),
        "resume": {"echo:numbers": "NUMBER"},
    }
    d = json.dumps(hello).replace('"NUMBER"', number)

    await ann.socket.send(f'{{"t":"hello","id":"1","d":{d}}}')

    answer = (await ann.until(lambda ann: ann.transcript))[0]
    assert answer.get("code", "ok") in ANSWERS
    await ann.close()


async def test_no_number_in_an_acknowledgement_breaks_anything(hub: Hub, room: str) -> None:
    ann = attach(hub)
    await ann.hello(room)
    await ann.ask("join", room)
    for number in NUMBERS:
        await ann.socket.send(f'{{"t":"ack","topic":"{room}","d":{{"seq":{number}}}}}')
    await threads.run(said, room, "still here")

    await ann.until(lambda ann: ann.numbers(room) == [1])
    await ann.close()


def test_every_number_a_verb_takes_has_a_bound_below() -> None:
    """Above, the frame's own bound holds; below, a row's number is never negative."""
    taken = {(name, one.name): one.type for name, verb in verbs.items() for one in fields(verb.takes)}
    bare = {place for place, kind in taken.items() if kind is int and not place[0].startswith("echo.")}
    assert bare == set()


@pytest.mark.parametrize("number", [*NUMBERS, "", "1_000", "１２", " 1", "+1", "0x10"])
async def test_no_number_in_a_query_breaks_anything(served: list[Server], room: str, number: str) -> None:
    params = {"forum": "forum", "topic": f"{room}x", "after": number}
    headers = {"Authorization": f"Live {token(room)}"}
    waits = number.isascii() and number.isdigit() and int(number) <= 2**53
    timeout = httpx.Timeout(20, read=0.5 if waits else 20)
    async with httpx.AsyncClient(base_url=served[0].url, timeout=timeout) as http:
        try:
            answer = await http.get("/api/v1/live/events", params=params, headers=headers)
        except httpx.ReadTimeout:
            assert waits
        else:
            assert (answer.status_code, answer.json()["field"]) == (400, "after")


async def test_a_number_that_does_not_exist_yet_disturbs_nobody(
    hub: Hub, room: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await threads.run(said, room, "before")
    ann = attach(hub)
    waiting = asyncio.create_task(_wait(hub, room, 999_999_999))
    await asyncio.sleep(0.2)
    await ann.hello(room)
    await ann.ask("join", room)
    assert hub.feeds[room].head == 1

    await threads.run(said, room, "after")

    await ann.until(lambda ann: ann.numbers(room) == [2])
    assert await asyncio.wait_for(waiting, 10) == [2]
    assert hub.counts["fills"] == 0
    await ann.close()


async def _wait(hub: Hub, topic: str, after: int) -> list[int]:
    """Wait for a topic's news as the twin does, on this hub; return their numbers."""
    who = await threads.run(lambda: twins.of_token(token("waits"), "forum"))
    found, version = await threads.run(twins._read, who, topic, after)
    await hub.wait_for(topic, found.seq, version, 5)
    news, _ = await threads.run(twins._read, who, topic, found.seq)
    return [json.loads(bytes(event))["seq"] for event in news.events]


async def test_who_is_somebody_takes_nothing_of_what_an_address_shares(
    served: list[Server], signed_in: SignedIn, room: str
) -> None:
    """A hall behind one address comes back at once, with somebody in it who tries keys."""
    del room
    codes: list[str] = []
    while "rate.limited" not in codes:
        assert len(codes) < 1_000
        nobodies = [await dial(served[0].url, local_addr=HALL) for _ in range(40)]
        codes += [(await one.hello("x", token="forged"))["code"] for one in nobodies]
        for one in nobodies:
            await one.close()
    assert set(codes) == {"auth.required", "rate.limited"}

    hall = [await dial(served[0].url, local_addr=HALL) for _ in range(60)]
    answers = await asyncio.gather(*(one.hello(f"hall{n}", limits="person") for n, one in enumerate(hall)))
    origin = {"Origin": served[0].url, "Cookie": f"sessionid={signed_in.session}"}
    by_session = await dial(served[0].url, additional_headers=origin, local_addr=HALL)
    answers.append(await by_session.ask("hello", v=1, forum=signed_in.forum, tab="t"))

    assert {answer["t"] for answer in answers} == {"ok"}
    for one in (*hall, by_session):
        await one.close()


async def test_a_person_who_comes_too_often_is_told_to_wait_and_nobody_else_is(
    served: list[Server], room: str
) -> None:
    often = [await dial(served[0].url) for _ in range(12)]
    answers = [await one.hello(room, limits="person") for one in often]
    async with calling(served[0].url, f"{room}2", limits="person"):
        pass
    assert [answer.get("code", "ok") for answer in answers[-2:]] == ["rate.limited"] * 2
    assert answers[-1]["retry"] > 0
    for one in often:
        await one.close()
