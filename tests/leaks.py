"""Every secret that was made while a site ran, looked for in every log of its processes."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import psycopg

from tests.mails import CODE

TABLES = ("code FROM tickets_ticket", "typing_code FROM tickets_ticket", "session_key FROM django_session")
LINKS = re.compile(r"[?&]t=([\w:.-]+)|/(?:cal|pair|confirm)/([\w:.-]{16,})")


def secrets_in(database_url: str, mail: Path) -> set[str]:
    """Return what opens a door or a mailbox: codes of tickets, cookies, and whatever went out by mail alone."""
    letters = [file.read_text() for file in mail.glob("*")] if mail.is_dir() else []
    links = {found for letter in letters for pair in LINKS.findall(letter) for found in pair if found}
    codes = {code for letter in letters for code in CODE.findall(letter)}
    return {*rows(database_url), *links, *codes}


def rows(database_url: str) -> Iterator[str]:
    kind, _, path = database_url.partition(":///")
    is_file = kind == "sqlite"
    with closing(
        sqlite3.connect(path.partition("?")[0]) if is_file else psycopg.connect(database_url)
    ) as made:
        for column in TABLES:
            yield from (row[0] for row in made.execute(f"SELECT {column}"))


def leaks(secrets: Iterable[str], logs: Iterable[Path]) -> list[str]:
    """Return each line of a log in which a secret stands."""
    is_secret = re.compile("|".join(map(re.escape, sorted(secrets))) or r"(?!)")
    lines = (line for log in logs for line in log.read_text(errors="replace").splitlines())
    return [line for line in lines if is_secret.search(line)]
