"""Three taps that make a card better, one for each tag field: what it lacks and others could meet. For pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forum.people.models import Attendee
from networking.cards import tags
from networking.cards.models import Card
from networking.cards.queries import listed_cards

LOOKED_AT = 60
"""How many cards of others say what is missing on one's own."""


class TagField(NamedTuple):
    """A tag field, the kind of tags in it, the field of others' cards that meets it, and how a tap is put."""

    name: str
    kind: str
    met_by: str
    question: Promise


FIELDS = (
    TagField("seeks", "need", "offers", _("I look for")),
    TagField("offers", "need", "seeks", _("I offer")),
    TagField("topics", "topic", "topics", _("Topic")),
)


class Step(NamedTuple):
    """One tap: this tag into this field."""

    field: str
    tag: str
    label: str
    question: Promise


def improvements(card: Card, others: Iterable[Card], language: str) -> list[Step]:
    """Return at most one step for each field that has room, the emptiest first.

    The tag is the one most of the others could meet; where nobody could, the first curated one.
    """
    everybody = list(others)
    fields = sorted(FIELDS, key=lambda field: len(getattr(card, field.name)))
    steps = (_step(field, getattr(card, field.name), everybody, language) for field in fields)
    return [step for step in steps if step is not None]


def improvements_for(attendee: Attendee, card: Card, language: str) -> list[Step]:
    """Return the steps for this person's card, by the cards of those they may find."""
    return improvements(card, others_of(attendee), language)


def others_of(attendee: Attendee) -> QuerySet[Card]:
    """Return cards of others, enough of them to tell what is missing on this person's own."""
    return listed_cards(attendee)[:LOOKED_AT]


def with_tag(card: Card, field: str, tag: str) -> dict[str, list[str]]:
    """Return the tag fields of a card with one more tag in one of them; unknown ones are ignored."""
    known = {tag.key for tag in tags.curated()}
    return {
        one.name: [*getattr(card, one.name), *([tag] if one.name == field and tag in known else [])]
        for one in FIELDS
    }


def wanted(field: TagField, others: Iterable[Card]) -> Counter[str]:
    """Count which tags in this field others could meet."""
    return Counter(tag for card in others for tag in getattr(card, field.met_by))


def _step(field: TagField, chosen: Sequence[str], others: Iterable[Card], language: str) -> Step | None:
    if len(chosen) >= tags.MOST:
        return None
    asked_for = wanted(field, others)
    curated = [tag for tag in tags.curated() if tag.kind == field.kind and tag.key not in chosen]
    best = max(curated, key=lambda tag: asked_for[tag.key], default=None)
    return best and Step(field.name, best.key, best.label(language), field.question)
