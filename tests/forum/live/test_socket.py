"""The socket behind a real server: who is let in, by what, and with which code it ends."""

from __future__ import annotations

import asyncio
import signal
from urllib.parse import urlsplit

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from forum.live.principal import Principal
from tests.forum.live.client import calling, dial
from tests.forum.live.conftest import SignedIn
from tests.forum.live.stack import Stack
from tests.servers import Server

OURS = ["http://{host}", "http://127.0.0.1:8000"]
NOT_OURS = [
    "null", "", "https://{host}", "http://{name}", "http://{name}:1", "http://{host}.evil.example", "http://evil.example",
    "http://evil.example:{port}", "http://{host}@evil.example", "http://user@{host}", "http://{host}/", "http://{host}#",
    "http://{host},http://evil.example", "ws://{host}", "//{host}", "{host}", "file://", "http://localhost:{port}",
    "chrome-extension://{host}", "http://[::1]:{port}",
]  # fmt: skip


def spelled(origin: str, url: str) -> str:
    address = urlsplit(url)
    return origin.format(host=address.netloc, name=address.hostname, port=address.port)


@pytest.mark.parametrize("origin", OURS)
async def test_our_own_pages_are_let_in(served: list[Server], origin: str) -> None:
    client = await dial(served[0].url, additional_headers={"Origin": spelled(origin, served[0].url)})

    assert (await client.ask("ping"))["t"] == "ok"
    await client.close()


@pytest.mark.parametrize("origin", NOT_OURS)
async def test_pages_of_others_are_refused(served: list[Server], origin: str) -> None:
    with pytest.raises(InvalidStatus, match="40[03]"):  # 400 where autobahn finds no origin in it at all
        await dial(served[0].url, additional_headers={"Origin": spelled(origin, served[0].url)})


async def test_another_host_name_is_refused_even_if_the_page_comes_from_it(served: list[Server]) -> None:
    rebound = f"rebound.example:{urlsplit(served[0].url).port}"

    with pytest.raises(InvalidStatus, match="403"):
        await dial(served[0].url, additional_headers={"Origin": f"http://{rebound}", "Host": rebound})


@pytest.mark.parametrize("path", ["/", "/live", "/live/x/", "/ws/live/", "/live//"])
async def test_an_unknown_address_closes_4004(served: list[Server], path: str) -> None:
    async with connect(served[0].url.replace("http", "ws") + path) as socket:
        await socket.wait_closed()
    assert socket.close_code == 4004


async def test_a_session_signs_in_from_our_own_pages_only(served: list[Server], signed_in: SignedIn) -> None:
    hello = {"v": 1, "forum": signed_in.forum, "tab": "t"}
    origin = served[0].url
    cookie = f"sessionid={signed_in.session}"

    with_origin = await dial(origin, additional_headers={"Origin": origin, "Cookie": f"theme=dark; {cookie}"})
    without_origin = await dial(origin, additional_headers={"Cookie": cookie})
    forged = await dial(origin, additional_headers={"Origin": origin, "Cookie": "sessionid=forged"})

    answer = await with_origin.ask("hello", **hello)
    assert answer["d"]["you"]["key"] == signed_in.key
    assert (await without_origin.ask("hello", **hello))["code"] == "auth.required"
    assert (await forged.ask("hello", **hello))["code"] == "auth.required"
    assert [await client.until_closed() for client in (without_origin, forged)] == [4001, 4001]
    await with_origin.close()


async def test_the_seventh_socket_of_a_person_replaces_the_first(served: list[Server], room: str) -> None:
    sockets = [await dial(served[0].url) for _ in range(7)]
    for socket in sockets:
        assert (await socket.hello(room))["t"] == "ok"

    assert await sockets[0].until_closed() == 4009
    assert sockets[0].of("replaced") == [{"t": "ctl", "k": "replaced", "d": {}}]
    for socket in sockets[1:]:
        assert (await socket.ask("ping"))["t"] == "ok"
        await socket.close()


async def test_five_server_faults_in_a_minute_close_4011(served: list[Server], room: str) -> None:
    async with calling(served[0].url, room) as client, calling(served[0].url, f"{room}2") as other:
        assert [(await client.ask("echo.fail"))["code"] for _ in range(4)] == ["server"] * 4
        assert (await client.ask("echo.outage"))["code"] == "busy"
        assert (await other.ask("echo.fail"))["code"] == "server"

        await client.send({"t": "echo.fail", "id": "last", "d": {}})

        assert await client.until_closed() == 4011
        assert client.heard[-1] == {"t": "err", "id": "last", "code": "server"}
        assert other.code is None


async def test_a_flood_is_refused_three_times_and_then_closed(served: list[Server], room: str) -> None:
    async with calling(served[0].url, room, limits="person") as client:
        for number in range(60):
            await client.send({"t": "ping", "id": str(number), "d": {}})

        assert await client.until_closed() == 4008
        refusals = [frame for frame in client.heard if frame["t"] == "err"]
        assert [frame["code"] for frame in refusals] == ["rate.limited"] * 3
        assert all(0 < frame["retry"] < 1 for frame in refusals)


async def test_a_verb_has_its_own_limit_for_each_person(served: list[Server], room: str) -> None:
    async with (
        calling(served[0].url, room, limits="person") as ann,
        calling(served[0].url, f"{room}2") as ben,
    ):
        answers = [await ann.ask("echo.rarely") for _ in range(3)]

        assert [answer["t"] for answer in answers] == ["ok", "ok", "err"]
        assert answers[2]["code"] == "rate.limited"
        assert 9 < answers[2]["retry"] <= 10
        assert (await ann.ask("echo.count", room))["t"] == "ok"
        assert [(await ben.ask("echo.rarely"))["t"] for _ in range(3)] == ["ok"] * 3  # a `load` token


async def test_plain_daphne_serves_the_same(running: Stack, room: str) -> None:
    with running.serving(processes=1, is_plain=True) as (server,):
        async with calling(server.url, "ann") as ann, calling(server.url, "ben") as ben:
            await ann.ask("join", room)
            await ben.ask("join", room)
            for number in range(100):
                await ann.ask("echo.say", room, cid=str(number), text="가" * 500)

            expected = list(range(1, 101))
            for client in (ann, ben):
                await client.until(lambda client: client.numbers(room) == expected)
            await ann.send({"t": "echo.throw_out", "id": "x", "d": {"key": "ben"}})
            assert await ben.until_closed() == 4003
        with pytest.raises(InvalidStatus, match="403"):
            await dial(server.url, additional_headers={"Origin": "http://evil.example"})


async def test_a_drain_sends_everybody_elsewhere(running: Stack, room: str) -> None:
    with running.serving(processes=1, options=("--drain-seconds", "4")) as (server,):
        people = [await dial(server.url) for _ in range(10)]
        for number, client in enumerate(people):
            await client.hello(f"p{number}")
        await people[0].ask("join", room)
        await people[0].send({"t": "echo.wait", "id": "open", "topic": room, "d": {"seconds": 0.5}})

        server.process.send_signal(signal.SIGTERM)
        waits = [(await client.until(lambda client: client.of("drain")))[0]["d"]["in"] for client in people]

        assert all(0 <= seconds <= 1.6 for seconds in waits)
        assert len(set(waits)) > 5
        with pytest.raises((InvalidStatus, OSError)):
            await dial(server.url)
        await people[0].until(lambda client: any(frame.get("id") == "open" for frame in client.heard))
        assert [await client.until_closed() for client in people] == [1012] * 10
        assert await asyncio.to_thread(server.process.wait, 8) == 0


async def test_a_token_without_session_or_origin_is_enough(served: list[Server]) -> None:
    async with calling(served[0].url, "ann", "insider", lang="ko") as ann:
        assert (await ann.ask("join", "echo:secret1"))["t"] == "ok"


def test_a_principal_speaks_only_our_languages() -> None:
    ann = Principal("person", "ann", "forum", "Ann")

    assert [ann.speaking(language).language for language in ("en", "fr", None)] == ["en", "ko", "ko"]
