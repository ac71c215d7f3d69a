"""Both stacks, started once each; every test of the engine runs on the one and on the other."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker

from forum.live import hub as hubs
from tests.forum.live import echo  # noqa: F401 (registers the room)
from tests.forum.live.stack import KINDS, Stack, in_this_process, stack
from tests.servers import Server


@pytest.fixture(scope="session", params=KINDS)
def running(request: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """One stack for all tests of the session."""
    with stack(request.param, tmp_path_factory.mktemp(request.param)) as made:
        yield made


@pytest.fixture
def database(running: Stack, django_db_blocker: DjangoDbBlocker) -> Iterator[Stack]:
    """The stack, as the database of this process."""
    with django_db_blocker.unblock(), in_this_process(running):
        yield running


@pytest.fixture(scope="module")
def served(running: Stack) -> Iterator[list[Server]]:
    """Our server on the stack: one process, or two that know each other by Redis only."""
    with running.serving() as processes:
        yield processes


@pytest.fixture
async def hub(database: Stack) -> AsyncIterator[hubs.Hub]:
    """The hub of this process, on this test's loop."""
    here = hubs.current()
    await here.ready.wait()
    yield here
    await here.stop()


@pytest.fixture
def room() -> str:
    """A topic of its own for each test."""
    return f"echo:{uuid.uuid4().hex[:12]}"
