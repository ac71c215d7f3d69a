"""Every variable is documented, and an unsafe production refuses to start in words."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from events_site.environment import VARIABLES

ROOT = Path(__file__).resolve().parents[2]
SAFE = {
    "MADANG_MODE": "production",
    "SECRET_KEY": "q8Zr3vKx7nWmT2bYc9LdF4hJgPsA6uEe1oRiXkQwVtNy5MzBCD",
    "PUBLIC_URL": "https://forum.example",
    "DATABASE_URL": "postgres://madang@localhost/madang",
    "REDIS_URL": "redis://localhost:6379/0",
    "EMAIL_URL": "smtp://localhost:25",
    "CALENDAR_UID_DOMAIN": "forum.example",
}


def check(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run `check --deploy` with nothing in the environment but this."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env=kept | environment,
        capture_output=True,
        text=True,
    )


def test_environment_is_documented() -> None:
    text = (ROOT / "docs" / "operations.md").read_text()
    assert [variable.name for variable in VARIABLES if f"| `{variable.name}` |" not in text] == []


def test_environment_safe_production_is_clean() -> None:
    done = check(SAFE)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY must be set"),
        ({"PUBLIC_URL": ""}, "PUBLIC_URL must be set"),
        ({"PUBLIC_URL": "http://forum.example"}, "must begin with https://"),
        ({"MADANG_MODE": "debug"}, "MADANG_MODE must be"),
        ({"REDIS_URL": ""}, "Several processes cannot wake each other"),
        ({"EMAIL_URL": ""}, "Nobody would get a ticket by mail"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_environment_unsafe_production_refuses(change: dict[str, str], sentence: str) -> None:
    done = check(SAFE | change)
    assert done.returncode != 0
    assert sentence in done.stderr
