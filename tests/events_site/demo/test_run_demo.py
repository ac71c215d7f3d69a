"""`make run` as somebody starts it: what it prints is true, on other devices as well, and it leaves nobody behind."""

from __future__ import annotations

import ipaddress
import os
import re
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from websockets.asyncio.client import connect
from websockets.typing import Origin

from events_site.demo import lan
from tests import tables
from tests.forum.cast import a_forum
from tests.processes import HOST, ROOT, free_port

pytestmark = pytest.mark.xdist_group("servers")

TABLES = "madang.sqlite3"
START_SECONDS, END_SECONDS = 90, 40
SAY_WHERE = "from django.conf import settings; print(settings.PUBLIC_URL)"


@contextmanager
def run(folder: Path, **more: str) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    """Run the demo with a crowd of two and a folder of its own; yield it and its log, once it serves."""
    log = folder / "log"
    env = {name: value for name, value in os.environ.items() if name not in ("SECRET_KEY", "LOG_LEVEL")}
    env |= {"MADANG_MODE": "demo", "CROWD": "2", "VAR_DIR": str(folder), "PORT": str(free_port())}
    with log.open("wb") as output:
        argv = [sys.executable, "manage.py", "run_demo"]
        demo = subprocess.Popen(argv, cwd=ROOT, env=env | more, stdout=output, stderr=output, process_group=0)
    try:
        until(lambda: "Listening on" in log.read_text(), START_SECONDS, log)
        yield demo, log
    finally:
        if demo.poll() is None:
            os.killpg(demo.pid, signal.SIGKILL)
        demo.wait()


def until(is_so: object, seconds: float, log: Path) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():  # type: ignore[operator]
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.1)


def crowds_of(group: int) -> int:
    """Count the processes of a demo's group beside itself."""
    done = subprocess.run(["ps", "-A", "-o", "pgid=,pid="], capture_output=True, text=True, check=True)
    found = [tuple(map(int, line.split())) for line in done.stdout.splitlines()]
    return sum(1 for pgid, pid in found if pgid == group and pid != group)


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGKILL])
def test_demo_leaves_no_crowd_behind_and_is_found_by_commands(tmp_path: Path, ending: signal.Signals) -> None:
    if ending == signal.SIGKILL:
        tables.sqlite(tmp_path / TABLES)  # the other one makes its tables itself
    with run(tmp_path) as (demo, log):
        said = log.read_text()
        [forum] = re.findall(r"The forum +(\S+)", said)
        assert httpx.get(forum).status_code == 200
        assert crowds_of(demo.pid) == 1
        assert _command(tmp_path, "shell", "--no-imports", "-c", SAY_WHERE).strip() == forum.removesuffix(
            "/ko/demo/"
        )
        demo.send_signal(ending)
        code = demo.wait(END_SECONDS)
        until(lambda: crowds_of(demo.pid) == 0, END_SECONDS, log)
    assert code == (0 if ending == signal.SIGTERM else -signal.SIGKILL)


async def test_demo_for_the_phones_around_has_a_certificate_and_sockets(tmp_path: Path) -> None:
    """The address is this machine's own, as nobody knows of a network where this runs."""
    port = free_port()
    site = f"https://{HOST}:{port}"
    tables.sqlite(tmp_path / TABLES)
    with run(tmp_path, LAN="1", PUBLIC_URL=site, PORT=str(port)) as (_, log):
        said = log.read_text()
        trusted = ssl.create_default_context(cafile=str(tmp_path / "lan-certificate.pem"))
        answer = httpx.get(f"{site}/ko/demo/", verify=trusted)
        async with connect(f"wss://{HOST}:{port}/live/", origin=Origin(site), ssl=trusted) as socket:
            await socket.send('{"t": "ping", "id": "a", "d": {}}')
            assert '"ok"' in str(await socket.recv())

    assert answer.status_code == 200
    assert "▄▄▄▄▄" in said
    assert re.findall(r"A desk +(\S+)", said)[0].startswith(f"{site}/ko/demo/desk/pair/")
    assert oct((tmp_path / "lan-key.pem").stat().st_mode)[-3:] == "600"


def _command(var: Path, *command: str) -> str:
    env = {"PATH": os.environ["PATH"], "VAR_DIR": str(var)}
    done = subprocess.run(
        [sys.executable, "manage.py", *command], cwd=ROOT, env=env, capture_output=True, text=True
    )
    assert "for the demo that `make run` left here" in done.stderr
    return done.stdout


def test_an_address_of_this_network_or_a_sentence() -> None:
    try:
        address = ipaddress.ip_address(lan.own_address())
    except ImproperlyConfigured as error:
        assert "this machine is in none" in str(error)
    else:
        assert not address.is_loopback


def test_a_certificate_is_kept_while_it_is_good(tmp_path: Path) -> None:
    _, made = lan.certificate(tmp_path, "10.0.0.7")
    first = made.read_bytes()
    assert lan.certificate(tmp_path, "10.0.0.7")[1].read_bytes() == first
    assert lan.certificate(tmp_path, "10.0.0.8")[1].read_bytes() != first


@pytest.mark.django_db
def test_only_the_demo_forum_says_that_it_is_invented() -> None:
    for slug in ("demo", "seoul"):
        a_forum(slug)
    pages = {slug: Client().get(f"/en/{slug}/").content.decode() for slug in ("demo", "seoul")}
    assert {slug: "sessions are invented" in page for slug, page in pages.items()} == {
        "demo": True,
        "seoul": False,
    }
    assert "This site runs on trial." in pages["seoul"]
