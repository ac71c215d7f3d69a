"""Both stacks, started once each; every test of the engine runs on the one and on the other."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from channels.layers import get_channel_layer
from django.test import Client as Browser
from pytest_django import DjangoDbBlocker

from forum.live import due, principal, registry
from forum.live.engine import hub as hubs
from tests.forum.cast import a_forum, an_attendee
from tests.forum.live import echo
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


@pytest.fixture(scope="session")
def served(running: Stack) -> Iterator[list[Server]]:
    """Our server on the stack: one process, or two that know each other by Redis only."""
    with running.serving() as processes:
        yield processes


@pytest.fixture(autouse=True)
def echo_room() -> Iterator[None]:
    """Open the room `echo` for the tests of this folder, and close it after each."""
    by_topic = (registry.parts, registry._events, registry._states, registry._computed, registry._lossy)
    registered = (registry.verbs, registry.topics, *by_topic, principal._token_resolvers)
    former = [dict(names) for names in registered]
    echo.register()
    yield
    for names, before in zip(registered, former, strict=True):
        names.clear()
        names.update(before)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let hubs started from now on compare the heads ten times a second."""
    monkeypatch.setattr(hubs, "RECONCILE_SECONDS", 0.1)


@pytest.fixture
async def hub(database: Stack, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[hubs.Hub]:
    """The hub of this process, on this test's loop; what is due in other rooms is not done."""
    monkeypatch.setattr(due, "registered", {})
    here = hubs.current()
    await here.ready.wait()
    yield here
    await here.stop()


class Deaf:
    """A channel layer that never joins its group and so hears nothing."""

    def __init__(self, layer: Any) -> None:
        self._layer = layer

    def __getattr__(self, name: str) -> Any:
        return getattr(self._layer, name)

    async def group_add(self, group: str, channel: str) -> None:
        """Leave it at that."""


@pytest.fixture
async def deaf_hub(impatient: None, database: Stack) -> AsyncIterator[hubs.Hub]:
    """A hub that learns of everything from the database alone."""
    deaf = hubs.Hub(Deaf(get_channel_layer()), is_home=False)
    deaf.start()
    await deaf.ready.wait()
    yield deaf
    await deaf.stop()


@pytest.fixture
async def dozing_hub(monkeypatch: pytest.MonkeyPatch, database: Stack) -> AsyncIterator[hubs.Hub]:
    """A hub that hears nothing at all until it is told to `reconcile`."""
    monkeypatch.setattr(hubs, "RECONCILE_SECONDS", 3_600)
    dozing = hubs.Hub(Deaf(get_channel_layer()), is_home=False)
    dozing.start()
    await dozing.ready.wait()
    yield dozing
    await dozing.stop()


@pytest.fixture
def room() -> str:
    """A topic of its own for each test."""
    return f"echo:{uuid.uuid4().hex[:12]}"


@dataclass
class SignedIn:
    """An attendee with a browser that has signed in."""

    forum: str
    key: str
    session: str


@pytest.fixture
def signed_in(database: Stack) -> SignedIn:
    attendee = an_attendee(a_forum(f"forum-{uuid.uuid4().hex[:20]}"), f"{uuid.uuid4().hex}@example.org")
    browser = Browser()
    browser.force_login(attendee.user, "django.contrib.auth.backends.ModelBackend")
    return SignedIn(attendee.forum.slug, attendee.key, browser.cookies["sessionid"].value)
