"""The picture of now and next on `forum:`."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from django.utils import timezone

from forum.errors import Gone
from forum.people.topics import person
from forum.programme.topics import join, snapshot
from tests.forum.cast import a_forum, a_session, a_space, an_attendee

pytestmark = pytest.mark.django_db


def test_forum_topic_is_for_people_of_the_forum() -> None:
    attendee = an_attendee(a_forum())
    me = person(attendee.user_id, attendee.forum.slug)
    assert me is not None

    join(me, attendee.forum.slug)
    with pytest.raises(Gone):
        join(me, a_forum().slug)


def test_snapshot_speaks_both_languages_whoever_asks() -> None:
    now = timezone.now().replace(microsecond=0)
    forum = a_forum(starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1))
    a_session(forum, key="now", starts_at=now, space=a_space(forum, floor=-1), title_ko="지금", title_en="")
    attendee = an_attendee(forum)
    me = person(attendee.user_id, forum.slug)
    assert me is not None

    shown = msgspec.to_builtins(snapshot(me, forum.slug))

    assert shown == {
        "now": [
            {
                "key": "now",
                "title": {"ko": "지금", "en": "지금"},
                "place": {"ko": "B1 홀", "en": "B1 Hall hall"},
                "starts_at": f"{now:%Y-%m-%dT%H:%M:%S}.000Z",
                "ends_at": f"{now + timedelta(hours=1):%Y-%m-%dT%H:%M:%S}.000Z",
            }
        ],
        "next": [],
    }
