"""The lobby as each finds it, and "meet someone now" without scripts."""

from __future__ import annotations

import json
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum.people.models import Attendee, User
from networking.cards.verbs import update_card
from networking.meet.models import Ask, Match
from networking.meet.queries import side_of
from networking.meet.verbs import accept, ask
from networking.rounds.models import Mixer
from networking.rounds.verbs.clock import end_mixer, pause_mixer, skip_mixer, start_mixer
from networking.safety.verbs import block
from networking.talks.queries import conversation_of
from networking.talks.verbs import leave
from tests.networking.cast import a_forum, a_mixer, a_talk, let_in, online, people, ready
from tests.networking.visitors import a_host, browser_of, in_lobby
from tests.pages import asked_to_sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair() -> list[Attendee]:
    """Two who fit: each offers what the other looks for."""
    two = people(a_forum(), 2)
    for person, seeks, offers in zip(two, ("funding", "engineers"), ("engineers", "funding"), strict=True):
        card = {"seeks": [seeks], "offers": [offers], "topics": ["agents"], "languages": ["en"]}
        update_card(person, headline=f"I am {person.name}", shows="", is_listed=True, by=person.key, **card)
    return two


@pytest.fixture
def mixer(pair: list[Attendee]) -> Mixer:
    return a_mixer(pair[0].forum)


def lobby(person: Attendee, mixer: Mixer) -> Any:
    response = browser_of(person.user).get(f"/en/seoul/networking/{mixer.key}/")
    assert response.status_code == 200
    return response


def state(person: Attendee, mixer: Mixer) -> dict[str, Any]:
    """What the page tells its script."""
    found: dict[str, Any] = json.loads(lobby(person, mixer).context["lobby"].state)
    return found


def post(person: Attendee, mixer: Mixer, what: str, **sent: Any) -> Any:
    return browser_of(person.user).post(f"/en/seoul/networking/{mixer.key}/{what}/", sent)


def proposed(mixer: Mixer, pair: list[Attendee]) -> Match:
    """Let both ask, so that they are proposed to each other."""
    online(pair)
    for person in pair:
        ask(mixer, person, by=person.key)
    return Match.objects.latest("pk")


# Who comes in


def test_stranger_stays_outside(pair: list[Attendee], mixer: Mixer) -> None:
    address = f"/en/seoul/networking/{mixer.key}/"
    assert asked_to_sign_in(Client().get(address))
    assert browser_of(User.objects.create_user("robin@seoul.example")).get(address).status_code == 403


def test_mixer_of_another_forum_is_not_here(pair: list[Attendee]) -> None:
    elsewhere = a_mixer(a_forum("busan"))
    assert browser_of(pair[0].user).get(f"/en/seoul/networking/{elsewhere.key}/").status_code == 404


def test_host_looks_on_without_switch_and_line(pair: list[Attendee], mixer: Mixer) -> None:
    page = browser_of(a_host(pair[0].forum)).get(f"/en/seoul/networking/{mixer.key}/").content.decode()
    assert "data-lobby" in page
    assert [part for part in ("data-ready", "data-asking", "data-here-list", "my-card") if part in page] == []


# The stages


def test_stage_follows_the_phase(pair: list[Attendee], mixer: Mixer) -> None:
    seen = [lobby(pair[0], mixer).context["lobby"].stage]
    for step in (start_mixer, pause_mixer, end_mixer):
        step(mixer, rev=mixer.rev, by="")
        seen.append(lobby(pair[0], mixer).context["lobby"].stage)
    assert seen == ["waiting", "out", "paused", "ended"]


def test_exactly_one_stage_is_shown(pair: list[Attendee], mixer: Mixer) -> None:
    page = lobby(pair[0], mixer).content.decode()
    stages = [line for line in page.splitlines() if 'class="stage"' in line]
    shown = [line for line in stages if " hidden" not in line]
    assert (len(stages), len(shown)) == (6, 1)
    assert 'data-at="waiting"' in shown[0]


def test_who_is_seated_finds_the_conversation(pair: list[Attendee], mixer: Mixer) -> None:
    mixer = a_mixer(pair[0].forum, where="hall")
    let_in(pair)
    ready(mixer, pair)
    start_mixer(mixer, rev=0, by="")
    found = lobby(pair[0], mixer).context["lobby"]
    assert (found.stage, found.talk.table, found.talk.people[0].name) == ("talk", 1, pair[1].name)
    assert state(pair[0], mixer)["talk"]["room"] == conversation_of(pair[0]).key


def test_conversation_of_another_session_is_found_here_too(pair: list[Attendee], mixer: Mixer) -> None:
    a_talk(a_mixer(pair[0].forum), pair)
    assert lobby(pair[0], mixer).context["lobby"].stage == "talk"


@pytest.mark.parametrize(("language", "called"), [("ko", "박지호 님과의"), ("en", "with Jiho Park is")])
def test_whom_one_met_is_called_as_the_reader_reads(
    pair: list[Attendee], mixer: Mixer, language: str, called: str
) -> None:
    Attendee.objects.filter(pk=pair[1].pk).update(name="박지호", latin_name="Jiho Park")
    leave(a_talk(mixer, pair), pair[1], by=pair[1].key, at=timezone.now())
    page = browser_of(pair[0].user).get(f"/{language}/seoul/networking/{mixer.key}/")
    assert called in page.content.decode()


def test_after_a_conversation_it_is_asked_what_it_was_worth(pair: list[Attendee], mixer: Mixer) -> None:
    ready(mixer, pair)
    start_mixer(mixer, rev=0, by="")
    room = conversation_of(pair[0])
    skip_mixer(mixer, rev=1, by="", at=timezone.now())
    page = lobby(pair[0], mixer)
    assert (page.context["lobby"].stage, page.context["lobby"].after.key) == ("break", room.key)
    assert f"Your conversation with {pair[1].name} is over." in page.content.decode()
    assert f"/en/seoul/rooms/{room.key}/rate/" in page.content.decode()


# Meet someone now


def test_who_talks_cannot_ask(pair: list[Attendee], mixer: Mixer) -> None:
    a_talk(mixer, pair)
    assert post(pair[0], mixer, "ask").status_code == 409
    assert not Ask.objects.exists()


def test_asking_and_stepping_back(pair: list[Attendee], mixer: Mixer) -> None:
    assert "line" not in state(pair[0], mixer)
    assert post(pair[0], mixer, "ask").headers["Location"] == f"/en/seoul/networking/{mixer.key}/"
    assert state(pair[0], mixer)["line"] == {"waiting": 1, "why": "alone"}
    post(pair[0], mixer, "cancel")
    assert "line" not in state(pair[0], mixer)


def test_proposal_of_others_is_not_answered(pair: list[Attendee], mixer: Mixer) -> None:
    match = proposed(mixer, pair)
    (outsider,) = people(pair[0].forum, 1)
    for answer in ("accept", "decline"):
        assert post(outsider, mixer, answer, match=match.key).status_code == 404
        assert post(pair[0], mixer, answer).status_code == 404
    match.refresh_from_db()
    assert match.state == "proposed"


def test_declining_on_the_page_steps_out_or_goes_on(pair: list[Attendee], mixer: Mixer) -> None:
    match = proposed(mixer, pair)
    post(pair[0], mixer, "decline", match=match.key)
    assert "line" not in state(pair[0], mixer)
    assert lobby(pair[0], mixer).context["lobby"].has_passed is True
    (third,) = people(pair[0].forum, 1)
    match = proposed(mixer, [third])
    post(third, mixer, "decline", match=match.key, stay="1")
    assert "line" in state(third, mixer)
    assert lobby(third, mixer).context["lobby"].has_passed is False


def test_proposal_without_scripts_shows_who_and_why(pair: list[Attendee], mixer: Mixer) -> None:
    proposed(mixer, pair)
    page = lobby(pair[0], mixer)
    drawn = unescape(page.content.decode())
    dialog = drawn[drawn.index("<dialog") : drawn.index("</dialog>")]
    (reason, *_) = page.context["lobby"].proposal.reasons
    assert (pair[1].name in dialog, f">{reason}<" in dialog) == (True, True)


def test_proposal_is_on_the_page_with_its_answer(pair: list[Attendee], mixer: Mixer) -> None:
    match = proposed(mixer, pair)
    found = state(pair[0], mixer)
    assert (found["match"]["match"], found["match"]["with"][0]["name"]) == (match.key, pair[1].name)
    assert found["hasAccepted"] is False
    accept(side_of(mixer, match.key, pair[0].key), by=pair[0].key)
    assert state(pair[0], mixer)["hasAccepted"] is True
    assert state(pair[1], mixer)["hasAccepted"] is False


def test_two_who_accept_talk(pair: list[Attendee], mixer: Mixer) -> None:
    match = proposed(mixer, pair)
    for person in pair:
        post(person, mixer, "accept", match=match.key)
    talk = lobby(pair[0], mixer).context["lobby"].talk
    assert (talk.people[0].name, talk.table, talk.ends_at) == (pair[1].name, None, None)


@pytest.mark.parametrize("match", ["", "\x00", "x" * 13])
def test_what_names_no_proposal_is_not_there(pair: list[Attendee], mixer: Mixer, match: str) -> None:
    for answer in ("accept", "decline"):
        assert post(pair[0], mixer, answer, match=match).status_code == 404


def test_who_declines_is_out_and_the_other_waits_on(pair: list[Attendee], mixer: Mixer) -> None:
    match = proposed(mixer, pair)
    post(pair[0], mixer, "decline", match=match.key)
    assert ["line" in state(person, mixer) for person in pair] == [False, True]


# Who is here


def names(person: Attendee, mixer: Mixer) -> tuple[list[str], int]:
    here = browser_of(person.user).get(f"/en/seoul/networking/{mixer.key}/here/").context["here"]
    return [card.attendee.name for card in here.people], here.others


def test_list_shows_those_who_agreed_and_counts_the_others(pair: list[Attendee], mixer: Mixer) -> None:
    silent = people(pair[0].forum, 2)
    in_lobby(mixer, [*pair, *silent])
    assert names(pair[0], mixer) == ([pair[1].name], 2)


def test_list_shows_nobody_who_is_not_here(pair: list[Attendee], mixer: Mixer) -> None:
    in_lobby(a_mixer(pair[0].forum), [pair[1]])
    assert names(pair[0], mixer) == ([], 0)


@pytest.mark.parametrize("who", [0, 1])
def test_blocked_person_is_not_shown_to_either(pair: list[Attendee], mixer: Mixer, who: int) -> None:
    in_lobby(mixer, pair)
    assert names(pair[who], mixer) == ([pair[1 - who].name], 0)
    block(pair[0], pair[1], by=pair[0].key)
    assert names(pair[who], mixer) == ([], 0)


def test_lobby_asks_as_often_with_three_people_as_with_one(pair: list[Attendee], mixer: Mixer) -> None:
    mine = browser_of(pair[0].user)
    counts = []
    for others in ([pair[1]], people(pair[0].forum, 2)):
        for person in others:
            update_card(person, headline="", shows="", seeks=["funding"], offers=[], topics=[], languages=[],
                        is_listed=True, by=person.key)  # fmt: skip
        in_lobby(mixer, others)
        mine.get(f"/en/seoul/networking/{mixer.key}/")
        with CaptureQueriesContext(connection) as captured:
            shown = mine.get(f"/en/seoul/networking/{mixer.key}/").context["here"].people
        counts.append((len(shown), len(captured)))
    assert counts == [(1, counts[0][1]), (3, counts[0][1])]
