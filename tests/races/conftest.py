"""Every race on both forms: two processes on PostgreSQL behind nginx, one process on SQLite with many connections."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from tests.sites import Site, embedded


@pytest.fixture(scope="session")
def embedded_form() -> Iterator[Site]:
    """The whole site in its embedded form, empty, for the whole run of this worker."""
    with embedded() as site:
        yield site


@pytest.fixture(params=["production_form", "embedded_form"])
def site(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Iterator[Site]:
    """A running site, and Django in this process allowed to look into its database by `data()`."""
    with django_db_blocker.unblock():
        yield request.getfixturevalue(request.param)
