"""Writing one's card."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from forum.journal.verbs import note
from forum.people.models import Attendee
from networking.cards import tags
from networking.cards.models import Card
from networking.errors import TooManyTags


def update_card(
    attendee: Attendee,
    *,
    headline: str,
    shows: str,
    seeks: Iterable[str],
    offers: Iterable[str],
    topics: Iterable[str],
    languages: Iterable[str],
    is_listed: bool,
    by: str,
    at: datetime | None = None,
) -> Card:
    """Write this person's card, making it if there is none; words become tags. Raises TooManyTags."""
    details = {
        "headline": headline.strip(),
        "shows": shows.strip(),
        "seeks": _tags(seeks),
        "offers": _tags(offers),
        "topics": _tags(topics),
        "languages": list(dict.fromkeys(languages)),
        "is_listed": is_listed,
        "changed_at": at or timezone.now(),
    }
    with transaction.atomic():
        card, _ = Card.objects.update_or_create(attendee=attendee, defaults=details)
        note("update_card", by=by, forum_id=attendee.forum_id, subject=attendee.key, at=at)
    return card


def erase_cards(attendees: Iterable[Attendee]) -> None:
    """Erase what these people showed of themselves."""
    Card.objects.filter(attendee__in=attendees).delete()


def _tags(words: Iterable[str]) -> list[str]:
    found = tags.tag_keys(words)
    if len(found) > tags.MOST:
        raise TooManyTags(most=tags.MOST)
    return found
