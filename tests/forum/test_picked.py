"""Rows picked by hand are what the ORM would have read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from forum.forums.models import Forum
from forum.people.models import Arrival, Attendee, User
from forum.picked import Beside, Pick, every, first, first_beside, keep, written
from tests.forum.cast import a_forum, an_attendee

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)

SOURCE = """FROM forum_attendee AS person JOIN forum_user AS account ON account.id = person.user_id
JOIN forum_forum AS forum ON forum.id = person.forum_id WHERE person.key = %s"""


def test_all_fields_are_read_as_the_orm_reads_them() -> None:
    attendee = an_attendee(a_forum())

    found = first(
        SOURCE, [attendee.key], Pick(Attendee, "person"), Pick(User, "account"), Pick(Forum, "forum")
    )

    assert found is not None
    for picked in found:
        by_orm = type(picked).objects.get(pk=picked.pk)
        names = [field.attname for field in picked._meta.concrete_fields]
        assert {name: getattr(picked, name) for name in names} == {
            name: getattr(by_orm, name) for name in names
        }


def test_a_field_left_out_is_read_when_asked_for() -> None:
    attendee = an_attendee(a_forum())
    [[picked]] = every(SOURCE, [attendee.key], Pick(Attendee, "person", "id", "name"))

    with CaptureQueriesContext(connection) as asked:
        assert (picked.name, picked.key) == (attendee.name, attendee.key)

    assert len(asked) == 1


def test_no_row_is_nothing() -> None:
    assert first(SOURCE, ["nobody"], Pick(Attendee, "person")) is None
    assert list(every(SOURCE, ["nobody"], Pick(Attendee, "person"))) == []


def test_a_name_that_is_no_field_is_a_mistake() -> None:
    with pytest.raises(KeyError, match="nmae"):
        first(SOURCE, ["nobody"], Pick(Attendee, "person", "id", "nmae"))


def test_a_fact_is_asked_with_the_fields() -> None:
    attendee = an_attendee(a_forum())
    pick = Pick(Attendee, "person", "id", "name", letters="length(person.name)", is_known="person.name <> ''")
    [[picked]] = every(SOURCE, [attendee.key], pick)

    assert picked.name == attendee.name
    assert vars(picked)["letters"] == len(attendee.name)
    assert bool(vars(picked)["is_known"])


def test_what_was_written_is_what_stands_there() -> None:
    attendee = an_attendee(a_forum())
    rename = "UPDATE forum_attendee SET name = %s WHERE key = %s"
    pick = Pick(Attendee, "forum_attendee")

    renamed = written(rename, ["Ada", attendee.key], pick)

    attendee.refresh_from_db()
    assert renamed is not None
    assert (renamed.pk, renamed.name, renamed.enrolled_at) == (attendee.pk, "Ada", attendee.enrolled_at)
    assert written(rename, ["Ada", "nobody"], pick) is None


def test_what_another_room_keeps_of_a_row_comes_with_it() -> None:
    forum = a_forum()
    one, other = an_attendee(forum), an_attendee(forum, "lee@example.com")
    for hour in (1, 2):
        one.arrivals.create(
            arrived_at=NOON + timedelta(hours=hour), departed_at=NOON + timedelta(hours=hour + 1)
        )
    stays = Beside(
        "LEFT JOIN forum_arrival AS stay ON stay.attendee_id = person.id AND stay.arrived_at > %s",
        [connection.ops.adapt_datetimefield_value(NOON)],
        Pick(Arrival, "stay", "id", "arrived_at"),
    )

    def beside(key: str) -> tuple[list[Any] | None, list[Any]]:
        return first_beside(
            "FROM forum_attendee AS person", "person.key = %s", [key], Pick(Attendee, "person"), beside=stays
        )

    with CaptureQueriesContext(connection) as asked:
        assert beside(one.key) == ([one], list(one.arrivals.order_by("pk")))
    assert len(asked) == 2
    assert beside(other.key) == ([other], [])
    assert beside("nobody") == (None, [])


def test_a_row_kept_by_hand_is_the_one_the_orm_would_have_kept() -> None:
    attendee = an_attendee(a_forum())
    stay = Arrival(attendee=attendee, arrived_at=NOON)

    keep(stay)

    by_orm = Arrival.objects.get()
    assert (by_orm.pk, by_orm.arrived_at, by_orm.departed_at) == (stay.pk, NOON, None)
    assert not stay._state.adding
    with pytest.raises(IntegrityError), transaction.atomic():
        keep(Arrival(attendee=attendee, arrived_at=NOON))
