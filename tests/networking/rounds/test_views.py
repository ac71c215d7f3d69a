"""The networking page, a conversation by itself, the switch, and the hosts' page."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from forum.forums.models import Forum
from forum.people.models import Attendee, Occupation, User
from networking.chat.verbs import say
from networking.matching.reasons import Direction, Kind
from networking.rounds.models import Mixer, Ready
from networking.rounds.verbs.clock import end_mixer, pause_mixer, resume_mixer, start_mixer
from networking.talks.queries import conversation_of
from networking.talks.sentences import SENTENCES
from networking.talks.verbs import leave
from tests.networking.cast import NOON, a_forum, a_mixer, a_talk, people, ready
from tests.networking.visitors import a_host, browser_of
from tests.pages import asked_to_sign_in

pytestmark = pytest.mark.django_db

LIST = "/en/seoul/networking/"
MANAGE = "/en/seoul/manage/networking/"
NEW = {
    "name_ko": "저녁 만남",
    "name_en": "Evening mixer",
    "round_minutes": "6",
    "break_minutes": "2",
    "rounds": "5",
    "until": "",
    "opens_lobby_at": "",
    "policy": "never_twice",
    "where": "hall",
    "meeting_point_ko": "창가",
    "meeting_point_en": "",
}


@pytest.fixture
def pair() -> list[Attendee]:
    return people(a_forum(), 2)


@pytest.fixture
def mixer(pair: list[Attendee]) -> Mixer:
    return a_mixer(pair[0].forum)


def queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def running(mixer: Mixer, pair: list[Attendee]) -> Any:
    """Start the first round with these people; return the room of the first."""
    ready(mixer, pair)
    start_mixer(mixer, rev=mixer.rev, by="", at=NOON)
    return conversation_of(pair[0])


# The list


def test_forum_that_is_not_there_has_no_networking(client: Client) -> None:
    assert client.get("/en/nowhere/networking/").status_code == 404


def test_stranger_is_shown_how_to_come_in(client: Client, mixer: Mixer) -> None:
    page = client.get(LIST)
    assert f"/networking/{mixer.key}/" not in page.content.decode()
    assert "/en/account/login/code/?next=/en/seoul/networking/" in page.content.decode()


def test_who_is_not_registered_is_sent_to_registration(mixer: Mixer) -> None:
    page = browser_of(User.objects.create_user("robin@seoul.example")).get(LIST)
    assert "/en/seoul/register/" in page.content.decode()
    assert "my-card" not in page.content.decode()


def test_list_without_sessions_says_so(pair: list[Attendee]) -> None:
    assert "No networking session yet" in browser_of(pair[0].user).get(LIST).content.decode()


def test_running_sessions_come_first_and_ended_ones_last(pair: list[Attendee]) -> None:
    forum = pair[0].forum
    ended, _waiting, started = (a_mixer(forum, name_en=name) for name in ("Ended", "Waiting", "Running"))
    end_mixer(ended, rev=0, by="")
    start_mixer(started, rev=0, by="")
    shown = browser_of(pair[0].user).get(LIST).context["mixers"]
    assert [one.name_en for one in shown] == ["Running", "Waiting", "Ended"]


def test_list_asks_as_often_for_three_sessions_as_for_one(pair: list[Attendee], mixer: Mixer) -> None:
    mine = browser_of(pair[0].user)
    once = queries(mine, LIST)
    for _ in range(2):
        a_mixer(pair[0].forum)
    assert queries(mine, LIST) == once


# The switch


def test_nobody_is_ready_for_what_has_ended(pair: list[Attendee], mixer: Mixer) -> None:
    end_mixer(mixer, rev=0, by="")
    response = browser_of(pair[0].user).post(f"{LIST}{mixer.key}/ready/", {"on": "1"})
    assert response.status_code == 409
    assert not Ready.objects.exists()


def test_switch_counts_in_and_out(pair: list[Attendee], mixer: Mixer) -> None:
    mine = browser_of(pair[0].user)
    for on, count in (("1", 1), ("1", 1), ("0", 0), ("0", 0)):
        assert mine.post(f"{LIST}{mixer.key}/ready/", {"on": on}).headers["Location"] == f"{LIST}{mixer.key}/"
        assert Ready.objects.count() == count


def test_mixer_of_another_forum_is_not_here(pair: list[Attendee]) -> None:
    elsewhere = a_mixer(a_forum("busan"))
    assert browser_of(pair[0].user).post(f"{LIST}{elsewhere.key}/ready/", {"on": "1"}).status_code == 404


# A conversation by itself


def test_conversation_of_others_is_not_shown(pair: list[Attendee], mixer: Mixer) -> None:
    room = a_talk(mixer, pair)
    (outsider,) = people(pair[0].forum, 1)
    assert browser_of(outsider.user).get(f"/en/seoul/rooms/{room.key}/").status_code == 404
    assert asked_to_sign_in(Client().get(f"/en/seoul/rooms/{room.key}/"))


def test_who_has_left_reads_on_and_says_no_more(pair: list[Attendee], mixer: Mixer) -> None:
    room = a_talk(mixer, pair)
    leave(room, pair[0], by=pair[0].key)
    browser, address = browser_of(pair[0].user), f"/en/seoul/rooms/{room.key}/"
    assert browser.get(address).status_code == 200
    assert browser.post(f"{address}say/", {"cid": "a", "text": "Wait"}).status_code == 404
    left = browser_of(pair[1].user).get(f"/en/seoul/rooms/{room.key}/").context["talk"]
    assert (left.is_open, left.may_talk) == (False, False)


def test_conversation_shows_the_other_and_what_was_said(pair: list[Attendee], mixer: Mixer) -> None:
    pair[1].latin_name = "Jiho Park"
    pair[1].save()
    room = running(mixer, pair)
    say(room, pair[1], cid="c1", text="<b>Hello</b>", by=pair[1].key)
    page = browser_of(pair[0].user).get(f"/en/seoul/rooms/{room.key}/")
    talk = page.context["talk"]
    assert [(one.name, one.latin_name) for one in talk.people] == [(pair[1].name, "Jiho Park")]
    assert [(line.author, line.text, line.is_mine) for line in talk.lines] == [
        (pair[1].name, "<b>Hello</b>", False)
    ]
    assert "&lt;b&gt;Hello&lt;/b&gt;" in page.content.decode()


@pytest.mark.parametrize("language", ["ko", "en"])
def test_reasons_are_in_the_readers_language(pair: list[Attendee], mixer: Mixer, language: str) -> None:
    names = {"name": "박지호", "latin_name": "Jiho Park"}
    Attendee.objects.filter(pk=pair[1].pk).update(**names, occupation="founder")
    room = running(mixer, pair)
    talk = browser_of(pair[0].user).get(f"/{language}/seoul/rooms/{room.key}/").context["talk"]
    called = {"ko": "박지호", "en": "Jiho Park"}[language]
    with translation.override(language):
        other_field = {"name": called, "first": Occupation.FOUNDER.label}
        assert talk.reasons == [str(SENTENCES[Kind.OTHER_FIELD, Direction.MUTUAL]) % other_field]


def test_bell_rings_for_a_table_and_not_for_a_talk_somebody_asked_for(
    pair: list[Attendee], mixer: Mixer
) -> None:
    table = running(mixer, pair)
    asked = a_talk(mixer, people(pair[0].forum, 2))
    bells = [bell(pair[0], table), bell(asked.memberships.first().attendee, asked)]
    assert bells == [NOON + timedelta(minutes=6), None]


def test_bell_stands_while_the_clock_is_paused(pair: list[Attendee], mixer: Mixer) -> None:
    table = running(mixer, pair)
    pause_mixer(mixer, rev=mixer.rev, by="", at=NOON + timedelta(minutes=1))
    assert bell(pair[0], table) is None
    resume_mixer(mixer, rev=mixer.rev, by="", at=NOON + timedelta(minutes=3))
    assert bell(pair[0], table) == NOON + timedelta(minutes=8)


def test_conversation_asks_as_often_for_three_messages_as_for_one(pair: list[Attendee], mixer: Mixer) -> None:
    room, mine = a_talk(mixer, pair), browser_of(pair[0].user)
    say(room, pair[1], cid="c1", text="one", by=pair[1].key)
    once = queries(mine, f"/en/seoul/rooms/{room.key}/")
    for cid in ("c2", "c3"):
        say(room, pair[1], cid=cid, text=cid, by=pair[1].key)
    assert queries(mine, f"/en/seoul/rooms/{room.key}/") == once


def bell(person: Attendee, room: Any) -> datetime | None:
    ends_at: datetime | None = (
        browser_of(person.user).get(f"/en/seoul/rooms/{room.key}/").context["talk"].ends_at
    )
    return ends_at


# The hosts' page


def test_who_takes_part_does_not_steer(pair: list[Attendee], mixer: Mixer) -> None:
    mine = browser_of(pair[0].user)
    assert mine.get(MANAGE).status_code == 403
    assert mine.post(MANAGE, NEW).status_code == 403
    assert mine.post(f"{MANAGE}{mixer.key}/start/", {"rev": 0}).status_code == 403
    mixer.refresh_from_db()
    assert (Mixer.objects.count(), mixer.phase) == (1, "waiting")


def typed(at: datetime) -> str:
    """Write a moment as a host in Seoul types it."""
    return at.astimezone(ZoneInfo("Asia/Seoul")).strftime("%Y-%m-%dT%H:%M")


@pytest.fixture
def coming(pair: list[Attendee]) -> Forum:
    """The pair's forum, which ends in two days."""
    forum = pair[0].forum
    forum.ends_at = timezone.now().replace(second=0, microsecond=0) + timedelta(days=2)
    forum.save()
    return forum


@pytest.mark.parametrize(
    "wrong",
    [
        {"name_en": ""},
        {"name_en": "\u200b"},
        {"round_minutes": "0"},
        {"rounds": "51"},
        {"policy": "never"},
        {"until": "soon"},
        {"until": "0001-01-01T00:00"},
        {"until": "9999-12-31T23:59"},
        {"opens_lobby_at": "2020-01-01T00:00"},
        {"opens_lobby_at": "0001-01-01T00:00"},
    ],
)
def test_what_is_not_right_is_kept_on_the_page(coming: Forum, wrong: dict[str, str]) -> None:
    response = browser_of(a_host(coming)).post(MANAGE, {**NEW, "name_ko": "저녁", **wrong})
    assert response.status_code == 422
    assert "저녁" in response.content.decode()
    assert not Mixer.objects.exists()


def test_session_whose_rounds_would_end_before_it_is_announced(coming: Forum) -> None:
    until, announced = (typed(coming.ends_at - timedelta(hours=hours)) for hours in (6, 5))
    page = browser_of(a_host(coming)).post(MANAGE, {**NEW, "until": until, "opens_lobby_at": announced})
    assert (page.status_code, [*page.context["form"].errors]) == (422, ["until"])
    assert not Mixer.objects.exists()


def test_session_beside_a_running_one_is_said(coming: Forum) -> None:
    host = browser_of(a_host(coming))
    alone = host.post(MANAGE, NEW, follow=True).content.decode()
    first = Mixer.objects.get()
    start_mixer(first, rev=0, by="")
    beside = host.post(MANAGE, NEW, follow=True).content.decode()
    said = "Nobody can be in two conversations, so sessions at the same time share their people."
    assert (said in alone, said in beside) == (False, True)
    start_mixer(Mixer.objects.exclude(pk=first.pk).get(), rev=0, by="")
    assert "Several sessions are running." in host.get(MANAGE).content.decode()


def test_start_with_nobody_ready_is_asked_first(coming: Forum) -> None:
    host, mixer = browser_of(a_host(coming)), a_mixer(coming)
    address = f"{MANAGE}{mixer.key}/start/"
    asked = host.post(address, {"rev": 0})
    page = asked.content.decode()
    assert (asked.status_code, Mixer.objects.get().phase) == (409, "waiting")
    assert "Nobody is ready yet" in page and f'action="{address}?anyway=1"' in page
    assert host.post(f"{address}?anyway=1", {"rev": 0}).status_code == 302
    assert Mixer.objects.get().phase == "round"


def test_start_after_no_new_round_was_to_begin_is_asked_first(coming: Forum) -> None:
    host, mixer = browser_of(a_host(coming)), a_mixer(coming)
    ready(mixer, people(coming, 2))
    Mixer.objects.update(until=timezone.now() - timedelta(minutes=1))
    address = f"{MANAGE}{mixer.key}/start/"
    asked = host.post(address, {"rev": 0})
    assert (asked.status_code, Mixer.objects.get().phase) == (409, "waiting")
    page = asked.content.decode()
    assert "No new round was to begin after the time set" in page and f'action="{address}?anyway=1"' in page
    assert (
        "data-until" in page and "Nobody is ready yet" not in page.split('role="alert"')[1].split("</p>")[0]
    )
    assert host.post(f"{address}?anyway=1", {"rev": 0}).status_code == 302
    assert Mixer.objects.get().phase == "round"


def test_start_with_somebody_ready_is_not_asked(coming: Forum) -> None:
    host, mixer = browser_of(a_host(coming)), a_mixer(coming)
    ready(mixer, people(coming, 1))
    assert host.post(f"{MANAGE}{mixer.key}/start/", {"rev": 0}).status_code == 302


def test_host_says_where_a_session_takes_place(coming: Forum) -> None:
    host = browser_of(a_host(coming))
    for where in ("both", "online", ""):
        host.post(MANAGE, {**NEW, "where": where})
    made = Mixer.objects.order_by("pk")
    assert [mixer.where for mixer in made] == ["both", "online", "hall"]
    assert {(mixer.meeting_point_ko, mixer.meeting_point_en) for mixer in made} == {("창가", "창가")}


def test_host_makes_a_session_in_the_forums_time(coming: Forum) -> None:
    announced = coming.ends_at - timedelta(hours=6)
    browser_of(a_host(coming)).post(MANAGE, {**NEW, "opens_lobby_at": typed(announced)})
    made = Mixer.objects.get()
    assert (made.name_ko, made.name_en, made.rounds, made.until, made.policy) == (
        "저녁 만남", "Evening mixer", 5, None, "never_twice",
    )  # fmt: skip
    assert made.opens_lobby_at == announced


def test_stale_state_steers_nothing(pair: list[Attendee], mixer: Mixer) -> None:
    host = browser_of(a_host(pair[0].forum))
    start_mixer(mixer, rev=0, by="")
    assert host.post(f"{MANAGE}{mixer.key}/pause/", {"rev": 0}).status_code == 409
    mixer.refresh_from_db()
    assert mixer.phase == "round"


@pytest.mark.parametrize(("verb", "sent"), [("explode", {"rev": 0}), ("start", {}), ("start", {"rev": "-1"})])
def test_unknown_steps_are_not_there(
    pair: list[Attendee], mixer: Mixer, verb: str, sent: dict[str, Any]
) -> None:
    assert browser_of(a_host(pair[0].forum)).post(f"{MANAGE}{mixer.key}/{verb}/", sent).status_code == 404


def test_host_steers_through_all_phases(pair: list[Attendee], mixer: Mixer) -> None:
    host, seen = browser_of(a_host(pair[0].forum)), []
    ready(mixer, pair)
    for verb in ("start", "pause", "resume", "skip", "skip", "end"):
        host.post(f"{MANAGE}{mixer.key}/{verb}/", {"rev": mixer.rev})
        mixer.refresh_from_db()
        seen.append(mixer.phase)
    assert seen == ["round", "paused", "round", "break", "round", "ended"]


def test_hosts_page_asks_as_often_for_three_sessions_as_for_one(pair: list[Attendee], mixer: Mixer) -> None:
    host = browser_of(a_host(pair[0].forum))
    once = queries(host, MANAGE)
    for _ in range(2):
        a_mixer(pair[0].forum)
    assert queries(host, MANAGE) == once
