"""The operations page is true: every block of it runs as it stands, and what it sets up serves."""

from __future__ import annotations

import re
import ssl
import time
from pathlib import Path

import httpx
import pytest

from tests.operations.machine import Machine, machine
from tests.operations.systemd import settings
from tests.processes import HOST, Server
from tests.servers import Postgres

pytestmark = [pytest.mark.xdist_group("servers"), pytest.mark.timeout(400)]

FORUM = "giaf-2027"
PATIENCE_SECONDS = 30.0


def test_operations_as_written(tmp_path: Path, postgres_server: Postgres, redis_server: Server) -> None:
    with machine(tmp_path, postgres_server) as here:
        is_configured = False
        for block in here.blocks():
            here.run(block)
            if here.settings.exists() and not is_configured:
                is_configured = True
                configure(here, redis_server)
            if "pg_dump" in block:
                before = page(here, f"/en/{FORUM}/")
                here.run(f"deploy/madang give_role {FORUM} lost@example.org host")
        assert is_configured

        assert "Global AI Innovation Forum 2027" in before
        assert page(here, f"/en/{FORUM}/") == before
        assert "lost@example.org" not in team(here)
        assert "organizer@example.org" in team(here)
        assert here.settings.stat().st_mode & 0o777 == 0o640
        assert "madang" in (here.folder / "users").read_text()


def configure(here: Machine, redis: Server) -> None:
    """Write what is this machine's own: its address, its Redis, no mail server at all."""
    here.set(
        PUBLIC_URL=f"https://{HOST}:{here.ports['443']}",
        REDIS_URL=redis.url,
        EMAIL_URL=f"smtp://{HOST}:9",
        CALENDAR_UID_DOMAIN="forum.example",
    )
    assert len(settings(here.settings.read_text())["SECRET_KEY"]) > 60


def page(here: Machine, path: str) -> str:
    """Return a page as somebody sees it who comes through nginx by https; its tokens left out."""
    trusted = ssl.create_default_context(cafile=str(here.folder / "etc/ssl/madang.pem"))
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            answer = httpx.get(f"https://{HOST}:{here.ports['443']}{path}", verify=trusted)
        except httpx.TransportError:
            assert time.monotonic() < deadline
            time.sleep(0.1)
            continue
        assert answer.status_code == 200, answer.text
        content = answer.text.partition("<main")[2].partition("</main>")[0]
        return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", content)


def team(here: Machine) -> str:
    program = "from forum.people.models import TeamMember as T; print(*T.objects.values_list('user__email', flat=True))"
    return here.run(f'deploy/madang shell --no-imports -c "{program}"')
