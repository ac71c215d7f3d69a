"""What is drawn once shows what is there now: in every language, by whatever way it was changed, to everybody alike."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from forum.agenda.verbs import save_session
from forum.forums.models import Venue
from forum.programme.fragments import drawn
from forum.programme.models import Session, Speaker
from tests.forum.cast import a_forum, a_session, a_space, a_speaker, an_attendee

pytestmark = pytest.mark.django_db


def page(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_a_piece_is_drawn_once_for_what_it_shows_in_a_language() -> None:
    calls: list[str] = []

    def draw() -> str:
        calls.append("once more")
        return "<p>drawn</p>"

    with override("ko"):
        assert [drawn("test", ("a", 1), draw) for _ in range(2)] == ["<p>drawn</p>"] * 2
    assert len(calls) == 1
    with override("en"):
        drawn("test", ("a", 1), draw)
    with override("ko"):
        drawn("test", ("a", 2), draw)
        drawn("other", ("a", 1), draw)
    assert len(calls) == 4


@pytest.mark.parametrize("path", ["/en/{}/", "/en/{}/speakers/"])
def test_faces_follow_the_database_without_a_verb(client: Client, path: str) -> None:
    forum = a_forum()
    ada = a_speaker(forum)
    here = path.format(forum.slug)
    before = page(client, here)
    Speaker.objects.filter(pk=ada.pk).update(name_en="Grace Hill", organization_en="Pine Labs")
    after = page(client, here)
    ada.delete()
    gone = page(client, here)

    assert ("Ada Marsh" in before, "Ada Marsh" in after) == (True, False)
    assert "Grace Hill" in after and "Pine Labs" in after
    assert "Grace Hill" not in gone


def test_faces_lead_to_pages_in_the_language_of_their_reader(client: Client) -> None:
    forum = a_forum()
    a_speaker(forum)
    for code in ("ko", "en", "ko"):
        text = page(client, f"/{code}/{forum.slug}/speakers/")
        assert f'<a class="person" href="/{code}/{forum.slug}/speakers/ada/">' in text


def test_speakers_that_are_drawn_cost_no_speaker(client: Client) -> None:
    forum = a_forum()
    a_speaker(forum)
    path = f"/en/{forum.slug}/speakers/"
    page(client, path)

    with CaptureQueriesContext(connection) as seen:
        page(client, path)

    assert [query for query in seen if "biography" in query["sql"]] == []


def test_the_table_is_moved_with_its_sessions(client: Client) -> None:
    forum = a_forum()
    hall, yard = a_space(forum), a_space(forum, "yard")
    session = a_session(forum, space=hall, title_en="Talk one")
    a_session(forum, space=yard, title_en="Talk two")
    path = f"/en/{forum.slug}/?day=2026-11-26"
    before = page(client, path)
    Session.objects.filter(pk=session.pk).update(
        starts_at=session.starts_at + timedelta(hours=2), ends_at=session.ends_at + timedelta(hours=2)
    )
    after = page(client, path)

    assert before.count("Talk one") == after.count("Talk one")
    assert before.count("<tr>") < after.count("<tr>")


def test_stars_are_each_readers_own_in_a_table_drawn_for_all(client: Client) -> None:
    forum = a_forum()
    one, two = a_session(forum, title_en="Talk one"), a_session(forum, hours=2, title_en="Talk two")
    path = f"/en/{forum.slug}/?day=2026-11-26"
    readers = [an_attendee(forum, "ann@example.com"), an_attendee(forum, "ben@example.com")]
    for reader, session in zip(readers, (one, two), strict=True):
        save_session(reader, session, by="", at=timezone.now())
    stars = []
    for reader in (*readers, None):
        browser = Client()
        if reader:
            browser.force_login(reader.user)
        text = page(browser, path)
        stars.append([f'name="unsave" value="{session.key}"' in text for session in (one, two)])

    assert stars == [[True, False], [False, True], [False, False]]
    assert "\0" not in text


def test_what_a_forum_is_about_follows_its_place(client: Client) -> None:
    forum = a_forum()
    before = page(client, f"/en/{forum.slug}/")
    Venue.objects.filter(pk=forum.venue_id).update(name_en="Harbour House")
    after = page(client, f"/en/{forum.slug}/")

    assert (before.count("Harbour House"), after.count("<strong>Harbour House</strong>")) == (0, 1)
