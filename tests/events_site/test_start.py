"""A half-configured site does not start: server, work and commands end in sentences, never in a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, ProgrammingError

from events_site import values
from events_site.environment import DEMO, find_demo, keep_demo, own_folder
from events_site.start import in_a_sentence
from tests.contracts.test_environment import SAFE
from tests.processes import HOST, ROOT, free_port
from tests.servers import Postgres

SERVE = ("-m", "events_site.server", "-p", "0", "asgi:application")
WORK = ("manage.py", "work")
ELSEWHERE = {"DJANGO_SETTINGS_MODULE": "events_site.settings", "PYTHONDONTWRITEBYTECODE": "1"}


def ended(command: tuple[str, ...], environment: dict[str, str]) -> tuple[int, list[str]]:
    """Run a command with nothing in its environment but this; return how it ended and what it said."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=kept | ELSEWHERE | environment,
        capture_output=True,
        text=True,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, [
        line.removeprefix("madang: ") for line in done.stderr.splitlines() if "madang: " in line
    ]


def empty(tmp_path: Path, mode: str = "demo") -> dict[str, str]:
    """Return the environment of a site whose database has no tables."""
    return {
        "MADANG_MODE": mode,
        "SECRET_KEY": SAFE["SECRET_KEY"],
        "DATABASE_URL": f"sqlite:///{tmp_path / 'db'}",
    }


# Values ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "key", ["", "short", "x" * 60, "django-insecure-" + SAFE["SECRET_KEY"], "change-me" + SAFE["SECRET_KEY"]]
)
def test_a_key_that_can_be_guessed(key: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="^SECRET_KEY "):
        values.check_key(key)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "forum.example",
        "https://",
        "https://forum.example/path",
        "https://forum.example?a=b",
        "https://user@forum.example",
        "https://forum.example:port",
        "https://[::1",
        "ftp://forum.example",
        "http://forum.example",
    ],
)
def test_a_public_address_that_is_none(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="^PUBLIC_URL "):
        values.public_url(url, must_be_https=True)


@pytest.mark.parametrize(
    "url", ["https://forum.example", "https://forum.example:8443/", "https://[::1]:8000"]
)
def test_a_public_address(url: str) -> None:
    assert values.public_url(url, must_be_https=True) == url.rstrip("/")


@pytest.mark.parametrize(
    "url",
    [
        "mysql://a@b/c",
        "mariadb://a@b/c",
        "oracle://a",
        "a file",
        "postgres://host",
        "sqlite://",
        "postgres://h:x/n",
    ],
)
def test_a_database_that_is_neither_of_the_two(url: str) -> None:
    with pytest.raises(
        ImproperlyConfigured, match=r"^DATABASE_URL .*(PostgreSQL|sqlite:////path|no address)"
    ):
        values.database(url)


@pytest.mark.parametrize(
    ("read", "value", "name"),
    [
        (values.redis_url, "localhost:6379", "REDIS_URL"),
        (values.redis_url, "http://localhost", "REDIS_URL"),
        (values.email, "mail.example:25", "EMAIL_URL"),
        (values.email, "pop://mail.example", "EMAIL_URL"),
        (values.sender, "Forum", "MAIL_FROM"),
        (values.hosts, ["https://forum.example"], "ALLOWED_HOSTS"),
        (values.log_level, "LOUD", "LOG_LEVEL"),
    ],
)
def test_other_values_are_refused_by_name(read: Any, value: Any, name: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=f"^{name} "):
        read(value)


# Starts ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [SERVE, WORK], ids=["server", "work"])
def test_neither_serves_nor_works_by_an_unsafe_setting(command: tuple[str, ...]) -> None:
    code, said = ended(command, SAFE | {"SECRET_KEY": "short"})
    assert code != 0
    assert [line.partition(":")[0] for line in said] == ["SECRET_KEY can be guessed"]


@pytest.mark.parametrize("command", [SERVE, WORK], ids=["server", "work"])
def test_neither_serves_nor_works_without_what_production_needs(
    command: tuple[str, ...], postgres_server: Postgres, tmp_path: Path
) -> None:
    """Everything that is missing is said at once."""
    name = f"bare_{command[-1].partition(':')[0]}"
    bare = {"REDIS_URL": "", "EMAIL_URL": "", "STATIC_ROOT": str(tmp_path)}
    code, said = ended(command, SAFE | bare | {"DATABASE_URL": postgres_server.create_database(name)})
    assert code == 78
    assert [line.partition(":")[0] for line in said] == [
        "Several processes cannot wake each other. Set REDIS_URL.",
        "Nobody would get a ticket by mail. Set EMAIL_URL.",
        "The database is not that of this release",
        "Static files of this release are not collected",
        "Nothing was started; docs/operations.md has every setting.",
    ]


@pytest.mark.parametrize(
    "command",
    [
        SERVE,
        WORK,
        ("manage.py", "open_forum", "deploy/forum.sample.toml"),
        ("manage.py", "give_role", "a", "b@c.de", "host"),
    ],
    ids=["server", "work", "open_forum", "give_role"],
)
def test_without_tables_everything_says_how_to_make_them(command: tuple[str, ...], tmp_path: Path) -> None:
    code, said = ended(command, empty(tmp_path))
    assert code != 0
    assert said[0].lower().startswith("the database is not that of this release")
    assert said[0].endswith("Run: manage.py migrate")


def test_a_database_that_does_not_come_is_waited_for_and_named() -> None:
    program = (
        "import django; django.setup(); from events_site.start import refuse_unready as r; r(wait_seconds=0)"
    )
    nowhere = {"DATABASE_URL": f"postgres://a:geheim@{HOST}:{free_port()}/b", "MADANG_MODE": "demo"}
    code, said = ended(("-c", program), nowhere)
    assert code == 75
    assert said[-1].startswith("The database does not answer (OperationalError: connection")
    assert "geheim" not in "".join(said)


def test_a_database_that_comes_late_is_served(postgres_server: Postgres, tmp_path: Path) -> None:
    """As after a start of the whole machine."""
    log, late = tmp_path / "log", postgres_server.url.rpartition("/")[0] + "/late"
    with log.open("w") as output:
        argv = [
            sys.executable,
            "-c",
            "import django; django.setup(); from events_site import start; start.refuse_unready()",
        ]
        env = {**os.environ, **ELSEWHERE, "MADANG_MODE": "demo", "DATABASE_URL": late}
        with psycopg.connect(postgres_server.url, autocommit=True) as admin:
            admin.execute("CREATE DATABASE late ALLOW_CONNECTIONS false")
            waiting = subprocess.Popen(argv, cwd=ROOT, env=env, stdout=output, stderr=output)
            while "Waiting for the database." not in log.read_text():
                assert waiting.poll() is None, log.read_text()
                time.sleep(0.05)
            admin.execute("ALTER DATABASE late ALLOW_CONNECTIONS true")
        assert waiting.wait(60) == 78  # it came, and has no tables
    assert "The database is not that of this release" in log.read_text()


def test_a_folder_that_is_not_ours_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr("events_site.environment.VAR_DIR", tmp_path / "file" / "var")
    with pytest.raises(ImproperlyConfigured, match="var cannot be made"):
        own_folder()


def test_a_bug_of_a_command_is_seen_whole() -> None:
    assert in_a_sentence(ProgrammingError()) == ""
    assert in_a_sentence(OperationalError("gone")).startswith("the database does not answer")


# The demo -------------------------------------------------------------------------------------------


def test_commands_find_the_demo_that_was_run_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("events_site.environment.VAR_DIR", tmp_path)
    assert not find_demo({})
    keep_demo({"MADANG_MODE": "demo", "PORT": "8001"})
    environment: dict[str, str] = {}

    assert find_demo(environment)
    assert environment == {"MADANG_MODE": "demo", "PORT": "8001"}
    assert (tmp_path / DEMO).exists()


@pytest.mark.parametrize("name", ["MADANG_MODE", "SECRET_KEY", "DATABASE_URL", "PUBLIC_URL"])
def test_commands_are_not_led_to_the_demo_where_something_else_is_meant(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("events_site.environment.VAR_DIR", tmp_path)
    keep_demo({"MADANG_MODE": "demo"})
    assert not find_demo({name: "something"})
