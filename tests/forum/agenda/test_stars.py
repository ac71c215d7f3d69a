"""Stars in the list of the programme: saved where one reads, and told where two are at the same time."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from forum.agenda.queries import clash_of, clashes_among, saved_sessions_of
from forum.agenda.verbs import save_session, unsave_session
from forum.programme.verbs import cancel
from tests.forum.cast import OPENS, a_forum, a_session, an_attendee

pytestmark = pytest.mark.django_db

JSON = {"Accept": "application/json"}


def test_star_saves_and_takes_out_and_answers_a_script(client: Client) -> None:
    forum = a_forum()
    session, attendee = a_session(forum), an_attendee(forum)
    client.force_login(attendee.user)
    path = f"/en/{forum.slug}/saved/"

    saved = client.post(path, {"save": session.key}, headers=JSON)
    again = client.post(path, {"save": session.key}, headers=JSON)
    taken = client.post(path, {"unsave": session.key}, headers=JSON)

    assert (
        saved.json()
        == again.json()
        == {
            "is_saved": True,
            "said": "Saved for my day",
            "clash": "",
            "others": {},
        }
    )
    assert taken.json() == {"is_saved": False, "said": "Taken out of my day", "clash": "", "others": {}}
    assert saved_sessions_of(attendee) == []
    assert client.post(path, {"save": "nothing"}, headers=JSON).status_code == 404
    assert client.post(path, {}, headers=JSON).status_code == 404


def test_star_as_a_plain_form_leads_back_to_where_it_stands(client: Client) -> None:
    forum = a_forum()
    session, attendee = a_session(forum), an_attendee(forum)
    client.force_login(attendee.user)
    here = f"/en/{forum.slug}/?day=2026-11-26"

    back = [
        client.post(f"/en/{forum.slug}/saved/", {"save": session.key, "next": place}).headers["Location"]
        for place in (here, "https://elsewhere.example/", "")
    ]

    home = f"/en/{forum.slug}/"
    assert back == [f"{place}#s-{session.key}" for place in (here, home, home)]
    text = client.get(here).content.decode()
    assert re.findall(r'<button class="star" form="agenda" name="(\w+)" value="([^"]+)"', text) == [
        ("unsave", session.key)
    ]


def test_star_of_who_does_not_take_part_leads_to_where_one_does(client: Client) -> None:
    forum = a_forum()
    session = a_session(forum)
    path, here = f"/en/{forum.slug}/saved/", f"/en/{forum.slug}/?day=2026-11-26"

    stranger = client.post(path, {"save": session.key}, headers={"Referer": f"http://testserver{here}"})
    client.force_login(an_attendee(a_forum()).user)
    guest = client.post(path, {"save": session.key, "next": here})

    way = f"/en/account/login/code/?next=%2Fen%2F{forum.slug}%2F%3Fday%3D2026-11-26"
    assert (stranger.headers["Location"], guest.status_code) == (way, 403)


def test_star_needs_the_token_of_its_form() -> None:
    forum = a_forum()
    session, attendee = a_session(forum), an_attendee(forum)
    client = Client(enforce_csrf_checks=True)
    client.force_login(attendee.user)

    assert client.post(f"/en/{forum.slug}/saved/", {"save": session.key}).status_code == 403


def test_two_saved_at_the_same_time_are_told_at_saving(client: Client) -> None:
    forum = a_forum()
    attendee = an_attendee(forum)
    first = a_session(forum, hours=1, minutes=60, title_en="One", title_ko="하나")
    other = a_session(forum, hours=1.5, minutes=60, title_en="Other", title_ko="다른 하나")
    save_session(attendee, first, by="")
    client.force_login(attendee.user)

    star = client.post(f"/en/{forum.slug}/saved/", {"save": other.key}, headers=JSON).json()
    plain = client.post(f"/ko/{forum.slug}/saved/", {"save": other.key}, follow=True).content.decode()
    button = client.post(
        f"/en/{forum.slug}/sessions/{other.key}/save/", {"on": "1"}, headers={"HX-Request": "true"}
    ).content.decode()
    taken = client.post(f"/en/{forum.slug}/saved/", {"unsave": other.key}, headers=JSON).json()

    assert (star["clash"], star["others"]) == (
        "At the same time as: One",
        {first.key: "At the same time as: Other"},
    )
    assert (taken["clash"], taken["others"]) == ("", {first.key: ""})
    assert "같은 시간에 저장한 세션이 있어요: 하나" in plain
    assert f'<a href="/en/{forum.slug}/sessions/{first.key}/">One</a>' in button


def test_what_only_touches_was_taken_out_or_called_off_is_no_clash() -> None:
    forum = a_forum()
    attendee = an_attendee(forum)
    session = a_session(forum, starts_at=OPENS, minutes=60)
    before = a_session(forum, starts_at=OPENS - timedelta(minutes=60), minutes=60)
    after = a_session(forum, starts_at=OPENS + timedelta(minutes=60))
    off = cancel(a_session(forum, starts_at=OPENS), by="")
    out = a_session(forum, starts_at=OPENS)
    within = a_session(forum, starts_at=OPENS + timedelta(minutes=59))
    for one in (session, before, after, off, out, within):
        save_session(attendee, one, by="")
    unsave_session(attendee, out, by="")

    saved = saved_sessions_of(attendee)
    clashes = clashes_among(saved)

    assert clash_of(attendee, session) == clashes[session.pk] == [within]
    assert (clash_of(attendee, off), clashes.get(off.pk)) == ([], None)
    assert {one.pk: set(clash_of(attendee, one)) for one in saved if one != off} == {
        pk: set(others) for pk, others in clashes.items()
    }
