"""The calendar contract: what a client that follows a feed may rely on."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as some
from icalendar import Calendar, Component
from pytest_django import Settings

from forum.agenda.verbs import save_session, unsave_session
from forum.calendars.models import FeedToken
from forum.calendars.queries import digest_of
from forum.calendars.verbs import make_feed, revoke_feed
from forum.forums.models import Forum
from forum.people.models import Attendee
from forum.programme.models import Session
from forum.programme.verbs import cancel, move, reinstate, retitle
from tests.forum.cast import OPENS, WRITTEN, a_forum, a_session, a_space, a_speaker, a_track, an_attendee
from tests.forum.live.stack import Stack
from tests.forum.racing import together

LATER = WRITTEN + timedelta(days=1)


def fetch(client: Client, path: str, **headers: str) -> HttpResponse:
    return client.get(path, headers=headers)  # type: ignore[return-value]


def events(client: Client, path: str) -> list[Component]:
    response = fetch(client, path)
    assert response.status_code == 200
    return list(Calendar.from_ical(response.content).walk("VEVENT"))


def public(forum: Forum, part: str = "schedule") -> str:
    return f"/{forum.slug}/{part}.ics"


def private(attendee: Attendee) -> str:
    return f"/cal/{make_feed(attendee, by=attendee.key, at=WRITTEN)}.ics"


def moved(session: Session) -> Session:
    later = timedelta(minutes=30)
    times = {"starts_at": session.starts_at + later, "ends_at": session.ends_at + later}
    return move(session, **times, space=session.space, by="", at=LATER)


# What does not exist ------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    "part", ["tracks/none", "days/2026-12-24", "days/soon", "rooms/hall", "sessions/none"]
)
def test_a_part_that_is_not_there_is_not_found(client: Client, part: str) -> None:
    forum = a_forum()
    a_session(forum)

    assert fetch(client, public(forum, part)).status_code == 404


@pytest.mark.django_db
def test_a_part_of_another_forum_is_not_found(client: Client) -> None:
    forum, other = a_forum(), a_forum()
    track = a_track(other)
    session = a_session(other, track=track)

    assert fetch(client, public(forum, f"sessions/{session.key}")).status_code == 404
    assert fetch(client, public(forum, f"tracks/{track.key}")).status_code == 404


@pytest.mark.django_db
def test_a_private_address_that_is_unknown_replaced_or_stopped_is_not_found(client: Client) -> None:
    attendee = an_attendee(a_forum())
    replaced = private(attendee)
    stopped = private(attendee)
    answers = [fetch(client, replaced).status_code, fetch(client, stopped).status_code]
    revoke_feed(attendee, by=attendee.key)

    answers += [fetch(client, path).status_code for path in (stopped, "/cal/unknown.ics")]

    assert answers == [404, 200, 404, 404]


@pytest.mark.django_db
def test_a_private_address_ends_with_withdrawal_and_three_months_after_the_forum(client: Client) -> None:
    over = a_forum(starts_at=OPENS - timedelta(days=999), ends_at=OPENS - timedelta(days=998))
    withdrawn = an_attendee(a_forum())
    paths = [private(an_attendee(over)), private(withdrawn)]
    Attendee.objects.filter(pk=withdrawn.pk).update(withdrawn_at=OPENS)

    assert [fetch(client, path).status_code for path in paths] == [404, 404]


@pytest.mark.django_db
def test_the_database_holds_no_usable_address() -> None:
    attendee = an_attendee(a_forum())

    secret = make_feed(attendee, by=attendee.key)

    row = FeedToken.objects.values().get()
    assert (row["digest"], row["prefix"]) == (digest_of(secret), secret[:6])
    assert [value for value in row.values() if secret in str(value)] == []
    assert len(secret) == 43


def test_addresses_made_at_the_same_moment_leave_one_alive(database: Stack) -> None:
    attendee = an_attendee(a_forum(f"race-feed-{database.kind}"))

    done = together(5, lambda number: make_feed(attendee, by=attendee.key))

    alive = attendee.feed_tokens.get(revoked_at=None)
    assert [secret for secret in done if isinstance(secret, str) and digest_of(secret) == alive.digest] != []


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


# HTTP ---------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("is_private", [False, True])
def test_a_client_with_the_newest_version_gets_304_for_two_queries(client: Client, is_private: bool) -> None:
    session = a_session(a_forum())
    attendee = an_attendee(session.forum)
    save_session(attendee, session, by="", at=WRITTEN)
    path = private(attendee) if is_private else public(session.forum)
    first = fetch(client, path)

    for header, value in (
        ("if_none_match", first.headers["ETag"]),
        ("if_modified_since", first.headers["Last-Modified"]),
    ):
        with CaptureQueriesContext(connection) as seen:
            again = fetch(client, path, **{header: value})
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
        assert len(seen) <= 2


@pytest.mark.django_db
def test_a_weak_or_listed_etag_is_understood_and_an_old_date_is_not(client: Client) -> None:
    session = a_session(a_forum())
    etag = fetch(client, public(session.forum)).headers["ETag"]

    answers = [
        fetch(client, public(session.forum), if_none_match=f'"other", {etag}').status_code,
        fetch(client, public(session.forum), if_none_match=f"W/{etag}").status_code,
        fetch(client, public(session.forum), if_modified_since="Sat, 01 Nov 2025 00:00:00 GMT").status_code,
    ]

    assert answers == [304, 304, 200]


@pytest.mark.django_db
def test_a_change_of_this_very_second_has_no_date_yet(client: Client) -> None:
    session = a_session(a_forum())
    retitle(session, title_ko="x", title_en="x", by="")

    response = fetch(client, public(session.forum))

    assert ("Last-Modified" in response.headers, "ETag" in response.headers) == (False, True)


@pytest.mark.django_db
def test_the_body_is_the_same_on_every_fetch(client: Client) -> None:
    forum = a_forum()
    for number in range(3):
        a_session(
            forum, hours=number, track=a_track(forum, f"t{number}"), speakers=[a_speaker(forum, f"s{number}")]
        )

    assert fetch(client, public(forum)).content == fetch(client, public(forum)).content


@pytest.mark.django_db
def test_head_has_the_headers_and_no_body(client: Client) -> None:
    session = a_session(a_forum())
    whole, head = client.get(public(session.forum)), client.head(public(session.forum))

    assert (head.content, head.headers["ETag"], head.headers["Content-Type"]) == (
        b"",
        whole.headers["ETag"],
        "text/calendar; charset=utf-8; component=VEVENT",
    )


@pytest.mark.django_db
def test_nothing_is_ever_compressed(client: Client) -> None:
    forum = a_forum()
    for number in range(30):
        a_session(forum, hours=number / 10)

    response = fetch(client, public(forum), accept_encoding="gzip, br, zstd, deflate")

    assert (response.headers.get("Content-Encoding"), response.content[:15]) == (None, b"BEGIN:VCALENDAR")
    assert "no-transform" in response.headers["Cache-Control"]


@pytest.mark.django_db
def test_a_public_feed_is_for_everybody_and_a_private_one_for_nobody_else(client: Client) -> None:
    session = a_session(a_forum())
    open_to_all, secret = (
        fetch(client, public(session.forum)),
        fetch(client, private(an_attendee(session.forum))),
    )

    assert open_to_all.headers["Access-Control-Allow-Origin"] == "*"
    assert "Cookie" not in open_to_all.headers.get("Vary", "")
    assert open_to_all.headers["Cache-Control"].startswith("public")
    assert (secret.headers["X-Robots-Tag"], secret.headers["Referrer-Policy"]) == ("noindex", "no-referrer")
    assert secret.headers["Cache-Control"].startswith("private")
    assert "Access-Control-Allow-Origin" not in secret.headers
    assert (
        fetch(client, public(session.forum, f"sessions/{session.key}"))
        .headers["Content-Disposition"]
        .startswith("attachment")
    )


@pytest.mark.django_db
def test_robots_are_let_to_private_calendars(client: Client) -> None:
    assert "Allow: /cal/" in fetch(client, "/robots.txt").content.decode().splitlines()


# What stands in them ------------------------------------------------------------------------------


@pytest.mark.django_db
def test_each_part_holds_its_own_and_says_so(client: Client) -> None:
    forum = a_forum()
    track, space, ada = a_track(forum, color="teal"), a_space(forum), a_speaker(forum)
    mine = a_session(
        forum, track=track, space=space, speakers=[ada, a_speaker(forum, "tom", "Tom")], title_en="Mine"
    )
    a_session(forum, hours=25)

    for part in ("tracks/research", "spaces/hall", "speakers/ada", f"sessions/{mine.key}", "days/2026-11-26"):
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
def test_an_agenda_with_nothing_in_it_is_a_valid_calendar(client: Client) -> None:
    feed = Calendar.from_ical(fetch(client, private(an_attendee(a_forum()))).content)

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
    assert [event["UID"] for event in events(client, path)] == [f"{stays.uid}@madang.invalid"]


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

    shown = [{str(event["UID"]) for event in events(client, private(person))} for person in people]

    assert shown == saved


@pytest.mark.django_db
def test_the_owner_sees_who_fetched_last(client: Client) -> None:
    attendee = an_attendee(a_forum())
    path = private(attendee)

    fetch(client, path, user_agent="Google-Calendar-Importer")
    fetch(client, path, user_agent="Somebody else a moment later")

    token = attendee.feed_tokens.get()
    assert (token.fetched_by, token.fetched_at is not None) == ("Google-Calendar-Importer", True)


# The page -----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_page_gives_the_private_address_once(client: Client) -> None:
    attendee = an_attendee(a_forum())
    client.force_login(attendee.user)
    path = f"/en/{attendee.forum.slug}/me/calendar/"

    made = client.post(path, {"action": "make"})
    address = next(
        word for word in made.content.decode().split('"') if "/cal/" in word and word.startswith("webcal")
    )
    again = client.get(path)

    assert fetch(client, urlsplit(address).path).status_code == 200
    assert ("/cal/" in again.content.decode(), "no-store" in made.headers["Cache-Control"]) == (False, True)
    assert client.post(path, {"action": "revoke"}).status_code == 302
    assert fetch(client, urlsplit(address).path).status_code == 404


@pytest.mark.django_db
def test_page_is_open_and_its_private_part_is_not(client: Client) -> None:
    forum = a_forum()
    path = f"/en/{forum.slug}/me/calendar/"

    assert f"/{forum.slug}/schedule.ics?lang=en" in client.get(path).content.decode()
    assert client.post(path, {"action": "make"}).status_code == 401
    client.force_login(an_attendee(a_forum()).user)
    assert client.post(path, {"action": "make"}).status_code == 403
