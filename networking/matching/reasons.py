"""Why you two: the one or two things most worth saying about a pair, as data, not as sentences."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from networking.matching.scores import Profile

MOST_REASONS = 2


class Kind(StrEnum):
    """What connects two people."""

    EXCHANGE = "exchange"  # one looks for what the other offers
    TOPIC = "topic"
    LANGUAGE = "language"
    OTHER_FIELD = "other_field"  # nothing in common that is known, but different roles
    NEW_FACE = "new_face"  # nothing at all is known


class Direction(StrEnum):
    """Who gains by it, seen by the person who reads."""

    MUTUAL = "mutual"
    TO_YOU = "to_you"
    FROM_YOU = "from_you"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason. The tags of a mutual exchange are what the reader gets, then what the reader gives."""

    kind: Kind
    tags: tuple[str, ...] = ()
    direction: Direction = Direction.MUTUAL


@dataclass(frozen=True, slots=True)
class Commonness:
    """How many of those present carry each tag."""

    people: int
    offers: Mapping[str, int]
    topics: Mapping[str, int]
    languages: Mapping[str, int]

    @classmethod
    def among(cls, people: Sequence[Profile]) -> "Commonness":
        """Count the tags of those present."""
        return cls(
            people=len(people),
            offers=_counted(person.offers for person in people),
            topics=_counted(person.topics for person in people),
            languages=_counted(person.languages for person in people),
        )


def reasons_for(you: Profile, other: Profile, common: Commonness) -> tuple[Reason, ...]:
    """Give the reader one or two reasons, the most telling first; within a kind the rarest tag is named.

    An exchange comes before a topic, a topic before a language; a language that half of those present speak
    tells nothing. What somebody left blank, blocks and scores never show.
    """
    found = [*_exchange(you, other, common), *_topic(you, other, common), *_language(you, other, common)]
    return tuple(found[:MOST_REASONS]) or (_introduction(you, other),)


def _exchange(you: Profile, other: Profile, common: Commonness) -> list[Reason]:
    get = _rarest(you.seeks & other.offers, common.offers)
    give = _rarest(you.offers & other.seeks, common.offers)
    if get and give:
        return [Reason(Kind.EXCHANGE, (*get, *give), Direction.MUTUAL)]
    if get:
        return [Reason(Kind.EXCHANGE, get, Direction.TO_YOU)]
    return [Reason(Kind.EXCHANGE, give, Direction.FROM_YOU)] if give else []


def _topic(you: Profile, other: Profile, common: Commonness) -> list[Reason]:
    shared = _rarest(you.topics & other.topics, common.topics)
    return [Reason(Kind.TOPIC, shared)] if shared else []


def _language(you: Profile, other: Profile, common: Commonness) -> list[Reason]:
    shared = you.languages & other.languages
    uncommon = {language for language in shared if 2 * common.languages.get(language, 0) < common.people}
    return [Reason(Kind.LANGUAGE, _rarest(uncommon, common.languages))] if uncommon else []


def _introduction(you: Profile, other: Profile) -> Reason:
    if you.role and other.role and you.role != other.role:
        return Reason(Kind.OTHER_FIELD, (other.role,))
    return Reason(Kind.NEW_FACE)


def _rarest(tags: Iterable[str], counts: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(sorted(tags, key=lambda tag: (counts.get(tag, 0), tag))[:1])


def _counted(sets: Iterable[frozenset[str]]) -> Counter[str]:
    return Counter(tag for tags in sets for tag in tags)
