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
from forum.programme.models import Speaker
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

    assert "The programme is on its way" in text


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
    assert "Nothing of that kind" in page(client, f"/en/{forum.slug}/?day=2026-11-27&track=industry")


def test_forum_shows_what_is_of_a_kind_and_held_in_a_language_if_asked(client: Client) -> None:
    forum = a_forum()
    for kind, language in (("talk", "ko"), ("talk", "en"), ("panel", "ko-en"), ("workshop", "ko")):
        a_session(forum, kind=kind, language=language, title_en=f"Talk {kind} {language[-2:]}")

    def asked(query: str) -> set[str]:
        return {title.removeprefix("Talk ") for title in titles(page(client, f"/en/{forum.slug}/?{query}"))}

    assert asked("kind=talk") == {"talk ko", "talk en"}
    assert asked("language=en") == {"talk en", "panel en"}
    assert asked("kind=talk&language=en") == {"talk en"}
    assert asked("kind=tour") == set()
    assert len(asked("kind=nonsense&language=fr&track=none")) == 4


def test_a_filter_stands_in_the_address_of_every_day_and_is_taken_away_by_itself(client: Client) -> None:
    forum = a_forum()
    a_session(forum, kind="panel")
    a_session(forum, kind="talk")

    text = page(client, f"/en/{forum.slug}/?kind=panel")

    assert 'href="?day=2026-11-27&amp;kind=panel#programme"' in text
    assert '<a class="chip" href="?day=2026-11-26#programme" aria-current="true">Panel</a>' in text
    assert '<a class="chip" href="?day=2026-11-26&amp;kind=talk#programme">Talk</a>' in text


def rows(text: str) -> list[tuple[str, str]]:
    """Return which sessions a list shows, each with what it says of it now."""
    found = re.findall(r'<div class="slot([^"]*)">.*?<h3[^>]*><a [^>]*>(.*?)</a>', text, re.DOTALL)
    return [(title, state.strip().removeprefix("is-")) for state, title in found]


def test_running_day_begins_with_now_and_next_and_says_how_much_is_over(client: Client) -> None:
    forum = a_running_forum()
    now = timezone.now()
    for title, begins, minutes in (
        ("Talk of before", -90, 60),
        ("Talk of now", -10, 30),
        ("Talk of next", 1, 30),
        ("Talk of later", 60, 30),
    ):
        a_session(forum, starts_at=now + timedelta(minutes=begins), minutes=minutes, title_en=title)
    cancel(a_session(forum, starts_at=now - timedelta(minutes=9), title_en="Talk called off"), by="")
    path = f"/en/{forum.slug}/"

    text = page(client, path)

    shown = [
        ("Talk of now", "live"),
        ("Talk called off", ""),
        ("Talk of next", "next"),
        ("Talk of later", ""),
    ]
    assert rows(text) == shown
    assert (text.count('id="now"'), 'href="#now"' in text, "Show 1 session that is over" in text) == (
        1,
        True,
        True,
    )
    assert rows(page(client, f"{path}?past=1")) == [("Talk of before", "over"), *shown]


def test_day_that_is_over_or_to_come_has_no_now(client: Client) -> None:
    forum = a_forum()
    a_session(forum)

    text = page(client, f"/en/{forum.slug}/")

    assert (len(rows(text)), 'id="now"' in text, "To now" in text) == (1, False, False)


def test_other_day_leads_back_to_now(client: Client) -> None:
    now = timezone.now()
    noon = f"Etc/GMT{now.hour - 12:+d}"
    forum = a_forum(starts_at=now - timedelta(hours=2), ends_at=now + timedelta(hours=26), time_zone=noon)
    a_session(forum, starts_at=now - timedelta(minutes=5), title_en="Talk of now")
    days = re.findall(r'href="\?day=([\d-]+)#programme"', page(client, f"/en/{forum.slug}/"))
    days = list(dict.fromkeys(days))

    text = page(client, f"/en/{forum.slug}/?day={days[1]}")

    assert f'href="?day={days[0]}#now"' in text
    assert client.get(f"/en/{forum.slug}/now/").headers["Location"] == f"/en/{forum.slug}/?day={days[0]}#now"


def test_night_stands_on_the_day_on_which_it_begins(client: Client) -> None:
    ten = OPENS + timedelta(hours=13)
    forum = a_forum(starts_at=ten, ends_at=ten + timedelta(hours=4))
    a_session(forum, starts_at=ten, title_en="Talk at ten")
    a_session(forum, starts_at=ten + timedelta(hours=3), title_en="Talk at one")

    text = page(client, f"/en/{forum.slug}/")

    assert ([title for title, _ in rows(text)], 'class="tabs"' in text) == (
        ["Talk at ten", "Talk at one"],
        False,
    )


def test_forum_speaks_both_languages_and_falls_back(client: Client) -> None:
    forum = a_forum()
    a_session(forum, title_ko="한국어만", title_en="")

    assert '<span lang="ko">한국어만</span> <span class="only">Korean only</span>' in page(
        client, f"/en/{forum.slug}/"
    )
    assert "마당 포럼" in page(client, f"/ko/{forum.slug}/")


def test_session_that_was_called_off_says_so(client: Client) -> None:
    forum = a_forum()
    session = cancel(a_session(forum), by="")

    assert "This session was called off" in page(client, f"/en/{forum.slug}/sessions/{session.key}/")


def test_session_offers_each_visitor_their_next_step(client: Client) -> None:
    forum = a_running_forum()
    later = timezone.now() + timedelta(hours=1)
    session = a_session(forum, starts_at=later, space=a_space(forum), speakers=[a_speaker(forum)])
    path = f"/en/{forum.slug}/sessions/{session.key}/"
    stranger = page(client, path)
    client.force_login(an_attendee(a_forum()).user)
    guest = page(client, path)
    attendee = an_attendee(forum)
    client.force_login(attendee.user)
    unsaved = page(client, path)
    save_session(attendee, session, by="")

    steps = ["Sign in to save it", "Register to save it", "Save for my day", "take it out"]
    offers = [
        [label for label in steps if label in text] for text in (stranger, guest, unsaved, page(client, path))
    ]

    assert offers == [[step] for step in steps]
    assert ("5F Hall hall" in stranger, "Ada Marsh" in stranger) == (True, True)


def test_speakers_none_and_some(client: Client) -> None:
    forum = a_forum()
    assert "The speakers are being invited" in page(client, f"/en/{forum.slug}/speakers/")

    a_session(forum, speakers=[a_speaker(forum)], title_en="Talk of Ada")

    text = page(client, f"/en/{forum.slug}/speakers/")
    assert f'<a class="person" href="/en/{forum.slug}/speakers/ada/">' in text
    assert ("Ada Marsh" in text, "<span>AM</span>" in text) == (True, True)


def test_speaker_has_a_page_with_biography_links_and_sessions(client: Client) -> None:
    forum = a_forum()
    ada = a_speaker(forum)
    Speaker.objects.update(
        biography_ko="한국어 소개", links=["https://www.example.com/ada/", "javascript:alert(1)", "ftp://x"]
    )
    a_session(forum, speakers=[ada], title_en="Talk of Ada")
    a_session(forum, title_en="Talk of others")

    text = page(client, f"/en/{forum.slug}/speakers/ada/")

    assert titles(text) == ["Talk of Ada"]
    assert ('<div class="stack" lang="ko"><p>한국어 소개</p></div>' in text, "Korean only" in text) == (
        True,
        True,
    )
    assert re.findall(r'<a class="chip" href="([^"]+)" [^>]*>([^<]+)</a>', text) == [
        ("https://www.example.com/ada/", "example.com/ada")
    ]
    page(client, f"/en/{forum.slug}/speakers/nobody/", 404)
    page(client, f"/en/{a_forum().slug}/speakers/ada/", 404)


@pytest.mark.parametrize("path", ["", "speakers/", "speakers/one-10/"])
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
    stars = [text.count('name="unsave"') for text in (page(Client(), path), page(client, path))]
    assert stars == [0, 1]


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
    assert f'<span class="session-speakers">Ada Marsh, {unbroken}</span>' in text
    assert f'<span class="person-name"><span>{unbroken}</span></span>' in text


def test_a_stranger_is_asked_to_save_what_is_not_over_yet(client: Client) -> None:
    forum = a_running_forum()
    offers = []
    for begins in (-90, -10, 60):
        session = a_session(forum, starts_at=timezone.now() + timedelta(minutes=begins), minutes=30)
        offers.append("Sign in to save it" in page(client, f"/en/{forum.slug}/sessions/{session.key}/"))
    assert offers == [False, True, True]
