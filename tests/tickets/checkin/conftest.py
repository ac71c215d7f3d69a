"""The scans' databases: SQLite and PostgreSQL, both for real."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from tests import tables
from tests.forum.live.stack import Stack, in_this_process


@pytest.fixture(scope="session")
def sqlite_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database of SQLite with all tables."""
    return tables.sqlite(tmp_path_factory.mktemp("scans") / "scans.sqlite3")


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The kind of the database that this process works on; what a test does in it stays."""
    stack = Stack(request.param, request.getfixturevalue(f"{request.param}_url"))
    with django_db_blocker.unblock(), in_this_process(stack):
        yield request.param
