"""What a client that fetches again and again may rely on: 304, dates, heads, headers."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forum.agenda.verbs import save_session
from forum.programme.verbs import retitle
from tests.forum.calendars.asking import fetch, private, public
from tests.forum.cast import WRITTEN, a_forum, a_session, a_speaker, a_track, an_attendee


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
