"""Rows picked by hand are what the ORM would have read."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forum.forums.models import Forum
from forum.people.models import Attendee, User
from forum.picked import Pick, every, first, written
from tests.forum.cast import a_forum, an_attendee

pytestmark = pytest.mark.django_db

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
