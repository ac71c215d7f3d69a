"""The scans' databases: SQLite and PostgreSQL, both for real."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from tests.forum.live.stack import Stack, in_this_process
from tests.processes import ROOT


@pytest.fixture(scope="session")
def sqlite_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database of SQLite with all tables."""
    url = f"sqlite:///{tmp_path_factory.mktemp('scans') / 'scans.sqlite3'}"
    migrate = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    subprocess.run(migrate, env={**os.environ, "DATABASE_URL": url}, cwd=ROOT, check=True)
    return url


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The kind of the database that this process works on; what a test does in it stays."""
    stack = Stack(request.param, request.getfixturevalue(f"{request.param}_url"))
    with django_db_blocker.unblock(), in_this_process(stack):
        yield request.param
