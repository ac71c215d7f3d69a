"""The suite's own look for secrets in logs finds what is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.leaks import leaks, secrets_in
from tests.tables import sqlite

TOKEN = "Efj9XY4EPQJKcHBTi33qnwWrczozHZHt"
MAILED = f"https://forum.example/ko/demo/ticket/?t={TOKEN}\nYour code: ABCD-EFGH\n"


@pytest.fixture
def found(tmp_path: Path) -> set[str]:
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail" / "1.log").write_text(MAILED)
    return secrets_in(sqlite(tmp_path / "db"), tmp_path / "mail")


@pytest.mark.parametrize(
    "line", [f"GET /ko/demo/ticket/?t={TOKEN} HTTP/1.1", "wrong code ABCD-EFGH"], ids=["link", "code"]
)
def test_a_secret_that_was_mailed_is_found(found: set[str], tmp_path: Path, line: str) -> None:
    log = tmp_path / "log"
    log.write_text(f"started\n{line}\nended\n")
    assert leaks(found, [log]) == [line]


def test_nothing_made_is_nothing_found(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text("GET / HTTP/1.1\n")
    assert leaks(secrets_in(sqlite(tmp_path / "db"), tmp_path / "none"), [log]) == []
