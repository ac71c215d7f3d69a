"""The verbs over HTTP: the same answers, the same refusals, and waiting for news without holding a thread."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.forum.live.client import calling, token
from tests.forum.live.conftest import SignedIn
from tests.servers import Server


@pytest.fixture
async def http(served: list[Server]) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=f"{served[0].url}/api/v1/live/", timeout=30) as http:
        yield http


def shown(key: str, *roles: str, **options: Any) -> dict[str, str]:
    """Return the header by which somebody is known."""
    return {"Authorization": f"Live {token(key, *roles, **options)}"}


async def ask(http: httpx.AsyncClient, verb: str, key: str = "ann", **body: Any) -> httpx.Response:
    return await http.post(verb, json={"forum": "forum"} | body, headers=shown(key))


async def test_a_verb_does_the_same_as_on_the_socket(
    http: httpx.AsyncClient, served: list[Server], room: str
) -> None:
    async with calling(served[-1].url, "ben") as ben:
        await ben.ask("join", room)

        answers = [await ask(http, "echo.say", topic=room, d={"cid": "1", "text": "안녕"}) for _ in range(2)]

        assert [(answer.status_code, answer.json()) for answer in answers] == [(200, {"seq": 1})] * 2
        event = (await ben.until(lambda ben: ben.of("echo.said")))[0]
        assert (event["by"], event["d"]) == ("ann", {"text": "안녕"})


@pytest.mark.parametrize(
    ("verb", "body", "status", "problem"),
    [
        ("echo.nothing", {}, 404, {"code": "proto.unknown"}),
        ("hello", {}, 404, {"code": "proto.unknown"}),
        ("join", {"topic": "echo:a"}, 404, {"code": "proto.unknown"}),
        ("echo.say", {"d": {"cid": "1", "text": "x"}}, 400, {"code": "invalid", "field": "topic"}),
        ("echo.say", {"topic": "echo:a", "d": {"cid": "1"}}, 400, {"code": "invalid", "field": "text"}),
        (
            "echo.say",
            {"topic": "bars:a", "d": {"cid": "1", "text": "x"}},
            400,
            {"code": "invalid", "field": "topic"},
        ),
        ("echo.refuse", {"d": {"x": 1}}, 400, {"code": "proto.bad"}),
        ("echo.refuse", {"x": 1}, 400, {"code": "proto.bad"}),
        ("echo.refuse", {"d": {"x": "x" * 20_000}}, 413, {"code": "too.large"}),
        (
            "echo.refuse",
            {},
            423,
            {"code": "refused", "reason": "echo.locked", "title": "This room is locked."},
        ),
        ("echo.deny", {}, 403, {"code": "denied"}),
        ("echo.outage", {}, 503, {"code": "busy", "retry": 1.0}),
        ("echo.fail", {}, 500, {"code": "server"}),
        ("echo.refuse", {"forum": "another"}, 401, {"code": "auth.required"}),
    ],
)
async def test_a_refusal_is_a_problem_with_its_code(
    http: httpx.AsyncClient, verb: str, body: dict[str, Any], status: int, problem: dict[str, Any]
) -> None:
    answer = await ask(http, verb, **body)

    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")
    assert {name: answer.json()[name] for name in problem} == problem
    assert answer.json()["status"] == status


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({}, "auth.required"),
        ({"Authorization": "Live forged"}, "auth.required"),
        ({"Authorization": "Bearer x"}, "auth.required"),
        (shown("ann", ttl_seconds=-1), "auth.expired"),
    ],
)
async def test_nobody_may_nothing(http: httpx.AsyncClient, headers: dict[str, str], code: str) -> None:
    posted = await http.post("echo.refuse", json={"forum": "forum"}, headers=headers)
    waited = await http.get("events", params={"forum": "forum", "topic": "echo:a"}, headers=headers)

    assert [(answer.status_code, answer.json()["code"]) for answer in (posted, waited)] == [(401, code)] * 2


async def test_the_limit_of_a_verb_is_the_same_through_both_doors(
    http: httpx.AsyncClient, served: list[Server], room: str
) -> None:
    async with calling(served[0].url, room, limits="person") as client:
        assert (await client.ask("echo.rarely"))["t"] == "ok"
        header = shown(room, limits="person")
        answers = [await http.post("echo.rarely", json={"forum": "forum"}, headers=header) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 429]
    assert 8 <= int(answers[1].headers["Retry-After"]) <= 10


async def test_a_session_needs_the_proof_against_foreign_pages(
    http: httpx.AsyncClient, signed_in: SignedIn
) -> None:
    body = {"forum": signed_in.forum}
    http.cookies.set("sessionid", signed_in.session)

    without = await http.post("echo.refuse", json=body)
    http.cookies.set("csrftoken", "a" * 32)
    wrong = await http.post("echo.refuse", json=body, headers={"X-CSRFToken": "b" * 32})
    foreign = await http.post(
        "echo.refuse", json=body, headers={"X-CSRFToken": "a" * 32, "Origin": "http://evil.example"}
    )
    proven = await http.post("echo.refuse", json=body, headers={"X-CSRFToken": "a" * 32})

    assert [answer.json()["code"] for answer in (without, wrong, foreign)] == ["denied"] * 3
    assert proven.json()["reason"] == "echo.locked"


async def get_events(http: httpx.AsyncClient, topic: str, key: str = "ann", **params: Any) -> httpx.Response:
    return await http.get("events", params={"forum": "forum", "topic": topic} | params, headers=shown(key))


async def test_events_come_at_once_where_there_are_any(http: httpx.AsyncClient, room: str) -> None:
    for text in ("one", "two", "three"):
        await ask(http, "echo.say", topic=room, d={"cid": text, "text": text})

    answer = (await get_events(http, room, after=1)).json()

    assert answer["seq"] == 3
    assert [(event["seq"], event["d"]["text"]) for event in answer["events"]] == [(2, "two"), (3, "three")]


async def test_a_dozen_wait_for_news_without_holding_a_thread(
    http: httpx.AsyncClient, served: list[Server], room: str
) -> None:
    waiting = [asyncio.create_task(get_events(http, room, f"p{number}", after=0)) for number in range(12)]
    await asyncio.sleep(0.7)
    assert not any(task.done() for task in waiting)

    began = time.monotonic()
    async with calling(served[-1].url, "ben") as ben:
        await ben.ask("echo.say", room, cid="1", text="news")
        answers = [(await task).json() for task in waiting]

    assert time.monotonic() - began < 10  # by the news, and not because a wait was over
    assert [answer["seq"] for answer in answers] == [1] * 12
    assert all(answer["events"][0]["d"] == {"text": "news"} for answer in answers)


@pytest.mark.parametrize(
    ("topic", "params", "code"),
    [
        ("echo:secret1", {}, "gone"),
        ("hub:access", {}, "gone"),
        ("nothing:a", {}, "proto.unknown"),
        ("", {}, "invalid"),
        ("echo:a", {"after": "x"}, "invalid"),
    ],
)
async def test_what_is_not_yours_is_not_waited_for(
    http: httpx.AsyncClient, topic: str, params: dict[str, Any], code: str
) -> None:
    assert (await get_events(http, topic, **params)).json()["code"] == code
