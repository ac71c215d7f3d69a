"""One's own card in short: its tags in words, and the taps that would make it better."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from forum.people.models import Attendee
from networking.cards import tags
from networking.cards.improvements import Step, improvements_for
from networking.cards.models import Card
from networking.cards.queries import card_of

FIELDS = (("seeks", _("I look for")), ("offers", _("I offer")), ("topics", _("Topics")))


class Shown(NamedTuple):
    """One field of tags, called by its name and theirs."""

    label: Promise
    tags: list[str]


class Summary(NamedTuple):
    """A card as its owner sees it."""

    card: Card
    shown: list[Shown]
    steps: list[Step]


def summary_of(attendee: Attendee) -> Summary:
    """Return this person's card in the active language. Four queries."""
    card, language = card_of(attendee), get_language() or "ko"
    shown = [
        Shown(label, [tags.label(tag, language) for tag in getattr(card, field)]) for field, label in FIELDS
    ]
    return Summary(card, shown, improvements_for(attendee, card, language))
