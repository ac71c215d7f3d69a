"""One's own card in short: its tags in words, and the taps that would make it better. For pages."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from forum.people.models import Attendee
from networking.cards import tags
from networking.cards.improvements import Step, improvements_for
from networking.cards.models import Card
from networking.cards.queries import card_of, may_be_seen

FIELDS = (("seeks", _("I look for")), ("offers", _("I offer")), ("topics", _("Topics")))


class Shown(NamedTuple):
    """One field of tags, called by its name and theirs."""

    label: Promise
    tags: list[str]


class Summary(NamedTuple):
    """A card as its owner sees it; `is_shown` tells whether others see it among those who are here."""

    card: Card
    is_shown: bool
    shown: list[Shown]
    steps: list[Step]

    @property
    def is_empty(self) -> bool:
        """Tell whether the card says nothing that could bring two people together."""
        return not any(field.tags for field in self.shown)


def summary_of(attendee: Attendee) -> Summary:
    """Return this person's card in the active language. Five queries."""
    card, language = card_of(attendee), get_language() or "ko"
    shown = [
        Shown(label, [tags.label(tag, language) for tag in getattr(card, field)]) for field, label in FIELDS
    ]
    return Summary(
        card, card.is_listed and may_be_seen(attendee), shown, improvements_for(attendee, card, language)
    )
