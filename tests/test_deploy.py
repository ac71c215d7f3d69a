"""What `deploy/` holds: a sample environment of real variables, a rehearsal that leaves nothing behind."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.typing import Origin

from events_site.environment import VARIABLES
from tests.processes import ROOT

pytestmark = pytest.mark.xdist_group("servers")

ONLY_FOR_DEMO = {"MADANG_MODE", "PORT", "LAN", "CROWD"}
START_SECONDS = 150
END = "Ctrl-C ends it."


def test_sample_environment_names_every_variable_of_production() -> None:
    sample = (ROOT / "deploy" / "environment.sample").read_text()
    named = set(re.findall(r"^(\w+)=", sample, re.MULTILINE))
    assert named == {variable.name for variable in VARIABLES} - ONLY_FOR_DEMO


def test_sample_environment_says_the_same_to_systemd_and_to_a_shell() -> None:
    sample = ROOT / "deploy" / "environment.sample"
    lines = [line for line in sample.read_text().splitlines() if line and not line.startswith("#")]
    to_systemd = {name: value.strip("'") for name, _, value in (line.partition("=") for line in lines)}

    program = 'set -eua; . "$0"; exec env -0'
    done = subprocess.run(
        ["env", "-i", "PATH=/usr/bin:/bin", "sh", "-c", program, sample], capture_output=True, text=True
    )
    to_shell = dict(line.split("=", 1) for line in done.stdout.split("\0") if line)

    assert done.stderr == ""
    assert to_systemd["MAIL_FROM"] == "Forum <forum@forum.example>"
    assert {name: to_shell[name] for name in to_systemd} == to_systemd


def test_the_wrapper_runs_commands_with_the_services_environment(tmp_path: Path) -> None:
    file = tmp_path / "environment"
    key = "q8Zr3vKx7nWmT2bYc9LdF4hJgPsA6uEe1oRiXkQwVtNy5MzBCD"
    sample = (ROOT / "deploy" / "environment.sample").read_text()
    file.write_text(sample.replace("SECRET_KEY=''", f"SECRET_KEY='{key}'", 1))
    program = "from django.conf import settings as s; print(s.DEFAULT_FROM_EMAIL, s.SECRET_KEY, s.MODE)"

    done = _wrapper(file, "shell", "--no-imports", "-c", program)
    assert (done.returncode, done.stdout) == (0, f"Forum <forum@forum.example> {key} production\n"), (
        done.stderr
    )


def test_the_wrapper_says_where_the_environment_comes_from(tmp_path: Path) -> None:
    done = _wrapper(tmp_path / "nothing", "migrate")
    assert done.returncode == 78
    assert done.stderr.startswith(f"madang: {tmp_path / 'nothing'} cannot be read. It is made from deploy/")


def _wrapper(file: Path, *command: str) -> subprocess.CompletedProcess[str]:
    env = {"PATH": os.environ["PATH"], "MADANG_ENVIRONMENT": str(file)}
    return subprocess.run([ROOT / "deploy" / "madang", *command], env=env, capture_output=True, text=True)


async def test_rehearsal_serves_guides_a_newcomer_and_leaves_nothing(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with log.open("w") as output:
        argv = [sys.executable, "-m", "deploy.rehearse"]
        rehearsal = subprocess.Popen(argv, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT)
    try:
        said = _announced(rehearsal, log)
        site, mail = _site_and_mail(said)
        assert httpx.get(f"{site}/health/ready").status_code == 200
        async with connect(site.replace("http", "ws") + "/live/", origin=Origin(site)):
            assert list(mail.iterdir()) == []
        assert _answers(said, site) == {
            "/": 200,
            "/ko/demo/": 200,
            "/en/demo/": 200,
            "/en/demo/manage/": 200,
            "/en/account/login/code/": 200,
            "/en/demo/manage/desks/": 200,
        }
        assert _crowd_of_nobody(said) == 0
        assert _killed(said, "daphne 2", log) == [f"ended with {-signal.SIGKILL}"]
        assert httpx.get(f"{site}/ko/demo/").status_code == 200
    finally:
        rehearsal.send_signal(signal.SIGINT)
        code = rehearsal.wait(30)
    assert code == 0
    assert not mail.parent.exists()
    with pytest.raises(httpx.ConnectError):
        httpx.get(site)


def _announced(rehearsal: subprocess.Popen[bytes], log: Path) -> str:
    """Return what it prints when everything stands."""
    return _said(log, END, lambda: rehearsal.poll() is None)


def _said(log: Path, word: str, is_worth_waiting: Callable[[], bool] = lambda: True) -> str:
    """Return the log once this is in it."""
    deadline = time.monotonic() + START_SECONDS
    while word not in (said := log.read_text()):
        assert is_worth_waiting(), said
        assert time.monotonic() < deadline, said
        time.sleep(0.1)
    return said


def _site_and_mail(said: str) -> tuple[str, Path]:
    site = re.search(r"The site +(\S+)/\n", said)
    mail = re.search(r"newest file of (\S+)\n", said)
    assert site is not None and mail is not None
    return site[1], Path(mail[1])


def _answers(said: str, site: str) -> dict[str, int]:
    """Open every page it names, as a stranger; a sign-in is a page, too."""
    pages = re.findall(rf"{site}(/\S*)", said)
    return {page: httpx.get(site + page, follow_redirects=True).status_code for page in pages}


def _crowd_of_nobody(said: str) -> int:
    """Give the line that brings a crowd to a shell, for a crowd of nobody, and return how it ends."""
    line = re.search(r"env .* simulate demo\n", said)
    assert line is not None
    return subprocess.run(f"{line[0].strip()} --count 0", shell=True, cwd=ROOT, check=False).returncode


def _killed(said: str, name: str, log: Path) -> list[str]:
    """Kill one of its processes by the number it printed, and return what it says of that afterwards."""
    pid = re.search(rf"{name} .* pid (\d+)", said)
    assert pid is not None
    os.kill(int(pid[1]), signal.SIGKILL)
    later = _said(log, f"{name} (pid {pid[1]})").partition(END)[2]
    return re.findall(rf"{name} \(pid {pid[1]}\) (ended with -?\d+); its log: /", later)
