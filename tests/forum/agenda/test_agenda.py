"""Saving a session: only one's own forum's, as often as one likes, with or without htmx."""

from __future__ import annotations

import pytest
from django.test import Client

from forum.agenda.queries import saved_sessions_of
from forum.agenda.verbs import save_session, unsave_session
from forum.errors import Gone
from tests.forum.cast import a_forum, a_session, an_attendee
from tests.forum.live.stack import Stack
from tests.forum.racing import together
from tests.pages import asked_to_sign_in


@pytest.mark.django_db
def test_save_a_session_of_another_forum_is_gone() -> None:
    attendee = an_attendee(a_forum())

    with pytest.raises(Gone):
        save_session(attendee, a_session(a_forum()), by=attendee.key)

    assert saved_sessions_of(attendee) == []


@pytest.mark.django_db
def test_save_and_unsave_are_idempotent_and_the_last_word_counts() -> None:
    forum = a_forum()
    session = a_session(forum)
    one, other = an_attendee(forum), an_attendee(forum)

    for change in (unsave_session, save_session, save_session, unsave_session, unsave_session, save_session):
        change(one, session, by=one.key)

    assert (saved_sessions_of(one), saved_sessions_of(other)) == ([session], [])


def test_save_pressed_many_times_at_once_is_one_row(database: Stack) -> None:
    forum = a_forum(f"race-save-{database.kind}")
    session, attendee = a_session(forum), an_attendee(forum)

    done = together(6, lambda number: save_session(attendee, session, by=attendee.key))

    assert (done, attendee.saved_sessions.count()) == ([None] * 6, 1)


@pytest.mark.django_db
def test_button_of_a_stranger_and_of_a_guest_is_refused(client: Client) -> None:
    session = a_session(a_forum())
    path = f"/en/{session.forum.slug}/sessions/{session.key}/save/"
    stranger = client.post(path)
    client.force_login(an_attendee(a_forum()).user)

    assert asked_to_sign_in(stranger)
    assert (client.post(path).status_code, client.get(path).status_code) == (403, 405)


@pytest.mark.django_db
def test_button_as_a_plain_form_leads_back_to_the_session(client: Client) -> None:
    forum = a_forum()
    session, attendee = a_session(forum), an_attendee(forum)
    client.force_login(attendee.user)
    path = f"/en/{forum.slug}/sessions/{session.key}/"

    saved = client.post(f"{path}save/", {"on": "1"})

    assert (saved.status_code, saved.headers["Location"]) == (302, path)
    assert saved_sessions_of(attendee) == [session]


@pytest.mark.django_db
def test_button_by_htmx_gets_the_other_button(client: Client) -> None:
    forum = a_forum()
    session, attendee = a_session(forum), an_attendee(forum)
    client.force_login(attendee.user)
    path = f"/en/{forum.slug}/sessions/{session.key}/save/"

    answers = [client.post(path, {"on": on}, headers={"HX-Request": "true"}).content.decode() for on in "10"]

    assert ['value="0"' in answers[0], 'value="1"' in answers[1]] == [True, True]
    assert saved_sessions_of(attendee) == []


@pytest.mark.django_db
def test_button_needs_the_token_of_its_form() -> None:
    forum = a_forum()
    session, attendee = a_session(forum), an_attendee(forum)
    client = Client(enforce_csrf_checks=True)
    client.force_login(attendee.user)

    assert client.post(f"/en/{forum.slug}/sessions/{session.key}/save/", {"on": "1"}).status_code == 403
    assert saved_sessions_of(attendee) == []
