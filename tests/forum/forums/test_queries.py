"""Finding forums, and speaking to everybody at one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum.errors import Gone, SlugReserved
from forum.forums.models import RESERVED_SLUGS, Forum
from forum.forums.queries import forum_by_slug, forums_by_time
from forum.forums.verbs import announce, open_forum
from forum.live import past
from tests.forum.cast import a_forum

pytestmark = pytest.mark.django_db


def test_forum_by_slug_unknown_is_gone() -> None:
    with pytest.raises(Gone):
        forum_by_slug("nowhere")


def test_forum_by_slug_is_what_the_orm_reads_with_its_venue_in_one_query() -> None:
    forum = a_forum()
    a_forum()

    with CaptureQueriesContext(connection) as seen:
        found = forum_by_slug(forum.slug)
        shown = (
            found,
            found.venue,
            found.venue.name,
            found.name,
            found.tagline,
            found.starts_at,
            found.contact,
        )

    by_orm = Forum.objects.select_related("venue").get(pk=forum.pk)
    assert len(seen) == 1
    assert shown == (
        by_orm,
        by_orm.venue,
        by_orm.venue.name,
        by_orm.name,
        by_orm.tagline,
        by_orm.starts_at,
        by_orm.contact,
    )


@pytest.mark.parametrize("slug", sorted(RESERVED_SLUGS))
def test_forum_may_not_hide_an_address_of_the_house(slug: str) -> None:
    now = timezone.now()
    with pytest.raises(SlugReserved) as refused:
        open_forum(slug, starts_at=now, ends_at=now + timedelta(days=1), venue={}, spaces={}, by="")

    assert (refused.value.values, Forum.objects.count()) == ({"slug": slug}, 0)


def test_forums_by_time_running_then_coming_then_past() -> None:
    now = timezone.now()

    def held(slug: str, days: int) -> Forum:
        begins = now + timedelta(days=days)
        return a_forum(slug, starts_at=begins, ends_at=begins + timedelta(days=1))

    for slug, days in (
        ("long-past", -30),
        ("next-month", 30),
        ("past", -3),
        ("running", 0),
        ("next-week", 7),
    ):
        held(slug, days)

    assert [forum.slug for forum in forums_by_time()] == [
        "running",
        "next-week",
        "next-month",
        "past",
        "long-past",
    ]


def test_announcement_reaches_the_topic_of_its_forum_only() -> None:
    here, there = a_forum(), a_forum()

    seq = announce(here, ko="점심입니다", en="Lunch is served", by="boss")

    event = past.read_after(f"forum:{here.slug}", 0)[0]
    assert (seq, event["k"], event["by"], event["d"]) == (
        1,
        "announcement",
        "boss",
        {"ko": "점심입니다", "en": "Lunch is served"},
    )
    assert past.head(f"forum:{there.slug}") == 0
