"""The server as clients and operators see it: real processes and sockets, stock daphne as the control."""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests import servers
from tests.events_site.probe import FLOOD, ROUNDS, SIZES, mixed_text
from tests.processes import HOST, ROOT, Server, free_port

PROBE = "tests.events_site.probe:application"
pytestmark = pytest.mark.xdist_group("servers")
LIMIT = 64 * 1024
HASTY_SECONDS = 1.0


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with servers.daphne(PROBE) as (running,):
        yield running


@pytest.fixture(scope="module")
def stock() -> Iterator[Server]:
    with servers.daphne(PROBE, is_plain=True) as (running,):
        yield running


@pytest.fixture(scope="module")
def hasty() -> Iterator[Server]:
    with servers.daphne(PROBE, options=("--request-seconds", str(HASTY_SECONDS))) as (running,):
        yield running


class TestBackPressure:
    def test_sender_waits_for_a_client_that_does_not_read(self, server: Server) -> None:
        with _silent_client(server, "/flood?waits"):
            assert _settled(server, "waits") < FLOOD / 2
            assert _seen(server, "/?waits")["waiting"] < 128 * 1024

    def test_stock_daphne_takes_it_all_into_memory(self, stock: Server) -> None:
        with _silent_client(stock, "/flood?taken"):
            _until(lambda: _seen(stock, "/?taken").get("sent") == FLOOD)

    def test_client_that_closes_and_does_not_read_is_cut_off(self, server: Server) -> None:
        with _silent_client(server, "/flood?leaves") as client:
            assert _settled(server, "leaves") < FLOOD / 2
            client.sendall(b"\x88\x80\0\0\0\0")
            _until(lambda: _seen(server, "/?leaves")["sent"] == FLOOD)

    async def test_sender_goes_on_when_the_client_reads(self, server: Server) -> None:
        async with connect(_address(server, "/flood"), max_size=None) as client:
            lengths = [len(await client.recv()) for _ in range(FLOOD)]
        assert set(lengths) == {12_000}


class TestFrames:
    async def test_frames_and_messages_of_every_size_arrive_in_order(self, server: Server) -> None:
        async with connect(_address(server, "/mixed"), max_size=None) as client:
            received = [await client.recv() for _ in range(ROUNDS * len(SIZES))]
        assert received == [mixed_text(number) for number in range(ROUNDS * len(SIZES))]

    async def test_frames_reach_the_kernel_directly(self, server: Server) -> None:
        """Fails when Twisted renames the fields `Frames` reads: then it is correct still, but slow."""
        async with connect(_address(server, "/kind")) as client:
            assert await client.recv() == "True"

    def test_waiting_bytes_are_counted_exactly(self, server: Server) -> None:
        """Fails when Twisted changes what its buffer fields mean."""
        with _silent_client(server, "/pile?counted") as client:
            _until(lambda: "growth" in _seen(server, "/?counted"))
            seen = _seen(server, "/?counted")
            assert seen["growth"] == [seen["frame"]] * 20
            client.settimeout(0.5)
            _read_until_silent(client)
        assert _seen(server, "/?counted")["emptied"] is True

    async def test_writing_to_a_closing_or_closed_socket_does_nothing(self, server: Server) -> None:
        async with connect(_address(server, "/late?late")) as client:
            await client.send("close, please")
            assert await _close_code(client) == 4000
        await asyncio.to_thread(_until, lambda: _seen(server, "/?late").get("late") == 0)


class TestLimits:
    async def test_message_over_64_kib_is_closed_with_1009(self, server: Server) -> None:
        async with connect(_address(server, "/echo"), max_size=None) as client:
            await client.send("x" * (LIMIT + 1))
            assert await _close_code(client) == 1009

    async def test_message_over_64_kib_in_fragments_is_closed_with_1009(self, server: Server) -> None:
        async with connect(_address(server, "/echo"), max_size=None) as client:
            await client.send(["x" * LIMIT, "x"])
            assert await _close_code(client) == 1009

    async def test_message_of_64_kib_passes(self, server: Server) -> None:
        async with connect(_address(server, "/echo")) as client:
            await client.send("x" * LIMIT)
            assert len(await client.recv()) == LIMIT

    def test_storm_of_connects_finds_a_deep_queue(self, server: Server) -> None:
        assert _connects_to_frozen(server, 400) == 400

    def test_storm_of_connects_overflows_stock_daphne(self, stock: Server) -> None:
        assert _connects_to_frozen(stock, 400) < 100


class TestRequests:
    """A request has its time, on the embedded server as behind nginx; answers and sockets have all of theirs."""

    @pytest.mark.parametrize(
        "part",
        [
            b"",
            b"GET / HT",
            b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
            b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf of ",
            b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n",
        ],
        ids=["silent", "line", "header", "body", "chunks"],
    )
    @pytest.mark.parametrize("is_dripping", [False, True], ids=["stops", "drips"])
    def test_half_a_request_is_closed_in_time(self, hasty: Server, part: bytes, is_dripping: bool) -> None:
        with socket.create_connection((HOST, hasty.port)) as client:
            client.sendall(part)
            answer = _until_closed(client, drip=b"1" if is_dripping and part else b"")
        is_known = part.count(b"\r\n") > 0
        assert answer.startswith(b"HTTP/1.1 408 Request Timeout\r\n") if is_known else answer == b""

    def test_a_second_half_request_on_a_kept_connection_is_closed_as_well(self, hasty: Server) -> None:
        with _kept_connection(hasty) as client:
            client.sendall(b"GET / HT")
            assert _until_closed(client) == b""

    async def test_answers_kept_connections_and_sockets_have_all_their_time(self, hasty: Server) -> None:
        async with connect(_address(hasty, "/echo")) as client:
            with _kept_connection(hasty) as kept:
                assert "headers" in await asyncio.to_thread(_seen, hasty, "/slow?hasty")
                await asyncio.sleep(HASTY_SECONDS)
                kept.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
                assert kept.recv(4096).startswith(b"HTTP/1.1 200")
            await client.send("still here")
            assert await client.recv() == "still here"

    def test_what_never_reaches_the_application_is_not_answered_in_the_servers_name(
        self, server: Server
    ) -> None:
        with socket.create_connection((HOST, server.port)) as client:
            client.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX: a\x0bb\r\nConnection: close\r\n\r\n")
            head, _, body = _until_closed(client).partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 400 Bad Request\r\n")
        assert b"Cache-Control: no-store" in head
        assert (b"Bad Request" in body, b"Daphne" in body) == (True, False)

    def test_the_answer_to_head_has_no_part_of_a_body(self, server: Server) -> None:
        with socket.create_connection((HOST, server.port)) as client:
            client.sendall(b"HEAD /parts HTTP/1.1\r\nHost: localhost\r\n\r\n")
            client.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            said = _until_closed(client)
        _, _, after = said.partition(b"\r\n\r\n")
        assert after.startswith(b"HTTP/1.1 200 OK\r\n"), said

    @pytest.mark.parametrize("is_chunked", [False, True], ids=["announced", "chunked"])
    def test_too_large_a_body_is_refused_before_it_is_kept(self, server: Server, is_chunked: bool) -> None:
        how = b"Transfer-Encoding: chunked" if is_chunked else b"Content-Length: %d" % (2**40)
        with socket.create_connection((HOST, server.port)) as client:
            client.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\n%s\r\n\r\n" % how)
            chunk = b"10000\r\n%s\r\n" % (b"x" * 65536)
            answer = _until_closed(client, drip=chunk, every_seconds=0)
        assert answer.startswith(b"HTTP/1.1 413 Content Too Large\r\n")


class TestDrain:
    async def test_sigterm_announces_then_closes_200_sockets_with_1012(self) -> None:
        with servers.daphne(PROBE) as (server,):
            clients = [await connect(_address(server, "/echo")) for _ in range(200)]
            code, seconds = await asyncio.to_thread(_terminated, server)
            farewells = [await client.recv() for client in clients]
            codes = [await _close_code(client) for client in clients]
        assert set(farewells) == {"back soon, 5.0"}
        assert codes == [1012] * 200
        assert code == 0
        assert seconds < 9

    async def test_sigterm_lets_requests_finish_and_turns_new_sockets_away(self) -> None:
        with servers.daphne(PROBE) as (server,), _kept_connection(server) as kept:
            client = await connect(_address(server, "/echo"))
            slow = asyncio.create_task(asyncio.to_thread(_seen, server, "/slow?slow"))
            await asyncio.to_thread(_until, lambda: "began" in _seen(server, "/?slow"))
            end = asyncio.create_task(asyncio.to_thread(server.terminate))
            await client.recv()
            assert await _close_code(client) == 1012
            assert _handshake(kept, "/echo").startswith(b"HTTP/1.1 503")
            with pytest.raises(ConnectionRefusedError):
                socket.create_connection((HOST, server.port))
            assert "headers" in await slow
            assert await end == 0

    async def test_sigterm_cancels_what_does_not_end(self) -> None:
        options = ("--drain-seconds", "1")
        with servers.daphne(PROBE, options=options, env={"PROBE_HANGS": "1"}) as (server,):
            client = await connect(_address(server, "/stubborn"))
            await client.recv()
            with _silent_client(server, "/flood?stuck"):
                _settled(server, "stuck")
                code, seconds = await asyncio.to_thread(_terminated, server)
            assert await _close_code(client) == 1012
            log = server.log.read_text()
        assert code == 0
        assert 1 <= seconds < 8
        assert "Cancelling what did not end in time" in log

    async def test_sigterm_of_stock_daphne_says_nothing(self) -> None:
        with servers.daphne(PROBE, is_plain=True) as (server,):
            client = await connect(_address(server, "/echo"))
            await asyncio.to_thread(_terminated, server)
            assert await _close_code(client) == 1006


class TestStartedOtherwise:
    async def test_stock_daphne_serves_the_same_application(self, stock: Server) -> None:
        async with connect(_address(stock, "/kind")) as client:
            assert await client.recv() == "None"
        async with connect(_address(stock, "/echo")) as client:
            await client.send("hello")
            assert await client.recv() == "hello"

    def test_listens_on_an_inherited_socket(self) -> None:
        with socket.create_server((HOST, free_port()), backlog=2048) as listener:
            argv = [sys.executable, "-m", "events_site.server", "--fd", str(listener.fileno()), PROBE]
            quiet = subprocess.DEVNULL
            child = subprocess.Popen(argv, cwd=ROOT, stdout=quiet, stderr=quiet, pass_fds=[listener.fileno()])
            try:
                address = f"http://{HOST}:{listener.getsockname()[1]}/"
                with urllib.request.urlopen(address, timeout=20) as answer:
                    assert answer.status == 200
            finally:
                child.terminate()
                assert child.wait(10) == 0


def _address(server: Server, path: str) -> str:
    return f"ws://{HOST}:{server.port}{path}"


def _seen(server: Server, path: str) -> dict[str, Any]:
    with urllib.request.urlopen(server.url + path, timeout=20) as answer:
        seen: dict[str, Any] = json.load(answer)
    return seen


def _until(is_so: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _settled(server: Server, name: str) -> int:
    """Return how much was sent once it is above zero and has been the same for half a second."""
    last, since = 0, time.monotonic()
    while not last or time.monotonic() - since < 0.5:
        time.sleep(0.05)
        if (sent := _seen(server, f"/?{name}").get("sent", 0)) != last:
            last, since = sent, time.monotonic()
    return last


def _terminated(server: Server) -> tuple[int, float]:
    begin = time.monotonic()
    return server.terminate(), time.monotonic() - begin


async def _close_code(client: ClientConnection) -> int | None:
    with pytest.raises(ConnectionClosed):
        while True:
            await client.recv()
    return client.close_code


def _silent_client(server: Server, path: str) -> socket.socket:
    """Return a socket that has shaken hands and reads no more; its kernel holds little."""
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.connect((HOST, server.port))
    _handshake(client, path, read=1)
    return client


def _kept_connection(server: Server) -> socket.socket:
    client = socket.create_connection((HOST, server.port))
    client.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
    client.recv(65536)
    return client


def _handshake(client: socket.socket, path: str, read: int = 4096) -> bytes:
    client.sendall(
        f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {'A' * 22}==\r\n\r\n".encode()
    )
    return client.recv(read)


def _read_until_silent(client: socket.socket) -> None:
    try:
        while client.recv(1 << 20):
            pass
    except TimeoutError:
        return


def _until_closed(client: socket.socket, *, drip: bytes = b"", every_seconds: float = 0.1) -> bytes:
    """Return what comes until the other side hangs up, though this one goes on sending."""
    answer = b""
    client.settimeout(every_seconds or 0.001)
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            if drip:
                client.sendall(drip)
            if not (came := client.recv(65536)):
                return answer
            answer += came
        except TimeoutError:
            continue
        except OSError:
            return answer
    raise AssertionError("The connection stays open.")


def _connects_to_frozen(server: Server, number: int) -> int:
    """Return how many of so many clients are let into the queue while nobody accepts."""
    server.freeze()
    clients = [socket.socket() for _ in range(number)]
    try:
        for client in clients:
            client.setblocking(False)
            client.connect_ex((HOST, server.port))
        time.sleep(0.3)
        return sum(_is_connected(client) for client in clients)
    finally:
        for client in clients:
            client.close()
        server.thaw()


def _is_connected(client: socket.socket) -> bool:
    try:
        client.getpeername()
    except OSError:
        return False
    return True
