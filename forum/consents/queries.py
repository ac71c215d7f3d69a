"""Reading consents: what is asked, who agrees."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from forum.consents.models import Consent, ConsentText
from forum.errors import ConsentRequired
from forum.forums.models import Forum
from forum.people.models import Attendee


def consent_texts(forum: Forum) -> list[ConsentText]:
    """Return the current version of everything people are asked to agree to, in order."""
    return list(forum.consent_texts.filter(retired_at=None))


def agreed_texts(forum: Forum, given: Iterable[int]) -> list[ConsentText]:
    """Return the current texts among these ids, or raise ConsentRequired where a required one is missing."""
    given = frozenset(given)
    current = consent_texts(forum)
    if any(text.is_required and text.pk not in given for text in current):
        raise ConsentRequired
    return [text for text in current if text.pk in given]


def consents_of(attendee: Attendee) -> list[tuple[ConsentText, bool]]:
    """Return what the forum asks people to agree to at present, in order, and whether this person does."""
    given = Consent.objects.filter(attendee=attendee, text=OuterRef("pk"), withdrawn_at=None)
    texts = attendee.forum.consent_texts.filter(retired_at=None).annotate(is_given=Exists(given))
    return [(text, text.is_given) for text in texts]


def agreed_to(kind: str, *, attendee: str = "attendee_id", forum: str = "attendee__forum_id") -> Q:
    """What holds for those who agree to the current text of a kind, and for all where a forum has none.

    `attendee` and `forum` are the paths to the ids of the two.
    """
    asked = ConsentText.objects.filter(forum=OuterRef(forum), kind=kind, retired_at=None)
    given = Consent.objects.filter(
        attendee=OuterRef(attendee), text__kind=kind, text__retired_at=None, withdrawn_at=None
    )
    return ~Exists(asked) | Q(Exists(given))


def has_agreed(attendee: Attendee, kind: str) -> bool:
    """Tell whether this person agrees to the current text of a kind, or is not asked to."""
    agreed = Attendee.objects.filter(agreed_to(kind, attendee="pk", forum="forum_id"))
    return agreed.filter(pk=attendee.pk).exists()
