"""One's card in a browser: who may write one, what is kept of it, and the taps that make it better."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from forum.people.models import Attendee, User
from networking.cards.forms import LIKELY
from networking.cards.models import Card
from networking.cards.queries import card_of
from networking.cards.verbs import update_card
from tests.networking.cast import a_forum, people
from tests.networking.visitors import browser_of
from tests.pages import asked_to_sign_in

pytestmark = pytest.mark.django_db

PAGE = "/en/seoul/me/card/"
TAP = "/en/seoul/me/card/add/"
FIELDS = ("headline", "shows", "seeks", "offers", "topics", "languages", "is_listed")
EMPTY: dict[str, Any] = dict(zip(FIELDS, ("", "", [], [], [], [], False), strict=True))


@pytest.fixture
def minseo() -> Attendee:
    return people(a_forum(), 1)[0]


@pytest.fixture
def hers(minseo: Attendee) -> Client:
    return browser_of(minseo.user)


def written(attendee: Attendee, **fields: Any) -> Card:
    return update_card(attendee, **{**EMPTY, "by": attendee.key, **fields})


def test_strangers_have_no_card(client: Client, minseo: Attendee) -> None:
    assert asked_to_sign_in(client.get(PAGE))
    assert browser_of(User.objects.create_user("robin@seoul.example")).get(PAGE).status_code == 403


def test_more_tags_than_a_card_holds_are_refused_and_stay_on_the_page(minseo: Attendee, hers: Client) -> None:
    words = ", ".join(f"word{number}" for number in range(9))
    response = hers.post(PAGE, {"headline": "Speech", "seeks_words": words})
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Card.objects.exists()


def test_a_tag_that_is_not_offered_is_refused(hers: Client) -> None:
    assert hers.post(PAGE, {"seeks": ["no-such-tag"]}).status_code == 422


def test_ticked_tags_and_own_words_become_one_list(minseo: Attendee, hers: Client) -> None:
    sent = {"headline": " Speech ", "seeks": ["funding"], "languages": ["ko", "en"], "is_listed": "on"}
    response = hers.post(PAGE, {**sent, "seeks_words": "Hydroponics, funding, , Hydro-ponics"})
    assert response.headers["Location"] == "/en/seoul/networking/"
    card = card_of(minseo)
    assert (card.headline, card.seeks, card.languages, card.is_listed) == (
        "Speech", ["funding", "hydroponics", "hydro-ponics"], ["ko", "en"], True,
    )  # fmt: skip


def test_a_word_in_either_language_stands_for_its_tag(minseo: Attendee, hers: Client) -> None:
    hers.post(PAGE, {"seeks_words": "투자 유치"})
    assert card_of(minseo).seeks == ["funding"]


def test_a_card_saved_as_it_is_shown_stays_as_it_is(minseo: Attendee, hers: Client) -> None:
    before = written(
        minseo,
        headline="Speech",
        seeks=["funding", "speech-synthesis", "hydroponics"],
        topics=["speech-synthesis"],
        languages=["ko"],
        is_listed=True,
    )
    hers.post(PAGE, as_drawn(hers))
    after = Card.objects.get()
    assert sorted(after.seeks) == sorted(before.seeks)
    rest = [field for field in FIELDS if field != "seeks"]
    assert [getattr(after, field) for field in rest] == [getattr(before, field) for field in rest]


def test_a_tap_adds_one_tag_and_keeps_the_rest(minseo: Attendee, hers: Client) -> None:
    written(minseo, headline="Speech", topics=["speech-synthesis"], is_listed=True)
    response = hers.post(TAP, {"add": "topics:agents"})
    assert response.headers["Location"] == "/en/seoul/networking/"
    card = card_of(minseo)
    assert (card.headline, card.topics, card.is_listed) == ("Speech", ["speech-synthesis", "agents"], True)


@pytest.mark.parametrize("add", ["", "topics", "topics:no-such-tag", "headline:funding", "pk:funding"])
def test_a_tap_nobody_offered_adds_nothing(minseo: Attendee, hers: Client, add: str) -> None:
    hers.post(TAP, {"add": add})
    card = card_of(minseo)
    assert (card.headline, card.seeks, card.offers, card.topics) == ("", [], [], [])


def test_a_tap_with_scripts_gets_the_card_back(minseo: Attendee, hers: Client) -> None:
    response = hers.post(TAP, {"add": "topics:agents"}, headers={"HX-Request": "true"})
    assert response.status_code == 200
    assert response.content.decode().strip().startswith('<section class="card my-card" id="my-card"')


@pytest.mark.parametrize(
    ("asked", "got"),
    [
        ("/en/seoul/networking/abc/", "/en/seoul/networking/abc/"),
        ("https://elsewhere.example/", "/en/seoul/networking/"),
    ],
)
def test_a_tap_leads_back_to_a_page_of_ours_only(hers: Client, asked: str, got: str) -> None:
    assert hers.post(TAP, {"add": "topics:agents", "next": asked}).headers["Location"] == got


def test_a_card_leads_back_to_where_one_came_from(hers: Client) -> None:
    lobby = "/en/seoul/networking/abc/"
    page = hers.get(PAGE, {"next": lobby})
    assert page.context["back"] == lobby
    assert hers.post(PAGE, {"next": lobby}).headers["Location"] == lobby
    assert (
        hers.post(PAGE, {"next": "https://elsewhere.example/"}).headers["Location"] == "/en/seoul/networking/"
    )


def test_a_tap_where_a_reason_is_missed_gets_the_taps_back(hers: Client) -> None:
    sent = {"add": "topics:agents", "part": "talk", "next": "/en/seoul/networking/abc/"}
    drawn = hers.post(TAP, sent, headers={"HX-Request": "true"}).content.decode()
    assert 'class="card-hint"' in drawn
    assert "the next match can tell you why" in drawn
    assert 'value="/en/seoul/networking/abc/"' in drawn


def test_likely_words_are_at_hand_and_the_rest_is_found(minseo: Attendee, hers: Client) -> None:
    crowd = people(minseo.forum, 3)
    for person in crowd:
        written(person, offers=["compute"], is_listed=True)
    written(minseo, seeks=["funding"])
    form = hers.get(PAGE).context["form"]
    at_hand, rest = form.seek_choices
    assert [choice.key for choice in at_hand[:2]] == ["funding", "compute"]
    assert len(at_hand) == 1 + LIKELY
    assert not {choice.key for choice in at_hand} & {choice.key for choice in rest}


def as_drawn(hers: Client) -> dict[str, Any]:
    """What a browser would send for the card's form as it is drawn."""
    form = hers.get(PAGE).context["form"]
    sent = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in sent.items() if value not in (None, False)}
