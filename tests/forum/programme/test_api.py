"""The programme for programs."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forum.agenda.queries import saved_sessions_of
from tests.forum.cast import OPENS, WRITTEN, a_forum, a_session, a_space, a_speaker, a_track, an_attendee

pytestmark = pytest.mark.django_db


def test_programme_of_nowhere_and_a_session_of_elsewhere_are_gone(client: Client) -> None:
    forum, elsewhere = a_forum(), a_session(a_forum())

    answers = [
        client.get(f"/api/v1/forums/{path}")
        for path in ("nowhere/sessions", f"{forum.slug}/sessions/{elsewhere.key}")
    ]

    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(404, "gone")] * 2


def test_programme_speaks_both_languages_to_everybody(client: Client) -> None:
    forum = a_forum()
    track, space, ada = a_track(forum), a_space(forum), a_speaker(forum)
    a_session(
        forum, hours=0, key="one", track=track, space=space, speakers=[ada], title_ko="하나", title_en=""
    )

    whole = client.get(f"/api/v1/forums/{forum.slug}/sessions").json()

    assert (
        whole["sessions"]
        == [client.get(f"/api/v1/forums/{forum.slug}/sessions/one").json()]
        == [
            {
                "key": "one",
                "kind": "talk",
                "status": "confirmed",
                "title": {"ko": "하나", "en": "하나"},
                "abstract": {"ko": "", "en": ""},
                "language": "ko",
                "track": "research",
                "place": {"ko": "5F 홀", "en": "5F Hall hall"},
                "speakers": [{"key": "ada", "name": {"ko": "Ada Marsh", "en": "Ada Marsh"}}],
                "starts_at": "2026-11-26T09:00:00+09:00",
                "ends_at": "2026-11-26T10:00:00+09:00",
                "changed_at": "2026-11-01T09:00:00+09:00",
                "sequence": 0,
                "is_saved": False,
            }
        ]
    )
    assert (OPENS.hour, WRITTEN.hour) == (0, 0)


def test_programme_costs_the_same_with_one_session_and_with_three(client: Client) -> None:
    forum = a_forum()

    def queries() -> int:
        a_session(
            forum,
            track=a_track(forum, f"t{len(forum.tracks.all())}"),
            speakers=[a_speaker(forum, f"s{len(forum.speakers.all())}")],
        )
        with CaptureQueriesContext(connection) as seen:
            client.get(f"/api/v1/forums/{forum.slug}/sessions")
        return len(seen)

    assert [queries() for _ in range(3)] == [queries()] * 3


def test_saving_needs_somebody_who_takes_part(client: Client) -> None:
    session = a_session(a_forum())
    path = f"/api/v1/forums/{session.forum.slug}/sessions/{session.key}/saved"
    stranger = client.put(path)
    client.force_login(an_attendee(a_forum()).user)
    guest = client.put(path)

    assert stranger.status_code in (401, 403)
    assert (guest.status_code, guest.json()["code"]) == (403, "people.not_registered")


def test_saving_is_the_same_verb_as_the_button(client: Client) -> None:
    session = a_session(a_forum())
    attendee = an_attendee(session.forum)
    client.force_login(attendee.user)
    path = f"/api/v1/forums/{session.forum.slug}/sessions/{session.key}"

    saved = [client.put(f"{path}/saved").json(), client.put(f"{path}/saved").json()]
    shown = client.get(path).json()["is_saved"]
    out = client.delete(f"{path}/saved").json()

    assert (saved, shown, out) == ([{"is_saved": True}] * 2, True, {"is_saved": False})
    assert saved_sessions_of(attendee) == []
