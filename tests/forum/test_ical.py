"""Calendars as bytes: the lines of RFC 5545 that clients trip over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as some
from icalendar import Calendar

from forum.ical import CSS_COLORS, CalendarEvent, Person, calendar, file_name, message

SEOUL = ZoneInfo("Asia/Seoul")
NINE = datetime(2026, 11, 26, tzinfo=UTC)
ZONES = sorted(available_timezones())
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


def a_feed(*events: CalendarEvent, zone: ZoneInfo = SEOUL, at: datetime = NINE) -> bytes:
    return calendar(
        events, name="마당", zone=zone, at=at, uid="feed@madang.example", source="https://m.example/x.ics"
    )


def lines(feed: bytes) -> list[str]:
    """Return the unfolded lines, after checking that each physical line has ≤ 75 octets and ends in CRLF."""
    assert feed.endswith(b"\r\n")
    physical = feed[:-2].split(b"\r\n")
    assert [line for line in physical if len(line) > 75 or b"\n" in line or b"\r" in line] == []
    return feed.decode().replace("\r\n ", "").splitlines()


def values(feed: bytes, name: str) -> list[str]:
    return [line.partition(":")[2] for line in lines(feed) if line.split(":")[0].split(";")[0] == name]


def as_read(feed: bytes) -> list[datetime]:
    """Return begin and end of each event as a program reads them that knows nothing but the file."""
    read = Calendar.from_ical(feed)
    zone = read.walk("VTIMEZONE")[0]
    offset = zone.walk("STANDARD")[0]["TZOFFSETTO"].td
    found = []
    for event in read.walk("VEVENT"):
        for name in ("DTSTART", "DTEND"):
            local = event[name].dt.replace(tzinfo=UTC)
            known = event[name].params.get("TZID")
            assert known in (None, zone["TZID"])
            found.append(local - offset if known else local)
    return found


def changes_of(zone: ZoneInfo, year: int) -> list[datetime]:
    """Return the moments of a year at which a zone's clocks are changed, to the minute."""
    changes = []
    for number in range(366):
        before = datetime(year, 1, 1, tzinfo=UTC) + timedelta(days=number)
        after = before + timedelta(days=1)
        if before.astimezone(zone).utcoffset() == after.astimezone(zone).utcoffset():
            continue
        while after - before > timedelta(minutes=1):
            middle = before + (after - before) / 2
            is_later = middle.astimezone(zone).utcoffset() == after.astimezone(zone).utcoffset()
            before, after = (before, middle) if is_later else (middle, after)
        changes.append(after.replace(second=0, microsecond=0))
    return changes


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


moments = some.integers(632_000_000, 2_200_000_000).map(lambda second: datetime.fromtimestamp(second, UTC))


@given(
    some.sampled_from(ZONES), some.lists(some.tuples(moments, some.integers(1, 3000)), max_size=3), moments
)
def test_times_mean_the_same_by_the_zone_that_is_written_as_by_the_clock(
    name: str, spans: list[tuple[datetime, int]], at: datetime
) -> None:
    events = [an_event(starts_at=begins, ends_at=begins + timedelta(minutes=long)) for begins, long in spans]

    assert as_read(a_feed(*events, zone=ZoneInfo(name), at=at)) == [
        moment for event in events for moment in (event.starts_at, event.ends_at)
    ]


def test_times_of_every_zone_are_right_around_each_change_of_its_clocks() -> None:
    for name in ZONES:
        zone = ZoneInfo(name)
        changes = changes_of(zone, 2026)
        for edge in changes or [NINE]:
            begins = [edge + timedelta(minutes=minutes) for minutes in (0, -30, -1440, 43_200)]
            events = [an_event(starts_at=at, ends_at=at + timedelta(hours=1)) for at in begins]
            read = [as_read(a_feed(event, zone=zone, at=event.starts_at)) for event in events]
            assert read == [[event.starts_at, event.ends_at] for event in events], name
        written = Calendar.from_ical(a_feed(zone=zone)).walk("VTIMEZONE")[0]["TZID"]
        assert (name, str(written)) == (name, "UTC" if changes else name)


@pytest.mark.parametrize(
    ("name", "offset"),
    [
        ("Asia/Seoul", "+0900"),
        ("Europe/Istanbul", "+0300"),
        ("America/Sao_Paulo", "-0300"),
        ("Asia/Almaty", "+0500"),
        ("Asia/Amman", "+0300"),
        ("Asia/Colombo", "+0530"),
    ],
)
def test_a_zone_is_written_as_it_is_at_the_time_of_the_events(name: str, offset: str) -> None:
    for feed in (a_feed(an_event(), zone=ZoneInfo(name)), a_feed(zone=ZoneInfo(name))):
        assert values(feed, "TZOFFSETTO") == values(feed, "TZOFFSETFROM") == [offset]


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

    mailed = message(
        [an_event()], method="REQUEST", organizer=organizer, attendee=reader, zone=SEOUL, at=NINE
    )

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
        [an_event()], method="PUBLISH", organizer=Person("team@madang.example"), zone=SEOUL, at=NINE
    )

    assert (values(mailed, "ATTENDEE"), values(mailed, "ORGANIZER")) == ([], ["mailto:team@madang.example"])


def test_an_alarm_reminds_so_long_before() -> None:
    feed = a_feed(an_event(alarm=timedelta(hours=2), summary="마당 포럼"))

    alarm = Calendar.from_ical(feed).walk("VALARM")[0]
    assert (str(alarm["ACTION"]), alarm["TRIGGER"].dt, str(alarm["DESCRIPTION"])) == (
        "DISPLAY",
        timedelta(hours=-2),
        "마당 포럼",
    )
    assert "VALARM" not in a_feed(an_event()).decode()


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("글로벌 AI 혁신 포럼", "글로벌 AI 혁신 포럼"),
        ("AI/ML: what\r\nnow?", "AI ML what now"),
        ("..\\..", "madang"),
        ("x" * 300, "x" * 80),
    ],
)
def test_a_file_has_the_name_people_know_as_systems_take_it(name: str, file: str) -> None:
    assert file_name(name) == file
