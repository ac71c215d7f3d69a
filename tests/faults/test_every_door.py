"""The database or Redis is away, locked or slow: every address says so in its own dress, and all is well after."""

from __future__ import annotations

import json
import re
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg
import pytest
from pytest_django import DjangoDbBlocker

from tests import sites
from tests.faults.doors import Answer, Door, People, invite
from tests.processes import Server
from tests.sites import Site

pytestmark = pytest.mark.xdist_group("servers")

PROBLEM = "application/problem+json"
LINE = r"(?:refusals (?:GET|POST) \S+|calls request \S+) found the database away"
ASKS_FOR_HEALTH = ("GET", "/health/ready")
SLOWEST_SECONDS = 5.0
"""An answer from the next process takes milliseconds; this is for machines with much else to do."""


@pytest.fixture(scope="module")
def people(production_form: Site, django_db_blocker: DjangoDbBlocker) -> People:
    """Who asks, with what they need to be let in."""
    with django_db_blocker.unblock(), production_form.data():
        return invite(production_form)


class Logs:
    """What the processes wrote since the last look."""

    def __init__(self, web: list[Server]) -> None:
        self._logs = [server.log for server in web]
        self._read = [log.stat().st_size for log in self._logs]

    def new(self) -> str:
        texts = [log.read_bytes()[seen:].decode() for log, seen in zip(self._logs, self._read, strict=True)]
        self._read = [log.stat().st_size for log in self._logs]
        return "".join(texts)


def test_without_database_every_door_is_busy_in_its_own_dress(site: Site, people: People) -> None:
    postgres = site.stack.postgres
    assert postgres is not None
    before, logs = people.ask(people.doors("GET")), Logs(site.web)

    postgres.kill()
    answers = people.ask(people.doors("GET", "POST"))
    said = logs.new()
    postgres.start()

    busy = {door: answer for door, answer in answers.items() if answer.status == 503}
    assert faults(answers, busy) == []
    assert untrue(before, answers) == {}
    assert people.ask(people.doors("GET")) == before
    assert Counter(re.findall("Traceback", said)) == {}
    assert len(re.findall(LINE, said)) == len([door for door in busy if door[1:] != ASKS_FOR_HEALTH])


def test_without_redis_every_door_answers_as_before(site: Site, people: People) -> None:
    redis = site.stack.redis
    assert redis is not None
    before, logs = people.ask(people.doors("GET")), Logs(site.web)

    redis.kill()
    answers = people.ask(people.doors("GET"))
    redis.start()

    assert answers == before
    assert "Traceback" not in logs.new()


def faults(answers: dict[Door, Answer], busy: dict[Door, Answer]) -> list[str]:
    """Return what is wrong with those that are busy, and whatever else is a fault of the server."""
    found = [f"{door} {answer.status}" for door, answer in answers.items() if answer.status > 503]
    found += [f"{door} {answer.status}" for door, answer in answers.items() if 500 <= answer.status < 503]
    for door, answer in busy.items():
        if door[1:] == ASKS_FOR_HEALTH:
            continue
        if answer.headers.get("Retry-After") != "5" or "no-store" not in answer.headers["Cache-Control"]:
            found.append(f"{door} does not say when to come again")
        if answer.kind != dress(door.path):
            found.append(f"{door} came as {answer.kind}")
        elif answer.kind == PROBLEM and json.loads(answer.text)["code"] != "busy":
            found.append(f"{door} has no code")
        elif answer.kind != PROBLEM and (trouble := page_trouble(door, answer.text)):
            found.append(f"{door} {trouble}")
    return found


def dress(path: str) -> str:
    return PROBLEM if path.startswith("/api/") or path.endswith((".ics", ".js")) else "text/html"


def page_trouble(door: Door, page: str) -> str:
    """Return what is wrong with a busy page: it speaks the language of its address and does not guess who is there."""
    if (language := door.path[1:3]) in ("ko", "en") and f'<html lang="{language}"' not in page:
        return "speaks the other language"
    if re.search(r'href="[^"]*/account/(logout/|[^"]*next=)', page):
        return "knows who is signed in"
    return "" if (door.method == "GET") == ("data-again" in page) else "opens again what was sent"


def untrue(before: dict[Door, Answer], answers: dict[Door, Answer]) -> dict[Door, tuple[int, int]]:
    """Return the doors that said neither "busy" nor what they said while all was well."""
    return {
        door: (before[door].status, answer.status)
        for door, answer in answers.items()
        if door in before and answer.status not in (503, before[door].status)
    }


def test_a_process_that_ended_is_stepped_over_at_once(site: Site, people: People) -> None:
    site.web[0].kill()
    doors = list(a_few(people))
    begin = time.monotonic()
    statuses = [{answer.status for answer in people.ask(doors).values()} for _ in range(4)]
    seconds = (time.monotonic() - begin) / (4 * len(doors))

    assert statuses == [{200}] * 4
    assert seconds < SLOWEST_SECONDS


def test_without_any_process_every_door_is_busy_in_its_own_dress(site: Site, people: People) -> None:
    for server in site.web:
        server.kill()
    answers = people.ask([*a_few(people), SCANS])

    assert {answer.status for answer in answers.values()} == {503}
    assert [f for f in faults(answers, answers) if "opens again" not in f and "other language" not in f] == []
    assert "지금 포럼이" in next(iter(answers.values())).text


# Locked, slow, closed -------------------------------------------------------------------------------

FEW = ("/en/demo/", "/api/v1/forums/demo/sessions", "/demo/schedule.ics", "/en/demo/ticket/mail/")
SCANS = Door("desk", "POST", "/api/v1/forums/demo/checkpoints/entrance/scans")


@pytest.fixture
def admin(site: Site) -> Iterator[psycopg.Connection]:
    """The operator at the database, which is as it was afterwards."""
    assert site.stack.postgres is not None
    with psycopg.connect(site.stack.postgres.url, autocommit=True) as connection:
        yield connection
        connection.execute("ALTER DATABASE madang RESET lock_timeout")
        connection.execute("ALTER DATABASE madang ALLOW_CONNECTIONS true")


def test_behind_a_lock_every_door_is_busy(site: Site, people: People, admin: psycopg.Connection) -> None:
    admin.execute("ALTER DATABASE madang SET lock_timeout = '200ms'")
    end_connections(admin)
    with psycopg.connect(site.stack.database_url) as other:
        other.execute("LOCK TABLE forum_forum")
        answers = people.ask([*a_few(people), SCANS])

    assert {answer.status for answer in answers.values()} == {503}
    assert faults(answers, answers) == []
    assert settled(people.ask([SCANS]))


def test_a_database_that_takes_no_more_connections_is_busy(
    site: Site, people: People, admin: psycopg.Connection
) -> None:
    admin.execute("ALTER DATABASE madang ALLOW_CONNECTIONS false")
    end_connections(admin)
    answers = people.ask([*a_few(people), SCANS])

    assert {answer.status for answer in answers.values()} == {503}
    assert faults(answers, answers) == []


def test_a_locked_file_is_busy_to_who_writes_and_open_to_who_reads(
    django_db_blocker: DjangoDbBlocker,
) -> None:
    with django_db_blocker.unblock(), sites.embedded("?timeout=1") as site:
        with site.data():
            people = invite(site)
        logs, writes = Logs(site.web), Door("stranger", "POST", "/en/demo/ticket/mail/")
        with locked(site.stack.database_url.partition("?")[0]):
            busy = people.ask([writes, SCANS])
            read = people.ask([Door("stranger", "GET", path) for path in FEW[:3]])
        assert (faults(busy, busy), {answer.status for answer in busy.values()}) == ([], {503})
        assert {answer.status for answer in read.values()} == {200}
        assert settled(people.ask([SCANS]))
        assert "Traceback" not in logs.new()


@contextmanager
def locked(address: str) -> Iterator[None]:
    """Hold the one right to write that a SQLite file has."""
    with closing(sqlite3.connect(address.removeprefix("sqlite:///"), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


def end_connections(admin: psycopg.Connection) -> None:
    """Let the processes connect anew, by the rules that hold now."""
    admin.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'madang' AND pid != pg_backend_pid()"
    )


def a_few(people: People) -> Iterator[Door]:
    """Yield a page, a list of the API, a feed and a form."""
    for path in FEW:
        yield Door("stranger", "POST" if path.endswith("/mail/") else "GET", path)


def settled(answers: dict[Door, Answer]) -> bool:
    return {answer.status for answer in answers.values()} == {200}
