"""Which address answers, and for how long: unknown, replaced, stopped and over ones do not."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client

from forum.calendars.models import FeedToken
from forum.calendars.verbs import make_feed, revoke_feed
from forum.keys import digest_of
from forum.people.models import Attendee
from tests.forum.calendars.asking import fetch, private, public
from tests.forum.cast import OPENS, a_forum, a_session, a_track, an_attendee
from tests.forum.live.stack import Stack
from tests.forum.racing import together
from tests.pages import asked_to_sign_in


@pytest.mark.django_db
@pytest.mark.parametrize(
    "part",
    [
        "tracks/none",
        "days/2026-12-24",
        "days/soon",
        "days/0001-01-01",
        "days/9999-12-31",
        "rooms/hall",
        "sessions/none",
    ],
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
def test_page_replaces_no_address_that_it_did_not_speak_of(client: Client) -> None:
    attendee = an_attendee(a_forum())
    client.force_login(attendee.user)
    path = f"/en/{attendee.forum.slug}/me/calendar/"
    other_tab = client.get(path).content.decode()
    living = private(attendee)
    page = client.get(path).content.decode()
    prefix = attendee.feed_tokens.get().prefix

    pressed = client.post(path, {"action": "make", "replaces": ""})
    assert (pressed.status_code, fetch(client, living).status_code) == (409, 200)
    assert ("gets no more changes" in other_tab, "gets no more changes" in page) == (False, True)

    assert client.post(path, {"action": "make", "replaces": prefix}).status_code == 200
    assert fetch(client, living).status_code == 404


@pytest.mark.django_db
def test_page_is_open_and_its_private_part_is_not(client: Client) -> None:
    forum = a_forum()
    path = f"/en/{forum.slug}/me/calendar/"

    assert f"/{forum.slug}/schedule.ics?lang=en" in client.get(path).content.decode()
    assert asked_to_sign_in(client.post(path, {"action": "make"}))
    client.force_login(an_attendee(a_forum()).user)
    assert client.post(path, {"action": "make"}).status_code == 403
