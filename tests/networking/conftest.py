"""Where this wing's races run: on the suite's own database and on PostgreSQL, shared by threads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import environ
import pytest
from django.core.management import call_command
from django.db import connections


@pytest.fixture(params=["default", "postgres"])
def shared_database(request: Any, transactional_db: None) -> Iterator[str]:
    """A database that threads and processes share; its URL. What is committed there is really committed."""
    if request.param == "default":
        yield _url(connections.settings["default"])
        return
    url: str = request.getfixturevalue("postgres_url")
    former = connections.settings["default"]
    _work_on({**former, **environ.Env.db_url_config(url), "OPTIONS": {}})
    try:
        call_command("flush", verbosity=0, interactive=False)
        yield url
    finally:
        _work_on(former)


def _work_on(database: dict[str, Any]) -> None:
    connections["default"].close()
    connections.settings["default"] = database
    del connections["default"]


def _url(database: dict[str, Any]) -> str:
    if database["ENGINE"].endswith("sqlite3"):
        return f"sqlite:///{database['NAME']}"
    return "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**database)
