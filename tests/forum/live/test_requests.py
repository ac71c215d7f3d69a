"""Whatever comes in is answered with a code of the closed list, the socket lives on, and no bug is logged."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from forum.live import endings
from forum.live.endings import Ending
from tests.forum.live.client import Client, calling, dial, token
from tests.servers import Server

NESTED = "[" * 8 + "]" * 8
NOT_REQUESTS = {
    "no JSON": "hello",
    "nothing": "",
    "half": '{"t":"ping","id":"1"',
    "an array": '["ping","1"]',
    "a string": '"ping"',
    "a number": "7",
    "null": "null",
    "binary": b'{"t":"ping","id":"1"}',
    "no verb": '{"id":"1"}',
    "no id": '{"t":"ping"}',
    "empty id": '{"t":"ping","id":""}',
    "id of a number": '{"t":"ping","id":1}',
    "long id": json.dumps({"t": "ping", "id": "x" * 65}),
    "verb of a number": '{"t":1,"id":"1"}',
    "d of a list": '{"t":"ping","id":"1","d":[]}',
    "topic of a number": '{"t":"join","id":"1","topic":7}',
    "unknown field": '{"t":"ping","id":"1","x":1}',
    "unknown field in d": '{"t":"ping","id":"1","d":{"x":1}}',
    "duplicate key": '{"t":"ping","id":"1","id":"1"}',
    "duplicate key in d": '{"t":"history","id":"1","topic":"echo:a","d":{"limit":1,"limit":1}}',
    "NUL": '{"t":"ping","id":"a\\u0000"}',
    "NUL in d": '{"t":"echo.say","id":"1","topic":"echo:a","d":{"cid":"1","text":"\\u0000"}}',
    "lone surrogate": '{"t":"ping","id":"\\ud800"}',
    "lone surrogate as a key": '{"t":"ping","id":"1","d":{"\\udc00":1}}',
    "NaN": '{"t":"echo.wait","id":"1","topic":"echo:a","d":{"seconds":NaN}}',
    "Infinity": '{"t":"echo.wait","id":"1","topic":"echo:a","d":{"seconds":-Infinity}}',
    "a float beyond all": '{"t":"echo.wait","id":"1","topic":"echo:a","d":{"seconds":1e999}}',
    "an integer beyond 2^53": '{"t":"ack","topic":"echo:a","d":{"seq":9007199254740993}}',
    "5000 digits": '{"t":"ack","topic":"echo:a","d":{"seq":' + "9" * 5000 + "}}",
    "nested over 8": '{"t":"ping","id":"1","d":{"x":' + NESTED + "}}",
    "nested without end": '{"t":"ping","id":"1","d":' + "[" * 8000,
}
VERBS = {
    "join": ("echo:a", {}),
    "leave": ("echo:a", {}),
    "history": ("echo:a", {"limit": 10}),
    "echo.say": ("echo:a", {"cid": "1", "text": "x"}),
    "echo.hide": ("echo:a", {"target": 1}),
    "echo.count": ("echo:a", {}),
    "echo.rarely": (None, {}),
}
WRONG_VALUES = [
    ("join", "echo:a", {"after": "1"}, "after"),
    ("join", "echo:a", {"after": 1.5}, "after"),
    ("join", "echo:a", {"after": True}, "after"),
    ("join", None, {}, "topic"),
    ("join", "", {}, "topic"),
    ("history", "echo:a", {}, "limit"),
    ("history", "echo:a", {"limit": 0}, "limit"),
    ("history", "echo:a", {"limit": 101}, "limit"),
    ("history", "echo:a", {"limit": None}, "limit"),
    ("echo.say", "echo:a", {"text": "x"}, "cid"),
    ("echo.say", "echo:a", {"cid": "1"}, "text"),
    ("echo.say", "echo:a", {"cid": "1", "text": ""}, "text"),
    ("echo.say", "echo:a", {"cid": "1", "text": "가" * 2001}, "text"),
    ("echo.say", "echo:a", {"cid": "x" * 65, "text": "x"}, "cid"),
    ("echo.say", "echo:a", {"cid": ["1"], "text": "x"}, "cid"),
    ("echo.say", "bars:a", {"cid": "1", "text": "x"}, "topic"),
    ("echo.say", None, {"cid": "1", "text": "x"}, "topic"),
]
NOT_YOURS = ["echo:secret", "bars:a", "hub:access", "echo:", "echo: a", "echo:../a", "echo:" + "x" * 200]


@pytest.fixture
async def client(served: list[Server], room: str) -> AsyncIterator[Client]:
    """Somebody signed in, who at the end is still served, by a server that has logged nothing."""
    logged = [server.log.read_text() for server in served]
    async with calling(served[0].url, room) as client:
        yield client
        assert (await client.ask("ping"))["t"] == "ok"
    assert [server.log.read_text() for server in served] == logged


@pytest.mark.parametrize("what", NOT_REQUESTS)
async def test_what_is_not_a_request_is_refused(client: Client, what: str) -> None:
    await client.socket.send(NOT_REQUESTS[what])

    refusal = await client.until(lambda client: client.heard)
    assert refusal[0] == {"t": "err", "id": refusal[0]["id"], "code": "proto.bad"}
    assert refusal[0]["id"] in (None, "1", "\ud800", "a\0")


async def test_text_counts_code_points(client: Client, room: str) -> None:
    answer = await client.ask("echo.say", room, cid="1", text="🫶" * 2000)

    assert answer["d"] == {"seq": 1}


@pytest.mark.parametrize("verb", [*VERBS, "ping"])
async def test_too_large_a_frame_is_refused(client: Client, verb: str) -> None:
    topic, d = VERBS.get(verb, (None, {}))
    await client.send({"t": verb, "id": "1", "topic": topic, "d": d | {"pad": "가" * 5500}})

    assert (await client.until(lambda client: client.heard))[0] == {
        "t": "err",
        "id": "1",
        "code": "too.large",
    }


async def test_a_frame_over_64_kib_closes_with_1009(served: list[Server]) -> None:
    client = await dial(served[0].url)

    await client.socket.send("x" * 70_000)

    assert await client.until_closed() == 1009


@pytest.mark.parametrize(("verb", "topic", "d", "field"), WRONG_VALUES)
async def test_a_wrong_value_names_its_field(
    client: Client, verb: str, topic: str | None, d: dict[str, Any], field: str
) -> None:
    answer = await client.ask(verb, topic, **d)

    assert answer == {"t": "err", "id": answer["id"], "code": "invalid", "field": field}


@pytest.mark.parametrize("verb", [verb for verb, (topic, _) in VERBS.items() if topic])
async def test_an_unknown_topic_kind_is_unknown(client: Client, verb: str) -> None:
    assert (await client.ask(verb, "nothing:a", **VERBS[verb][1]))["code"] == "proto.unknown"


@pytest.mark.parametrize("verb", ["nothing", "echo.nothing", "__class__", "hello.", "HELLO"])
async def test_an_unknown_verb_is_unknown(client: Client, verb: str) -> None:
    assert (await client.ask(verb))["code"] == "proto.unknown"


@pytest.mark.parametrize("verb", ["join", "history"])
@pytest.mark.parametrize("topic", NOT_YOURS)
async def test_what_is_not_yours_does_not_exist(client: Client, verb: str, topic: str) -> None:
    answer = await client.ask(verb, topic, **VERBS[verb][1])

    assert answer == {"t": "err", "id": answer["id"], "code": "gone"}


@pytest.mark.parametrize(
    ("verb", "expected"),
    [
        ("echo.refuse", {"code": "refused", "reason": "echo.locked", "text": "This room is locked."}),
        ("echo.deny", {"code": "denied", "text": "You do not have the right to do this here."}),
    ],
)
async def test_a_refusal_says_its_code_and_its_sentence(
    client: Client, verb: str, expected: dict[str, str]
) -> None:
    answer = await client.ask(verb)

    assert answer == {"t": "err", "id": answer["id"]} | expected


async def test_a_second_hello_is_a_conflict(client: Client, room: str) -> None:
    assert (await client.hello(room))["code"] == "conflict"


async def test_requests_of_a_topic_keep_their_order_while_others_pass(client: Client, room: str) -> None:
    await client.send({"t": "echo.wait", "id": "slow", "topic": room, "d": {"seconds": 0.5}})
    await client.send({"t": "echo.say", "id": "after", "topic": room, "d": {"cid": "1", "text": "x"}})
    await client.send({"t": "echo.count", "id": "beside", "topic": f"{room}x", "d": {}})
    await client.send({"t": "ping", "id": "at once"})

    await client.until(lambda client: len(client.transcript) >= 5)
    answers = [
        frame["id"] for frame in client.transcript if frame["t"] == "ok" and not frame["id"].startswith("c")
    ]
    assert set(answers[:2]) == {"at once", "beside"}
    assert answers[2:] == ["slow", "after"]


@pytest.mark.parametrize("verb", [*VERBS, "echo.fail"])
async def test_a_verb_before_hello_needs_a_sign_in(served: list[Server], verb: str) -> None:
    client = await dial(served[0].url)
    topic, d = VERBS.get(verb, (None, {}))

    assert (await client.ask(verb, topic, **d))["code"] == "auth.required"
    assert (await client.ask("ping"))["t"] == "ok"
    assert (await client.hello("late"))["t"] == "ok"
    await client.close()


@pytest.mark.parametrize(
    ("hello", "code", "ending"),
    [
        ({"v": 2}, "proto.version", endings.OUTDATED),
        ({"v": "1"}, "proto.version", endings.OUTDATED),
        ({"v": True}, "invalid", endings.OUTDATED),
        ({"token": "forged"}, "auth.required", endings.SIGN_IN),
        ({"token": ""}, "auth.required", endings.SIGN_IN),
        ({"token": token("ann") + "x"}, "auth.required", endings.SIGN_IN),
        ({"token": token("ann").replace("echo.", "other.", 1)}, "auth.required", endings.SIGN_IN),
        ({"token": token("ann", ttl_seconds=-1)}, "auth.expired", endings.EXPIRED),
        ({"forum": "another"}, "auth.required", endings.SIGN_IN),
        ({"forum": 7}, "invalid", endings.OUTDATED),
        ({"tab": None}, "invalid", endings.OUTDATED),
        ({"resume": ["echo:a"]}, "invalid", endings.OUTDATED),
        ({"resume": {"echo:a": "1"}}, "invalid", endings.OUTDATED),
        ({"resume": {f"echo:{n}": 0 for n in range(20)}}, "invalid", endings.OUTDATED),
        ({"build": "x"}, "proto.bad", endings.OUTDATED),
    ],
)
async def test_a_refused_hello_is_answered_and_ends_as_the_table_says(
    served: list[Server], hello: dict[str, Any], code: str, ending: Ending
) -> None:
    client = await dial(served[0].url)

    assert (await client.hello("ann", **hello))["code"] == code
    assert await client.until_closed() == ending.code


async def test_what_may_not_be_resumed_is_left_out(served: list[Server], room: str) -> None:
    client = await dial(served[0].url)

    answer = await client.hello("ann", resume={room: 0, "echo:secret": 0, "nothing:a": 0, "user:ben": 0})

    assert answer["d"]["topics"] == {"user:ann": {"seq": 0}, room: {"seq": 0}}
    await client.close()
