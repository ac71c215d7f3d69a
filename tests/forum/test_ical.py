"""Calendars as bytes: the lines of RFC 5545 that clients trip over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some
from icalendar import Calendar

from forum.ical import CSS_COLORS, CalendarEvent, Person, calendar, message

SEOUL = ZoneInfo("Asia/Seoul")
NINE = datetime(2026, 11, 26, tzinfo=UTC)
CONTROLS = {chr(number) for number in [*range(32), *range(127, 160), 0x2028, 0x2029]} - {"\r", "\n"}


def an_event(**fields: object) -> CalendarEvent:
    values: dict[str, object] = {
        "uid": "1@madang.example",
        "starts_at": NINE,
        "ends_at": NINE + timedelta(hours=1),
        "summary": "Talk",
        "changed_at": NINE - timedelta(days=9),
        **fields,
    }
    return CalendarEvent(**values)  # type: ignore[arg-type]


def a_feed(*events: CalendarEvent, zone: ZoneInfo = SEOUL) -> bytes:
    return calendar(
        events, name="마당", zone=zone, year=2026, uid="feed@madang.example", source="https://m.example/x.ics"
    )


def lines(feed: bytes) -> list[str]:
    """Return the unfolded lines, after checking that each physical line has ≤ 75 octets and ends in CRLF."""
    assert feed.endswith(b"\r\n")
    physical = feed[:-2].split(b"\r\n")
    assert [line for line in physical if len(line) > 75 or b"\n" in line or b"\r" in line] == []
    return feed.decode().replace("\r\n ", "").splitlines()


def values(feed: bytes, name: str) -> list[str]:
    return [line.partition(":")[2] for line in lines(feed) if line.split(":")[0].split(";")[0] == name]


@pytest.mark.parametrize(
    "nasty",
    ["a\x00b", "a\r\nATTENDEE:mailto:x@example.com", "a\u2028b", "a\ud800b", "a\x0bb", "a\x85b", "a\ufffeb"],
)
def test_a_nasty_title_is_one_line_of_summary(nasty: str) -> None:
    feed = a_feed(an_event(summary=nasty, description=nasty))

    assert (len(values(feed, "SUMMARY")), values(feed, "ATTENDEE")) == (1, [])
    assert set(values(feed, "SUMMARY")[0]) & CONTROLS == set()


@pytest.mark.parametrize(
    "text", ["가나다라마바사" * 700, "👩‍👩‍👧‍👦" * 300, "x" * 10_000, "a,b;c\\d\ne" * 100]
)
def test_long_text_of_any_script_comes_back_whole(text: str) -> None:
    feed = a_feed(an_event(summary="T", description=text))

    lines(feed)
    assert Calendar.from_ical(feed).walk("VEVENT")[0]["DESCRIPTION"] == text


@given(some.text(), some.text())
def test_any_text_gives_a_valid_calendar(summary: str, description: str) -> None:
    feed = a_feed(an_event(summary=summary, description=description, location=summary, categories=(summary,)))

    assert len(values(feed, "SUMMARY")) == 1
    assert [component.name for component in Calendar.from_ical(feed).walk()] == [
        "VCALENDAR",
        "VTIMEZONE",
        "STANDARD",
        "VEVENT",
    ]


def test_decomposed_hangul_is_composed() -> None:
    assert values(a_feed(an_event(summary="\u1112\u1161\u11ab")), "SUMMARY") == ["한"]


def test_times_in_seoul_stand_in_a_zone_of_one_part() -> None:
    feed = a_feed(an_event())

    assert [line for line in lines(feed) if "20261126" in line][:2] == [
        "DTSTART;TZID=Asia/Seoul:20261126T090000",
        "DTEND;TZID=Asia/Seoul:20261126T100000",
    ]
    assert (values(feed, "TZID"), lines(feed).count("BEGIN:STANDARD"), "RDATE" in feed.decode()) == (
        ["Asia/Seoul"],
        1,
        False,
    )


def test_times_in_new_york_are_utc() -> None:
    feed = a_feed(an_event(), zone=ZoneInfo("America/New_York"))

    assert (values(feed, "DTSTART")[1:], values(feed, "DTEND")) == (
        ["20261126T000000Z"],
        ["20261126T010000Z"],
    )


@pytest.mark.parametrize("zone", ["Asia/Seoul", "America/New_York"])
def test_an_empty_feed_is_valid_by_its_time_zone(zone: str) -> None:
    feed = a_feed(zone=ZoneInfo(zone))

    assert [component.name for component in Calendar.from_ical(feed).walk()] == [
        "VCALENDAR",
        "VTIMEZONE",
        "STANDARD",
    ]


def test_a_feed_names_itself_twice_and_asks_to_be_fetched_hourly() -> None:
    feed = a_feed()

    assert (values(feed, "NAME"), values(feed, "X-WR-CALNAME"), values(feed, "METHOD")) == (
        ["마당"],
        ["마당"],
        [],
    )
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in lines(feed)
    assert "SOURCE;VALUE=URI:https://m.example/x.ics" in lines(feed)
    assert values(feed, "X-PUBLISHED-TTL") == ["PT60M"]


def test_equal_values_give_equal_bytes_and_the_stamp_is_the_last_change() -> None:
    feed = a_feed(an_event(sequence=3, status="CANCELLED"))

    assert feed == a_feed(an_event(sequence=3, status="CANCELLED"))
    assert values(feed, "DTSTAMP") == values(feed, "LAST-MODIFIED") == ["20261117T000000Z"]
    assert (values(feed, "SEQUENCE"), values(feed, "STATUS")) == (["3"], ["CANCELLED"])


@pytest.mark.parametrize(
    ("color", "said"), [("teal", ["teal"]), ("#0b6a5c", []), ("no-colour", []), ("", [])]
)
def test_a_colour_is_a_css_name_or_nothing(color: str, said: list[str]) -> None:
    assert values(a_feed(an_event(color=color)), "COLOR") == said
    assert all(name.isalpha() and name.islower() for name in CSS_COLORS)


def test_an_invitation_names_organizer_and_reader() -> None:
    organizer, reader = Person("team@madang.example", 'The "Team"'), Person("minji@example.com", "김민지")

    mailed = message(an_event(), method="REQUEST", organizer=organizer, attendee=reader, zone=SEOUL, at=NINE)

    event = Calendar.from_ical(mailed).walk("VEVENT")[0]
    assert (values(mailed, "METHOD"), values(mailed, "DTSTAMP")) == (["REQUEST"], ["20261126T000000Z"])
    assert (event["ORGANIZER"], event["ORGANIZER"].params["CN"]) == (
        "mailto:team@madang.example",
        "The 'Team'",
    )
    assert (event["ATTENDEE"], event["ATTENDEE"].params["PARTSTAT"]) == (
        "mailto:minji@example.com",
        "ACCEPTED",
    )


def test_what_is_published_by_mail_names_no_reader() -> None:
    mailed = message(
        an_event(), method="PUBLISH", organizer=Person("team@madang.example"), zone=SEOUL, at=NINE
    )

    assert (values(mailed, "ATTENDEE"), values(mailed, "ORGANIZER")) == ([], ["mailto:team@madang.example"])
