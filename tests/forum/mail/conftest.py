"""Races run on both stacks of the engine's suite, with real commits; mail goes to a server of the test's own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from forum.mail import verbs
from tests.forum.live.conftest import database, running
from tests.forum.mail.server import MailServer, mail_server

__all__ = ["database", "running"]


@pytest.fixture(autouse=True)
def fresh_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each test find a process that has heard of no trouble."""
    monkeypatch.setattr(verbs, "line", verbs.Line())


@pytest.fixture
def server(settings: Settings) -> Iterator[MailServer]:
    with mail_server() as running_one:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", running_one.port, 0.5
        yield running_one
