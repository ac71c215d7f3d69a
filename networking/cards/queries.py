"""Reading cards and blocks."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from forum.consents.queries import agreed_to, has_agreed
from forum.people.models import Attendee
from networking.cards.models import Block, Card
from networking.cards.tags import Tag, curated
from networking.matching.scores import Profile

Row = TypeVar("Row", bound=Model)


def card_of(attendee: Attendee) -> Card:
    """Return this person's card; an empty unsaved one if they never wrote any."""
    return Card.objects.filter(attendee=attendee).first() or Card(attendee=attendee)


NOT_SHOWN = _("Somebody who is not shown any more")
"""Stands for the name of whoever withdrew, was forgotten, or took back their consent to be seen."""

CONSENT = "networking"
"""The kind of consent by which people let others of the forum see who they are."""


def visible() -> Q:
    """What holds for rows with an `attendee` who agreed to be seen by others."""
    return agreed_to(CONSENT)


def shown_in(rows: QuerySet[Row]) -> QuerySet[Row]:
    """Return those rows with an `attendee` whom others may still see: who takes part and agrees to it."""
    return rows.filter(visible(), attendee__withdrawn_at=None)


def may_be_seen(attendee: Attendee) -> bool:
    """Tell whether this person agreed to be seen by others."""
    return has_agreed(attendee, CONSENT)


def listed_cards(attendee: Attendee) -> QuerySet[Card]:
    """Return the cards this person may browse, without their own and those on either side of a block."""
    unwanted = blocked_ids(attendee) | {attendee.pk}
    cards = Card.objects.listed(attendee.forum_id).filter(visible()).exclude(attendee__in=unwanted)
    return cards.select_related("attendee").order_by("attendee__name", "pk")


def tag_suggestions() -> tuple[Tag, ...]:
    """Return the curated tags, those for needs first."""
    return curated()


def blocked_ids(attendee: Attendee) -> set[int]:
    """Return the ids of those this person must not meet, whoever of the two asked for it."""
    pairs = Block.objects.of(attendee.pk).values_list("blocker_id", "blocked_id")
    return {person for pair in pairs for person in pair} - {attendee.pk}


def blocks_within(forum_id: int) -> list[tuple[int, int]]:
    """Return all blocks of a forum as pairs of attendee ids, in one query."""
    return list(Block.objects.within(forum_id).values_list("blocker_id", "blocked_id"))


def are_blocked(people: Collection[int]) -> bool:
    """Tell whether any of these people, by id, blocked another of them."""
    return Block.objects.filter(blocker__in=people, blocked__in=people).exists()


def profiles_of(people: QuerySet[Attendee]) -> dict[int, Profile]:
    """Return what the pairing reads of these people's cards, by their ids. One query."""
    return {
        person.pk: profile_of(person, getattr(person, "card", None))
        for person in people.select_related("card")
    }


def profile_of(attendee: Attendee, card: Card | None) -> Profile:
    """Return what the pairing reads of a card; without one, only what registration asked for."""
    card = card or Card(attendee=attendee)
    return Profile(
        seeks=frozenset(card.seeks),
        offers=frozenset(card.offers),
        topics=frozenset(card.topics),
        languages=frozenset(card.languages or [attendee.language]),
        role=attendee.occupation,
        organization=attendee.organization.strip().casefold(),
    )
