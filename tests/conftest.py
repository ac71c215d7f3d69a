"""The suite's ground: the servers every test may share, started by the suite itself on free ports."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from forum.live.limits import buckets
from tests import servers
from tests.processes import ROOT
from tests.servers import Postgres, Server
from tests.sites import Site, production


@pytest.fixture(autouse=True)
def fresh_allowances() -> None:
    """Let no test use up what another may do: all come from one address."""
    buckets.forget()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Postgres]:
    """A private PostgreSQL for the whole run of this worker."""
    with servers.postgres() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_url(postgres_server: Postgres) -> str:
    """A database of PostgreSQL with all tables."""
    url = postgres_server.create_database("migrated")
    migrate = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    subprocess.run(migrate, env={**os.environ, "DATABASE_URL": url}, cwd=ROOT, check=True)
    return url


@pytest.fixture(scope="session")
def redis_server() -> Iterator[Server]:
    """A private Redis for the whole run of this worker."""
    with servers.redis() as server:
        yield server


@pytest.fixture(scope="session")
def production_form() -> Iterator[Site]:
    """The whole site in its production form, empty, for the whole run of this worker; who hurts it heals it."""
    with production() as site:
        yield site
