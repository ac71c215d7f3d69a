"""The forum page, a session, the speakers: for strangers and for those who take part."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum.agenda.verbs import save_session
from forum.forums.models import Forum
from forum.programme.verbs import cancel, retitle
from tests.forum.cast import OPENS, a_forum, a_session, a_space, a_speaker, a_track, an_attendee

pytestmark = pytest.mark.django_db


def page(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


def titles(text: str) -> list[str]:
    return re.findall(r"Talk [\w ]+?(?=</a>)", text)


def a_running_forum() -> Forum:
    """A forum where it is about noon, so that no test runs over midnight."""
    now = timezone.now()
    noon = f"Etc/GMT{now.hour - 12:+d}"
    return a_forum(starts_at=now - timedelta(hours=2), ends_at=now + timedelta(hours=2), time_zone=noon)


def test_unknown_forum_and_session_are_not_found(client: Client) -> None:
    forum = a_forum()
    elsewhere = a_session(a_forum())

    page(client, "/en/nowhere/", 404)
    page(client, f"/en/{forum.slug}/sessions/none/", 404)
    page(client, f"/en/{forum.slug}/sessions/{elsewhere.key}/", 404)


def test_forum_without_a_programme_says_so(client: Client) -> None:
    text = page(client, f"/en/{a_forum().slug}/")

    assert "The programme is being made" in text


def test_forum_shows_the_day_asked_for_and_the_first_for_nonsense(client: Client) -> None:
    forum = a_forum()
    a_session(forum, title_en="Talk one")
    a_session(forum, hours=25, title_en="Talk two")

    asked = [
        page(client, f"/en/{forum.slug}/?day={day}")
        for day in ("2026-11-27", "2026-12-24", "soon", "2026-11-26")
    ]

    assert [titles(text) for text in asked] == [["Talk two"], ["Talk one"], ["Talk one"], ["Talk one"]]


def test_forum_day_is_a_day_of_its_own_time_zone(client: Client) -> None:
    forum = a_forum(time_zone="America/New_York", starts_at=OPENS, ends_at=OPENS + timedelta(days=2))
    a_session(forum, starts_at=OPENS + timedelta(hours=3), title_en="Talk late on Wednesday")

    text = page(client, f"/en/{forum.slug}/?day=2026-11-25")

    assert (titles(text), "22:00" in text) == (["Talk late on Wednesday"], True)


def test_forum_shows_one_track_if_asked(client: Client) -> None:
    forum = a_forum()
    research, industry = a_track(forum, "research"), a_track(forum, "industry", position=1)
    a_session(forum, track=research, title_en="Talk of research")
    a_session(forum, track=industry, title_en="Talk of industry")

    assert titles(page(client, f"/en/{forum.slug}/?track=industry")) == ["Talk of industry"]
    assert "This track rests on this day" in page(client, f"/en/{forum.slug}/?day=2026-11-27&track=industry")


def test_forum_runs_and_says_what_is_now_and_next(client: Client) -> None:
    forum = a_running_forum()
    now = timezone.now()
    a_session(forum, starts_at=now - timedelta(minutes=10), title_en="Talk of now")
    a_session(forum, starts_at=now + timedelta(minutes=1), title_en="Talk of next")
    off = a_session(forum, starts_at=now - timedelta(minutes=10), title_en="Talk called off")
    cancel(off, by="")

    assert titles(page(client, f"/en/{forum.slug}/now/")) == ["Talk of now", "Talk of next"]
    assert 'hx-trigger="every 60s"' in page(client, f"/en/{forum.slug}/")


def test_forum_speaks_both_languages_and_falls_back(client: Client) -> None:
    forum = a_forum()
    a_session(forum, title_ko="한국어만", title_en="")

    assert "한국어만" in page(client, f"/en/{forum.slug}/")
    assert "마당 포럼" in page(client, f"/ko/{forum.slug}/")


def test_session_that_was_called_off_says_so(client: Client) -> None:
    forum = a_forum()
    session = cancel(a_session(forum), by="")

    assert "This session was called off" in page(client, f"/en/{forum.slug}/sessions/{session.key}/")


def test_session_offers_each_visitor_their_next_step(client: Client) -> None:
    forum = a_forum()
    session = a_session(forum, space=a_space(forum), speakers=[a_speaker(forum)])
    path = f"/en/{forum.slug}/sessions/{session.key}/"
    stranger = page(client, path)
    client.force_login(an_attendee(a_forum()).user)
    guest = page(client, path)
    attendee = an_attendee(forum)
    client.force_login(attendee.user)
    unsaved = page(client, path)
    save_session(attendee, session, by="")

    steps = ["Sign in to save it", "Register to save it", "Save for my day", "Take it out"]
    offers = [
        [label for label in steps if label in text] for text in (stranger, guest, unsaved, page(client, path))
    ]

    assert offers == [[step] for step in steps]
    assert ("5F Hall hall" in stranger, "Ada Marsh" in stranger) == (True, True)


def test_speakers_none_and_some(client: Client) -> None:
    forum = a_forum()
    assert "The speakers are being asked" in page(client, f"/en/{forum.slug}/speakers/")

    a_session(forum, speakers=[a_speaker(forum)], title_en="Talk of Ada")

    text = page(client, f"/en/{forum.slug}/speakers/")
    assert ("Ada Marsh" in text, titles(text)) == (True, ["Talk of Ada"])


@pytest.mark.parametrize("path", ["", "speakers/", "now/"])
def test_pages_cost_the_same_with_one_row_and_with_three(client: Client, path: str) -> None:
    forum = a_running_forum()
    client.force_login(an_attendee(forum).user)

    def add(name: str) -> None:
        for minutes in (-10, 10):
            begins = timezone.now() + timedelta(minutes=minutes)
            key = f"{name}{minutes}"
            track, space, speaker = a_track(forum, key), a_space(forum, key), a_speaker(forum, key)
            a_session(forum, starts_at=begins, track=track, space=space, speakers=[speaker])

    def queries() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as seen:
            page(client, f"/en/{forum.slug}/{path}")
        return len(seen)

    add("one")
    first = queries()
    add("two")
    add("three")

    assert queries() == first


def test_cards_are_drawn_anew_when_a_session_changes_or_its_state_does(client: Client) -> None:
    forum = a_running_forum()
    now = timezone.now()
    session = a_session(forum, starts_at=now - timedelta(minutes=5), title_en="Talk of old")
    path = f"/en/{forum.slug}/"
    before = page(client, path)
    retitle(session, title_ko="새", title_en="Talk of new", by="")
    after = page(client, path)
    attendee = an_attendee(forum)
    later = a_session(forum, starts_at=now + timedelta(minutes=5), title_en="Talk of later")
    save_session(attendee, later, by="")
    client.force_login(attendee.user)

    assert ("Talk of old" in before, "Talk of old" in after, "Talk of new" in after) == (True, False, True)
    assert [text.count("<span>Saved</span>") for text in (page(Client(), path), page(client, path))] == [0, 1]


def test_cards_that_are_kept_cost_no_session(client: Client) -> None:
    forum = a_forum()
    for number in range(3):
        a_session(forum, hours=number)
    page(client, f"/en/{forum.slug}/")

    with CaptureQueriesContext(connection) as seen:
        page(client, f"/en/{forum.slug}/")

    assert [query for query in seen if "abstract" in query["sql"]] == []


def test_names_end_a_line_at_spaces_only(client: Client) -> None:
    forum = a_forum()
    a_session(forum, speakers=[a_speaker(forum, "im", "Do-yun Im"), a_speaker(forum)])

    text = page(client, f"/en/{forum.slug}/?day=2026-11-26")

    unbroken = '<span class="nowrap">Do-yun</span> Im'
    assert f'<p class="session-speakers">Ada Marsh, {unbroken}</p>' in text
    assert f'<span data-slot="name">{unbroken}</span>' in text
