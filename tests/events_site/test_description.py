"""The API describes everything: the live twins and every refusal; and its addresses refuse what they do not do."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from forum.live import registry

pytestmark = pytest.mark.django_db

PATHS = (
    "/api/schema/",
    "/api/docs/",
    "/api/v1/forums/demo/sessions",
    "/api/v1/live/chat.send",
    "/api/v1/live/events",
)


@pytest.fixture
def described() -> dict[str, Any]:
    paths: dict[str, Any] = Client().get("/api/schema/?format=json").json()["paths"]
    return paths


def test_every_twin_is_described(described: dict[str, Any]) -> None:
    twins = {f"/api/v1/live/{verb.name}" for verb in registry.verbs.values() if verb.twin}
    assert {path for path in described if "/live/" in path} == twins | {"/api/v1/live/events"}


def test_every_operation_says_what_it_answers_when_the_forum_is_busy(described: dict[str, Any]) -> None:
    for path, methods in described.items():
        for method, operation in methods.items():
            busy = operation["responses"]["503"]
            assert "busy" in busy["description"], f"{method} {path}"
            assert list(busy["content"]) == ["application/problem+json"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["options", "trace", "patch", "delete"])
def test_no_method_is_a_fault(path: str, method: str) -> None:
    answer = getattr(Client(raise_request_exception=False), method)(path)
    assert answer.status_code < 500
    if answer.status_code == 405:
        assert answer["Allow"]


@pytest.mark.parametrize(
    "asked", ["version=%0D%0AX: y", "version=2", "lang=zz", "lang=%ff", "lang=en", "format=json"]
)
def test_the_description_is_the_same_whatever_is_asked_beside_it(
    described: dict[str, Any], asked: str
) -> None:
    answer = Client(raise_request_exception=False, headers={"Accept": "application/json"}).get(
        f"/api/schema/?{asked}"
    )
    assert (answer.status_code, answer.json()["paths"].keys()) == (200, described.keys())
