"""The calendar contract: what a client that follows a feed may rely on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as some
from icalendar import Calendar
from pytest_django import Settings

from forum.agenda.verbs import save_session, unsave_session
from forum.programme.verbs import cancel, reinstate, retitle
from tests.forum.calendars.asking import LATER, events, fetch, moved, private, public, session_uids
from tests.forum.cast import WRITTEN, a_forum, a_session, a_space, a_speaker, a_track, an_attendee

# Identity and change ------------------------------------------------------------------------------


@pytest.mark.django_db
def test_uid_stays_when_a_session_moves_and_when_the_site_does(client: Client, settings: Settings) -> None:
    session = a_session(a_forum())
    before = events(client, public(session.forum))[0]["UID"]
    moved(session)
    settings.PUBLIC_URL = "https://elsewhere.example"

    after = events(client, public(session.forum))[0]["UID"]

    assert before == after == f"{session.uid}@{settings.CALENDAR_UID_DOMAIN}"


@pytest.mark.django_db
def test_a_move_counts_up_and_changes_the_etag(client: Client) -> None:
    session = a_session(a_forum())
    first = fetch(client, public(session.forum))
    moved(session)

    second = fetch(client, public(session.forum))

    event = Calendar.from_ical(second.content).walk("VEVENT")[0]
    assert (event["SEQUENCE"], event["LAST-MODIFIED"].dt, event["DTSTAMP"].dt) == (1, LATER, LATER)
    assert first.headers["ETag"] != second.headers["ETag"]


@pytest.mark.django_db
def test_a_title_changes_the_body_and_not_the_count(client: Client) -> None:
    session = a_session(a_forum())
    first = fetch(client, public(session.forum))
    retitle(session, title_ko="새 제목", title_en="New title", by="", at=LATER)

    event = events(client, public(session.forum))[0]

    assert (event["SUMMARY"], event["SEQUENCE"], event["LAST-MODIFIED"].dt) == ("새 제목", 0, LATER)
    assert fetch(client, public(session.forum), if_none_match=first.headers["ETag"]).status_code == 200


@pytest.mark.django_db
def test_a_session_called_off_stays_as_cancelled_until_it_is_back(client: Client) -> None:
    session = a_session(a_forum())
    session = cancel(session, by="", at=LATER)
    off = events(client, public(session.forum))[0]
    reinstate(session, by="", at=LATER + timedelta(hours=1))

    back = events(client, public(session.forum))[0]

    assert (off["STATUS"], off["SEQUENCE"], back["STATUS"], back["SEQUENCE"]) == (
        "CANCELLED",
        1,
        "CONFIRMED",
        2,
    )


# What stands in them ------------------------------------------------------------------------------


@pytest.mark.django_db
def test_each_part_holds_its_own_and_says_so(client: Client) -> None:
    forum = a_forum()
    track, space, ada = a_track(forum, color="teal"), a_space(forum), a_speaker(forum)
    mine = a_session(
        forum, track=track, space=space, speakers=[ada, a_speaker(forum, "tom", "Tom")], title_en="Mine"
    )
    a_session(forum, hours=25)

    for part in ("tracks/research", "spaces/hall", f"sessions/{mine.key}", "days/2026-11-26", "speakers/ada"):
        found = events(client, f"{public(forum, part)}?lang=en")
        assert [str(event["UID"]).partition("@")[0] for event in found] == [str(mine.uid)]
    event = found[0]
    assert event["LOCATION"] == "5F Hall hall, Hub, Yangjae, Seoul"
    assert (event["COLOR"], event["CATEGORIES"].cats) == ("teal", ["Track research", "Talk"])
    assert event["URL"].endswith(f"/en/{forum.slug}/sessions/{mine.key}/")
    assert "Ada Marsh, Tom" in event["DESCRIPTION"]


@pytest.mark.django_db
def test_a_feed_is_named_in_the_language_asked_for(client: Client) -> None:
    forum = a_forum()
    a_session(forum, track=a_track(forum))

    names = [
        str(Calendar.from_ical(fetch(client, f"/{forum.slug}/{part}").content)["X-WR-CALNAME"])
        for part in (
            "schedule.ics?lang=en",
            "schedule.ics?lang=ko",
            "schedule.ics?lang=xx",
            "tracks/research.ics?lang=en",
        )
    ]

    assert names == ["Courtyard Forum", "마당 포럼", "마당 포럼", "Courtyard Forum · Track research"]


@pytest.mark.django_db
def test_no_feed_names_an_attendee(client: Client) -> None:
    session = a_session(a_forum())
    attendee = an_attendee(session.forum, "minji@example.com")
    save_session(attendee, session, by="")

    for path in (public(session.forum), private(attendee)):
        body = fetch(client, path).content.decode()
        assert [
            word for word in ("ATTENDEE", "minji@example.com", attendee.name, attendee.key) if word in body
        ] == []
        assert str(session.uid) in body


@pytest.mark.django_db
def test_an_agenda_with_nothing_in_it_has_the_days_of_the_forum(client: Client) -> None:
    found = events(client, private(an_attendee(a_forum("seoul"), language="ko")))

    assert [(str(day["UID"]), str(day["SUMMARY"])) for day in found] == [
        ("forum-seoul@madang.invalid", "마당 포럼 1일차"),
        ("forum-seoul-day-2@madang.invalid", "마당 포럼 2일차"),
    ]
    assert [day["DTSTART"].dt.isoformat() for day in found] == [
        "2026-11-26T09:00:00+09:00",
        "2026-11-27T09:00:00+09:00",
    ]
    assert [day["DTEND"].dt.hour for day in found] == [18, 18]


@pytest.mark.django_db
def test_a_programme_with_nothing_in_it_is_a_valid_calendar(client: Client) -> None:
    feed = Calendar.from_ical(fetch(client, public(a_forum())).content)

    assert [component.name for component in feed.walk()] == ["VCALENDAR", "VTIMEZONE", "STANDARD"]


@pytest.mark.django_db
def test_taking_a_session_out_reaches_the_calendar(client: Client) -> None:
    forum = a_forum()
    stays, goes = a_session(forum), a_session(forum)
    attendee = an_attendee(forum)
    for session in (stays, goes):
        save_session(attendee, session, by="", at=WRITTEN)
    path = private(attendee)
    first = fetch(client, path)
    unsave_session(attendee, goes, by="", at=WRITTEN + timedelta(days=2))

    by_tag = fetch(client, path, if_none_match=first.headers["ETag"])
    by_date = fetch(client, path, if_modified_since=first.headers["Last-Modified"])

    assert (by_tag.status_code, by_date.status_code) == (200, 200)
    assert session_uids(client, path) == {f"{stays.uid}@madang.invalid"}


@pytest.mark.django_db
@hypothesis(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.lists(some.tuples(some.integers(0, 2), some.integers(0, 4), some.booleans()), max_size=15))
def test_a_private_feed_shows_what_its_owner_saved_and_nothing_else(
    client: Client, steps: list[tuple[int, int, bool]]
) -> None:
    forum = a_forum()
    people = [an_attendee(forum) for _ in range(3)]
    sessions = [a_session(forum, hours=number) for number in range(5)]
    saved: list[set[str]] = [set(), set(), set()]
    for who, what, on in steps:
        (save_session if on else unsave_session)(people[who], sessions[what], by="")
        (saved[who].add if on else saved[who].discard)(f"{sessions[what].uid}@madang.invalid")

    shown = [session_uids(client, private(person)) for person in people]

    assert shown == saved


@pytest.mark.django_db
def test_the_owner_sees_who_fetched_last(client: Client) -> None:
    attendee = an_attendee(a_forum())
    path = private(attendee)

    fetch(client, path, user_agent="Google-Calendar-Importer")
    fetch(client, path, user_agent="Somebody else a moment later")

    token = attendee.feed_tokens.get()
    assert (token.fetched_by, token.fetched_at is not None) == ("Google-Calendar-Importer", True)
