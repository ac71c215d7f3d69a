"""What a load balancer hears: by any host name, ready only with the database and the files of this release."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client, override_settings

from events_site import health

STATIC = {"staticfiles": {"BACKEND": "events_site.storage.Storage"}}


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that has just started."""
    monkeypatch.setattr(health._Known, "is_release", False)


def asked(path: str, **headers: str) -> tuple[int, str]:
    answer = Client(headers=headers).get(path)
    return answer.status_code, answer.json()["status"]


@pytest.mark.django_db
@pytest.mark.parametrize("host", ["127.0.0.1:8001", "10.0.0.7", "forum.example", "elsewhere.example"])
def test_health_answers_by_every_name(host: str) -> None:
    assert asked("/health/live", Host=host) == (200, "live")
    assert asked("/health/ready", Host=host) == (200, "ready")
    assert Client(headers={"Host": "elsewhere.example"}).get("/en/").status_code == 400


@pytest.mark.django_db
def test_a_database_of_another_release_is_not_ready() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'tickets' AND name = '0001_initial'")
    assert asked("/health/ready") == (503, "database of another release")
    assert asked("/health/live") == (200, "live")


@pytest.mark.django_db
@pytest.mark.usefixtures("uncollected")
def test_without_its_static_files_a_release_is_not_ready() -> None:
    assert asked("/health/ready") == (503, "no static files")


@pytest.fixture
def uncollected(tmp_path: object) -> Iterator[None]:
    """A site that is no demo and whose files nobody has collected."""
    with override_settings(IS_DEMO=False, STORAGES=STATIC, STATIC_ROOT=str(tmp_path)):
        yield


@pytest.mark.django_db
def test_what_is_of_this_release_stays_so_and_the_database_is_asked_each_time(
    django_assert_num_queries: object,
) -> None:
    assert asked("/health/ready") == (200, "ready")
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert asked("/health/ready") == (200, "ready")
