"""Dates read the same on every page: day before month in English, a clock of 24 hours, a span in one breath."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from django.test import Client
from django.utils import timezone, translation
from django.utils.formats import date_format

from forum.calendars.models import FeedToken
from forum.calendars.verbs import make_feed
from forum.templatetags import dates
from forum.templatetags.dates import by_then, days, deadline, hours, moment, span, when, zone
from tests.forum.cast import OPENS, a_forum, a_session, an_attendee

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


SPANS = [
    (day(2026, 11, 26), 9, "Thu 26 November 2026, 09:00–18:00", "2026년 11월 26일(목) 09:00–18:00"),
    (
        datetime(2026, 11, 26, 22, tzinfo=SEOUL),
        4,
        "Thu 26 November, 22:00 – Fri 27 November 2026, 02:00",
        "2026년 11월 26일(목) 22:00 – 27일(금) 02:00",
    ),
    (
        day(2026, 11, 30),
        33,
        "Mon 30 November, 09:00 – Tue 1 December 2026, 18:00",
        "2026년 11월 30일(월) 09:00 – 12월 1일(화) 18:00",
    ),
    (
        datetime(2026, 12, 31, 22, tzinfo=SEOUL),
        4,
        "Thu 31 December 2026, 22:00 – Fri 1 January 2027, 02:00",
        "2026년 12월 31일(목) 22:00 – 2027년 1월 1일(금) 02:00",
    ),
    (day(2026, 11, 26), 15, "Thu 26 November 2026, 09:00–24:00", "2026년 11월 26일(목) 09:00–24:00"),
    (
        day(2026, 11, 26),
        39,
        "Thu 26 November, 09:00 – Fri 27 November 2026, 24:00",
        "2026년 11월 26일(목) 09:00 – 27일(금) 24:00",
    ),
]


@pytest.mark.parametrize(("first", "long", "english", "korean"), SPANS)
def test_span_names_begin_and_end_with_day_and_time(
    first: datetime, long: int, english: str, korean: str
) -> None:
    for language, expected in (("en", english), ("ko", korean)):
        with translation.override(language):
            assert span(first, first + timedelta(hours=long)) == expected


def test_hours_name_the_weekdays_only_where_there_are_two() -> None:
    ten = datetime(2026, 11, 26, 22, tzinfo=SEOUL)
    with translation.override("ko"):
        assert [hours(ten, ten + timedelta(hours=long)) for long in (1, 2, 4)] == [
            "22:00–23:00",
            "22:00–24:00",
            "목 22:00 – 금 02:00",
        ]


def test_what_ends_at_midnight_ends_on_the_day_before() -> None:
    with translation.override("en"):
        assert days(day(2026, 11, 26), datetime(2026, 11, 27, tzinfo=SEOUL)) == "26 November 2026"


@pytest.mark.parametrize(
    ("name", "at", "english", "korean"),
    [
        ("Asia/Seoul", EARLY, "Korea time (KST, UTC+9)", "한국 시간(KST, UTC+9)"),
        ("America/New_York", EARLY, "Eastern Time (EST, UTC−5)", "미 동부 시간(EST, UTC−5)"),
        (
            "America/New_York",
            datetime(2026, 7, 1, tzinfo=UTC),
            "Eastern Time (EDT, UTC−4)",
            "미 동부 시간(EDT, UTC−4)",
        ),
        ("Asia/Kolkata", EARLY, "India Time (IST, UTC+5:30)", "인도 시간(IST, UTC+5:30)"),
        ("America/St_Johns", EARLY, "Newfoundland Time (NST, UTC−3:30)", "뉴펀들랜드 시간(NST, UTC−3:30)"),
        ("Europe/Istanbul", EARLY, "Türkiye Time (UTC+3)", "튀르키예 시간(UTC+3)"),
        ("America/Coyhaique", EARLY, "Coyhaique (UTC−3)", "Coyhaique(UTC−3)"),
        ("Etc/GMT-3", EARLY, "UTC+3", "UTC+3"),
        ("UTC", EARLY, "UTC", "UTC"),
    ],
)
def test_zone_is_named_as_people_and_as_clocks_call_it(
    name: str, at: datetime, english: str, korean: str
) -> None:
    for language, expected in (("en", english), ("ko", korean)):
        with translation.override(language), timezone.override(name):
            assert zone(at) == expected


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_zone_has_a_name_that_says_its_distance(language: str) -> None:
    named = {}
    for name in available_timezones():
        with translation.override(language), timezone.override(name):
            named[name] = zone(EARLY)

    assert [
        said for said in named.values() if "UTC" not in said or "Unknown" in said or "알려지지" in said
    ] == []


def test_when_can_be_told_in_another_zone_by_a_script() -> None:
    with translation.override("en"), timezone.override(SEOUL):
        markup = when(EARLY, EARLY + timedelta(hours=2))

    assert 'data-zone="Asia/Seoul" data-begins="2026-11-26T03:31:00+09:00"' in markup
    assert 'data-ends="2026-11-26T05:31:00+09:00"' in markup


@pytest.mark.django_db
def test_forum_front_and_session_page_name_begin_end_and_zone(client: Client) -> None:
    new_york = a_forum(time_zone="America/New_York", ends_at=OPENS + timedelta(hours=8))
    session = a_session(new_york, hours=4, minutes=120)
    pages = [client.get(page).content.decode() for page in (f"/en/{new_york.slug}/", f"/ko/{new_york.slug}/")]
    a_forum()
    late_talk = f"/en/{new_york.slug}/sessions/{session.key}/"
    pages += [client.get(page).content.decode() for page in ("/en/", "/ko/", late_talk)]

    whole, part = (
        "Wed 25 November, 19:00 – Thu 26 November 2026, 03:00",
        "2026년 11월 25일(수) 19:00 – 26일(목) 03:00",
    )
    zones = "Eastern Time (EST, UTC−5)", "미 동부 시간(EST, UTC−5)"
    late = "Wed 25 November, 23:00 – Thu 26 November 2026, 01:00"
    assert [whole in pages[0], part in pages[1], whole in pages[2], part in pages[3]] == [True] * 4
    assert [zones[number % 2] in page for number, page in enumerate(pages[:4])] == [True] * 4
    assert (late in pages[4], zones[0] in pages[4]) == (True, True)


@pytest.mark.django_db
def test_every_time_of_a_page_is_the_forums(client: Client) -> None:
    opens = OPENS + timedelta(days=999)
    forum = a_forum(
        time_zone="America/New_York",
        registration_opens_at=opens,
        starts_at=opens,
        ends_at=opens + timedelta(days=1),
        registration_closes_at=opens + timedelta(days=1),
    )

    page = client.get(f"/en/{forum.slug}/register/").content.decode()

    assert "20 August 2029 20:00" in page


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


def test_deadline_says_whose_time_it_is_to_whom_it_may_be_foreign() -> None:
    at = datetime(2027, 5, 11, 21, 23, tzinfo=UTC)
    with timezone.override("Asia/Seoul"):
        with translation.override("ko"):
            assert deadline(timezone.localtime(at)) == "2027년 5월 12일 06:23"
        with translation.override("en"):
            assert deadline(timezone.localtime(at)) == "12 May 2027 06:23, Korea time (KST, UTC+9)"
    with timezone.override("Europe/Berlin"), translation.override("ko"):
        assert deadline(timezone.localtime(at)).startswith("2027년 5월 11일 23:23, ")


def test_by_then_leaves_today_out() -> None:
    with timezone.override("Asia/Seoul"), translation.override("ko"):
        soon = timezone.localtime()
        later = soon + timedelta(days=2)
        assert (by_then(soon), by_then(later)) == (soon.strftime("%H:%M"), moment(later))


@pytest.mark.parametrize(("language", "said"), [("ko", "11월 26일(목)"), ("en", "Thu 26 November")])
def test_day_of_a_forum_is_written_in_one_way(language: str, said: str) -> None:
    with translation.override(language), timezone.override("Asia/Seoul"):
        assert dates.day(OPENS) == said
