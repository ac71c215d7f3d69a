"""The database decides: 64 askers in four processes want the same thing in the same instant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import servers, tables
from tests.tickets.racing import PROCESSES, THREADS, run

ALL = PROCESSES * THREADS


@pytest.fixture(scope="module")
def server() -> Iterator[servers.Postgres]:
    with servers.postgres(with_tables=True) as running:
        yield running


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return tables.sqlite(tmp_path / "race.sqlite3")
    server: servers.Postgres = request.getfixturevalue("server")
    return server.create_database(request.node.originalname, template=servers.TABLES)


def test_five_seats_make_five_tickets(database: str) -> None:
    race = run("last_seats", database)

    assert Counter(race["answers"]) == {"ok": 5, "registration.full": ALL - 5}
    kept = {"taken": 5, "Ticket": 5, "Registration": 5, "Attendee": 5, "OutboxMail": 5, "told": 5}
    assert race["after"] == {**kept, "Admission": 0, "Arrival": 0, "CheckIn": 0}


def test_one_address_makes_one_ticket_and_one_mail(database: str) -> None:
    race = run("same_address", database)

    assert Counter(race["answers"]) == {True: 1, False: ALL - 1}
    kept = {"taken": 1, "Ticket": 1, "Registration": 1, "Attendee": 1, "OutboxMail": 1, "told": 1}
    assert race["after"] == {**kept, "Admission": 0, "Arrival": 0, "CheckIn": 0}


def test_one_code_at_two_desks_is_let_in_once(database: str) -> None:
    race = run("one_code", database)

    assert verdicts(race["answers"]) == {("ok", None): 1, ("refused", "already_redeemed"): ALL - 1}
    assert len({(answer["first_at"], answer["desk"]) for answer in race["answers"]}) == 1
    assert picked(race["after"]) == {"CheckIn": ALL, "Admission": 1, "Arrival": 1, "told": 2}


def test_one_nonce_is_one_scan_and_one_answer(database: str) -> None:
    race = run("one_nonce", database)

    assert verdicts(race["answers"]) == {("ok", None): ALL}
    assert all(answer == race["answers"][0] for answer in race["answers"])
    assert picked(race["after"]) == {"CheckIn": 1, "Admission": 1, "Arrival": 1, "told": 2}


def test_one_link_pairs_one_device(database: str) -> None:
    answers = run("one_pairing", database)["answers"]

    assert answers.count("desks.pairing_over") == ALL - 1
    assert len(set(answers)) == 2


def verdicts(answers: list[Any]) -> Counter[tuple[str, str | None]]:
    return Counter((answer["status"], answer["reason"]) for answer in answers)


def picked(after: dict[str, int]) -> dict[str, int]:
    return {name: after[name] for name in ("CheckIn", "Admission", "Arrival", "told")}


def test_of_confirming_a_seat_and_its_lapse_one_happens(database: str) -> None:
    race = run("confirm_or_lapse", database)

    (end,) = filter(None, race["answers"])
    assert race["after"]["taken"] == (1 if end == "confirmed" else 0), race
