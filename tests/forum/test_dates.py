"""Dates read the same on every page: day before month in English, a clock of 24 hours, a span in one breath."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone, translation
from django.utils.formats import date_format

from forum.calendars.models import FeedToken
from forum.calendars.verbs import make_feed
from forum.templatetags.dates import days, moment
from tests.forum.cast import OPENS, a_forum, an_attendee

SEOUL = ZoneInfo("Asia/Seoul")
EARLY = datetime(2026, 11, 26, 3, 31, tzinfo=SEOUL)
MIDNIGHT = datetime(2020, 1, 1, tzinfo=SEOUL)


def day(year: int, month: int, number: int) -> datetime:
    return datetime(year, month, number, 9, tzinfo=SEOUL)


@pytest.mark.parametrize(
    ("first", "last", "english", "korean"),
    [
        (day(2027, 5, 12), day(2027, 5, 12), "12 May 2027", "2027년 5월 12일"),
        (day(2027, 5, 12), day(2027, 5, 13), "12–13 May 2027", "2027년 5월 12–13일"),
        (day(2027, 5, 31), day(2027, 6, 1), "31 May – 1 June 2027", "2027년 5월 31일 – 6월 1일"),
        (day(2027, 5, 12), day(2027, 6, 12), "12 May – 12 June 2027", "2027년 5월 12일 – 6월 12일"),
        (
            day(2027, 12, 31),
            day(2028, 1, 1),
            "31 December 2027 – 1 January 2028",
            "2027년 12월 31일 – 2028년 1월 1일",
        ),
        (
            day(2027, 5, 12),
            day(2028, 5, 12),
            "12 May 2027 – 12 May 2028",
            "2027년 5월 12일 – 2028년 5월 12일",
        ),
    ],
)
def test_days_say_what_they_have_in_common_once(
    first: datetime, last: datetime, english: str, korean: str
) -> None:
    for language, expected in (("en", english), ("ko", korean)):
        with translation.override(language):
            assert days(first, last) == expected


def test_days_are_those_of_the_zone_in_force() -> None:
    evening = datetime(2027, 5, 12, 15, 30, tzinfo=UTC)
    with translation.override("en"), timezone.override(SEOUL):
        assert days(evening, evening + timedelta(hours=9)) == "13 May 2027"
    with translation.override("en"), timezone.override(UTC):
        assert days(evening, evening + timedelta(hours=9)) == "12–13 May 2027"


@pytest.mark.parametrize(
    ("language", "early", "midnight"),
    [
        ("en", "26 November 2026 03:31", "1 January 2020 00:00"),
        ("ko", "2026년 11월 26일 03:31", "2020년 1월 1일 00:00"),
    ],
)
def test_moment_has_24_hours(language: str, early: str, midnight: str) -> None:
    with translation.override(language):
        assert (moment(EARLY), moment(MIDNIGHT)) == (early, midnight)


def test_every_form_of_english_puts_the_day_first_and_has_24_hours() -> None:
    names = (
        "DATE_FORMAT",
        "MONTH_DAY_FORMAT",
        "DATETIME_FORMAT",
        "SHORT_DATE_FORMAT",
        "SHORT_DATETIME_FORMAT",
    )
    with translation.override("en"):
        said = [date_format(EARLY, name) for name in names]
    assert said == [
        "26 November 2026",
        "26 November",
        "26 November 2026 03:31",
        "26 Nov 2026",
        "26 Nov 2026 03:31",
    ]


@pytest.mark.django_db
def test_forum_page_and_front_page_say_the_days_in_one_breath(client: Client) -> None:
    forums = [a_forum(time_zone="America/New_York"), a_forum()]
    pages = [client.get(page).content.decode() for page in (f"/en/{forums[1].slug}/", "/en/")]

    assert [page.count("26–27 November 2026") for page in pages] == [1, 1]
    assert "25–27 November 2026" in pages[1]  # nine in Seoul is the evening before in New York


@pytest.mark.django_db
def test_private_address_says_when_it_was_made_and_fetched(client: Client) -> None:
    attendee = an_attendee(a_forum())
    client.force_login(attendee.user)
    make_feed(attendee, by="", at=OPENS)
    page = f"/en/{attendee.forum.slug}/me/calendar/"

    made = client.get(page).content.decode()
    FeedToken.objects.update(fetched_at=OPENS + timedelta(hours=6), fetched_by="Phone")
    fetched = client.get(page).content.decode()

    assert "Made 26 November 2026 09:00;" in made
    assert "Last fetched 26 November 2026 15:00 by Phone." in fetched
