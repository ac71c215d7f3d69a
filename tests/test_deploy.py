"""What `deploy/` holds: a sample environment of real variables, a rehearsal that leaves nothing behind."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.typing import Origin

from events_site.environment import VARIABLES
from tests.processes import ROOT

pytestmark = pytest.mark.xdist_group("servers")

ONLY_FOR_DEMO = {"MADANG_MODE", "PORT", "CROWD"}
START_SECONDS = 150


def test_sample_environment_names_every_variable_of_production() -> None:
    sample = (ROOT / "deploy" / "environment.sample").read_text()
    named = set(re.findall(r"^(\w+)=", sample, re.MULTILINE))
    assert named == {variable.name for variable in VARIABLES} - ONLY_FOR_DEMO


async def test_rehearsal_serves_and_leaves_nothing(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with log.open("w") as output:
        argv = [sys.executable, "-m", "deploy.rehearse"]
        rehearsal = subprocess.Popen(argv, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT)
    try:
        site, folder = _announced(rehearsal, log)
        assert httpx.get(f"{site}/health/ready").status_code == 200
        assert httpx.get(f"{site}/ko/demo/").status_code == 200
        async with connect(site.replace("http", "ws") + "/live/", origin=Origin(site)):
            assert folder.exists()
    finally:
        rehearsal.send_signal(signal.SIGINT)
        code = rehearsal.wait(30)
    assert code == 0
    assert not folder.exists()
    with pytest.raises(httpx.ConnectError):
        httpx.get(site)


def _announced(rehearsal: subprocess.Popen[bytes], log: Path) -> tuple[str, Path]:
    """Return the address and the folder it prints when everything stands."""
    deadline = time.monotonic() + START_SECONDS
    while "Ctrl-C ends it." not in (said := log.read_text()):
        assert rehearsal.poll() is None, said
        assert time.monotonic() < deadline, said
        time.sleep(0.1)
    site = re.search(r"The site +(\S+)/\n", said)
    mail = re.search(r"Mail +(\S+)\n", said)
    assert site is not None and mail is not None
    return site[1], Path(mail[1]).parent
