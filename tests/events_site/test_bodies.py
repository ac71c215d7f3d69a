"""Every address reads JSON by the one reader: what is hostile is a problem of the sender, never a fault of ours."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import get_resolver
from rest_framework.parsers import BaseParser

from forum.bodies import JSONBody
from tests.contracts.test_every_address import filled
from tests.contracts.test_middleware import addresses
from tests.forum.cast import an_attendee
from tests.forum.test_strict_json import HOSTILE
from tests.tickets.cast import a_desk, a_forum

pytestmark = pytest.mark.django_db

TWIN = "/api/v1/live/chat.send"
TOO_MUCH = {
    "just too much": 256 * 1024 + 1,
    "more than Django reads": settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1,
}


def parsers(view: Any) -> list[type[BaseParser]]:
    found = getattr(getattr(view, "cls", None), "parser_classes", [])
    return list(found)


def readers() -> Iterator[str]:
    """Yield the addresses of the API that take JSON, and a live verb."""
    for address, view in addresses(get_resolver().url_patterns):
        if hasattr(getattr(view, "cls", None), "post") and any(
            issubclass(one, JSONBody) for one in parsers(view)
        ):
            yield filled(address, {"forum": "seoul", "checkpoint": "entrance"}, "nothing")
    yield TWIN


def test_no_address_has_another_reader() -> None:
    names = {one.__module__ for _, view in addresses(get_resolver().url_patterns) for one in parsers(view)}
    assert names == {"forum.bodies", "tickets.checkin.serializers"}
    assert sorted(readers()) == [
        "/api/v1/forums/seoul/checkpoints/entrance/scans",
        "/api/v1/forums/seoul/checkpoints/entrance/scans/batch",
        "/api/v1/forums/seoul/desk/pair",
        TWIN,
    ]


@pytest.fixture
def doors() -> dict[str, Client]:
    """Who may send something to each address."""
    forum = a_forum()
    device = Client(headers={"Authorization": f"Desk {a_desk(forum)[1]}"}, raise_request_exception=False)
    person = Client(raise_request_exception=False)
    person.force_login(an_attendee(forum).user)
    return {path: person if path == TWIN else device for path in readers()}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_what_is_hostile_is_a_problem_everywhere(
    doors: dict[str, Client], body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    for path, browser in doors.items():
        answer = browser.post(path, body, content_type="application/json")
        assert answer["Content-Type"] == "application/problem+json", path
        said = answer.json()
        allowed = (
            {(400, "body.unreadable"), (400, "proto.bad")}
            | ({(413, "body.too_large"), (413, "too.large")} if len(body) > 16 * 1024 else set())
            | ({(400, "invalid")} if not body else set())
        )
        assert (answer.status_code, said["code"]) in allowed, path
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


@pytest.mark.parametrize("size", TOO_MUCH.values(), ids=TOO_MUCH)
def test_what_is_too_large_is_not_read_anywhere(
    doors: dict[str, Client], size: int, caplog: pytest.LogCaptureFixture
) -> None:
    for path, browser in doors.items():
        answer = browser.post(path, b'"%s"' % (b"x" * size), content_type="application/json")
        assert (answer.status_code, answer["Content-Type"]) == (413, "application/problem+json"), path
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []
