"""From a session of the programme into the lobby it announces."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from forum.forums.models import Forum
from networking.rounds.models import Mixer, Phase
from tests.forum.cast import a_forum, a_session, an_attendee

pytestmark = pytest.mark.django_db


@pytest.fixture
def forum() -> Forum:
    """A forum where it is about noon and a networking session runs, and a later one is to come."""
    now = timezone.now()
    noon = f"Etc/GMT{now.hour - 12:+d}"
    forum = a_forum(starts_at=now - timedelta(hours=2), ends_at=now + timedelta(hours=2), time_zone=noon)
    for key, begins in (("meet", -10), ("later", 60)):
        starts_at = now + timedelta(minutes=begins)
        a_session(
            forum, key=key, kind="networking", starts_at=starts_at, minutes=30, title_ko=key, title_en=key
        )
    return forum


def a_mixer(forum: Forum, name: str, phase: str = Phase.WAITING) -> Mixer:
    return Mixer.objects.create(forum=forum, name_ko=name, name_en=name, phase=phase)


def ways(client: Client, path: str) -> list[str]:
    """Return where "go in now" leads, in the order of the page."""
    found = client.get(path)
    assert found.status_code == 200
    parts = found.content.decode().split('href="')[1:]
    return [part.partition('"')[0] for part in parts if "o in now" in part.partition("</a>")[0]]


def test_running_session_leads_into_its_lobby_first_of_all_and_in_the_list(
    client: Client, forum: Forum
) -> None:
    mixer = a_mixer(forum, "meet")
    a_mixer(forum, "another")
    client.force_login(an_attendee(forum).user)
    lobby = f"/en/{forum.slug}/networking/{mixer.key}/"

    page = client.get(f"/en/{forum.slug}/sessions/meet/").content.decode()

    assert page.index(lobby) < page.index("Save for my day")
    assert ways(client, f"/en/{forum.slug}/sessions/meet/") == [lobby]
    assert ways(client, f"/en/{forum.slug}/")[:2] == [lobby, lobby]


def test_session_of_no_known_name_leads_to_the_only_mixer_or_to_all(client: Client, forum: Forum) -> None:
    path = f"/en/{forum.slug}/sessions/meet/"
    assert ways(client, path) == []
    ended = a_mixer(forum, "over", Phase.ENDED)
    assert ways(client, path) == []
    only = a_mixer(forum, "one")
    assert ways(client, path) == [f"/en/{forum.slug}/networking/{only.key}/"]
    a_mixer(forum, "two")
    assert ways(client, path) == [f"/en/{forum.slug}/networking/"]
    assert ended.key not in client.get(path).content.decode()


def test_session_that_does_not_run_leads_nowhere(client: Client, forum: Forum) -> None:
    a_mixer(forum, "later")

    assert ways(client, f"/en/{forum.slug}/sessions/later/") == []
