"""Cards: written by their owner, found by those who may find them, gone with who leaves."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from forum.people.models import Attendee
from forum.signals import attendee_withdrawn, person_forgotten
from networking.cards.models import Block, Card
from networking.cards.queries import are_blocked, blocked_ids, card_of, listed_cards, profile_of
from networking.cards.tags import MOST
from networking.cards.verbs import update_card
from networking.errors import TooManyTags
from tests.networking.cast import a_forum, people

pytestmark = pytest.mark.django_db


def write(attendee: Attendee, **fields: Any) -> Card:
    texts = {"headline": "", "shows": "", "seeks": [], "offers": [], "topics": [], "languages": []}
    return update_card(attendee, **{**texts, "is_listed": True, **fields}, by=attendee.key)


@pytest.mark.parametrize("field", ["seeks", "offers", "topics"])
def test_update_card_too_many_tags(field: str) -> None:
    (one,) = people(a_forum(), 1)
    words = [f"word {number}" for number in range(MOST + 1)]
    with pytest.raises(TooManyTags):
        write(one, **{field: words})
    assert Card.objects.count() == 0
    assert len(getattr(write(one, **{field: words[:MOST]}), field)) == MOST


def test_update_card_again_replaces() -> None:
    (one,) = people(a_forum(), 1)
    write(one, headline=" Robots ", topics=["Robotics", "로봇공학"])
    card = write(one, headline="Music", topics=["Music"])
    assert (Card.objects.get(), card.headline, card.topics) == (card, "Music", ["music"])


def test_card_of_somebody_who_wrote_none() -> None:
    (one,) = people(a_forum(), 1)
    assert (card_of(one).pk, card_of(one).seeks) == (None, [])


def test_profile_without_a_card_is_what_registration_asked_for() -> None:
    (one,) = people(a_forum(), 1, language="en", organization=" Hanbat ")
    profile = profile_of(one, None)
    assert (profile.role, profile.organization, profile.languages) == ("developer", "hanbat", {"en"})


def test_listed_cards_end_at_a_block_a_forum_and_a_no() -> None:
    """Of eight cards two may be seen: not one's own, a blocked, a hidden, a withdrawn or a foreign one."""
    forum = a_forum()
    me, blocked, blocker, hidden, gone, seen, also_seen = people(forum, 7)
    (stranger,) = people(a_forum("busan"), 1)
    for person in (me, blocked, blocker, gone, seen, also_seen, stranger):
        write(person)
    write(hidden, is_listed=False)
    Attendee.objects.filter(pk=gone.pk).update(withdrawn_at=forum.starts_at)
    Block.objects.create(blocker=me, blocked=blocked)
    Block.objects.create(blocker=blocker, blocked=me)
    assert [card.attendee for card in listed_cards(me)] == [seen, also_seen]


@pytest.mark.parametrize("size", [1, 3])
def test_listed_cards_cost_the_same(size: int, django_assert_num_queries: Any) -> None:
    me, *others = people(a_forum(), size + 1)
    for person in others:
        write(person)
    with django_assert_num_queries(2):
        assert len([card.attendee.name for card in listed_cards(me)]) == size


def test_block_counts_both_ways() -> None:
    one, other, third = people(a_forum(), 3)
    Block.objects.create(blocker=one, blocked=other)
    assert (blocked_ids(one), blocked_ids(other), blocked_ids(third)) == ({other.pk}, {one.pk}, set())
    assert are_blocked([other.pk, one.pk]) and not are_blocked([one.pk, third.pk])


def test_block_oneself_is_refused_by_the_database() -> None:
    (one,) = people(a_forum(), 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Block.objects.create(blocker=one, blocked=one)


@pytest.mark.parametrize("leaves", ["the forum", "altogether"])
def test_card_goes_with_its_owner(leaves: str) -> None:
    one, other = people(a_forum(), 2)
    write(one)
    write(other)
    if leaves == "the forum":
        attendee_withdrawn.send(sender=None, attendee=one, by=one.key)
    else:
        person_forgotten.send(sender=None, user=one.user, by=one.key)
    assert Card.objects.get().attendee == other
