"""What is written in both languages at once: people who read different ones will read the same row."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Any, NamedTuple, TypeAlias

from django.utils.functional import Promise
from django.utils.translation import get_language_info, override
from django.utils.translation import gettext_lazy as _

from forum.people.models import Attendee, Occupation
from networking.cards import tags
from networking.matching import reasons as matching
from networking.matching.reasons import Commonness, Direction, Kind, reasons_for
from networking.matching.scores import Profile
from networking.talks.frames import Reason

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
    (Kind.NEW_FACE, Direction.MUTUAL): _("Ask %(name)s what brings them here."),
}
MOST = 2


class Known(NamedTuple):
    """Somebody as the others of a conversation know them; the name in Latin letters may be missing."""

    name: str
    latin_name: str
    profile: Profile

    def called(self, language: str) -> str:
        """Return the name that readers of this language can read."""
        return self.name if language == "ko" else self.latin_name or self.name


def known(attendee: Attendee, profile: Profile) -> Known:
    """Return an attendee as the others of a conversation know them."""
    return Known(attendee.name, attendee.latin_name, profile)


def both(sentence: Promise, **values: Any) -> Both:
    """Return a sentence in Korean and in English, its %(named)s values filled in."""
    with override("ko"):
        korean = str(sentence) % values
    with override("en"):
        return korean, str(sentence) % values


def reasons_between(people: Sequence[Known], common: Commonness) -> list[list[Reason]]:
    """Return for each of these people one or two sentences why the others, from their own side.

    Between two it is the most telling things about the pair; of three, each hears one about either other.
    """
    return [[_sentence(*reason) for reason in _reasons(you, people, common)] for you in people]


def _reasons(you: Known, people: Sequence[Known], common: Commonness) -> list[tuple[matching.Reason, Known]]:
    found = [
        [(reason, other) for reason in reasons_for(you.profile, other.profile, common)]
        for other in people
        if other is not you
    ]
    return found[0] if len(found) == 1 else [reasons[0] for reasons in islice(found, MOST)]


def _sentence(reason: matching.Reason, other: Known) -> Reason:
    return Reason(ko=_in("ko", reason, other), en=_in("en", reason, other))


def _in(language: str, reason: matching.Reason, other: Known) -> str:
    with override(language):
        first, second = (*(_called(reason.kind, tag, language) for tag in reason.tags), "", "")[:2]
        return str(SENTENCES[reason.kind, reason.direction]) % {
            "name": other.called(language),
            "first": first,
            "second": second,
        }


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
