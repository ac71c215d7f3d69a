"""What connects people, said to one of them in the language they read. A tool."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from django.utils.functional import Promise
from django.utils.translation import get_language, get_language_info, override
from django.utils.translation import gettext_lazy as _

from forum.people.models import Attendee, Occupation
from networking.cards import tags
from networking.matching.reasons import Direction, Kind
from networking.talks.reasons import Kept

Both: TypeAlias = tuple[str, str]

TALK = _("A conversation for two")
SENTENCES = {
    (Kind.EXCHANGE, Direction.MUTUAL): _(
        "You look for %(first)s, and %(name)s offers it; %(name)s looks for %(second)s, and you offer it."
    ),
    (Kind.EXCHANGE, Direction.TO_YOU): _("You look for %(first)s, and %(name)s offers it."),
    (Kind.EXCHANGE, Direction.FROM_YOU): _("%(name)s looks for %(first)s, and you offer it."),
    (Kind.TOPIC, Direction.MUTUAL): _("You and %(name)s share a topic: %(first)s."),
    (Kind.LANGUAGE, Direction.MUTUAL): _("You and %(name)s both speak %(first)s."),
    (Kind.OTHER_FIELD, Direction.MUTUAL): _("%(name)s comes from another field: %(first)s."),
}


def both(sentence: Promise, **values: Any) -> Both:
    """Return a sentence in Korean and in English, its %(named)s values filled in."""
    with override("ko"):
        korean = str(sentence) % values
    with override("en"):
        return korean, str(sentence) % values


def phrased(reasons: Iterable[Kept], people: Mapping[str, Attendee]) -> list[str]:
    """Return reasons as sentences in the active language; of those about nobody among these people, by key, none.

    That nothing is known of somebody is no reason: their page says what would bring one.
    """
    language = get_language() or "ko"
    told = (reason for reason in reasons if reason.who in people and reason.kind != Kind.NEW_FACE)
    return [_sentence(reason, people[reason.who], language) for reason in told]


def _sentence(reason: Kept, other: Attendee, language: str) -> str:
    first, second = (*(_called(reason.kind, tag, language) for tag in reason.tags), "", "")[:2]
    sentence = SENTENCES[reason.kind, reason.direction]
    return str(sentence) % {"name": other.called, "first": first, "second": second}


def _called(kind: Kind, tag: str, language: str) -> str:
    """Return what a tag is called in a language: a word of a card, a language, or an occupation."""
    if kind == Kind.LANGUAGE:
        return _language(tag)
    if kind == Kind.OTHER_FIELD:
        return str(dict(Occupation.choices).get(tag, tag))
    label = tags.label(tag, language)
    return _within(label) if kind == Kind.EXCHANGE else label


def _within(label: str) -> str:
    """Return a label as it stands within a sentence: "Technical advice" small, "AI agents" as it is."""
    return label[:1].lower() + label[1:] if not label[1:2].isupper() else label


def _language(code: str) -> str:
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
