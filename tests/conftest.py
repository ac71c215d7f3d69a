"""The suite's ground: the servers every test may share, started by the suite itself on free ports."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from forum.live.limits import buckets
from tests import servers, tables
from tests.servers import Postgres, Server
from tests.sites import Site, production


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Begin on SQLite with a copy of the tables, so that nothing has to be migrated."""
    database = settings.DATABASES["default"]
    if settings.IS_SQLITE:
        tables.sqlite(Path(database["TEST"]["NAME"]))


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Take what is there, which is such a copy."""
    return settings.IS_SQLITE


@pytest.fixture(autouse=True)
def fresh_allowances() -> None:
    """Let no test use up what another may do: all come from one address."""
    buckets.forget()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Postgres]:
    """A private PostgreSQL for the whole run of this worker."""
    with servers.postgres(with_tables=True) as server:
        yield server


@pytest.fixture(scope="session")
def postgres_url(postgres_server: Postgres) -> str:
    """A database of PostgreSQL with all tables."""
    return postgres_server.create_database("migrated", template=servers.TABLES)


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
