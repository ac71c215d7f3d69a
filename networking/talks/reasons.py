"""Why people meet, as it is kept: what connects them, in codes, and with whom, by key. It becomes a sentence when
somebody reads it, so that no row holds a name. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any, NamedTuple

from msgspec import Struct, convert, to_builtins

from networking.matching.reasons import Commonness, Direction, Kind, reasons_for
from networking.matching.scores import Profile

MOST = 2


class Kept(Struct, frozen=True):
    """One reason for one person. `who` is the other one's key, `tags` are words of either card."""

    who: str
    kind: Kind
    direction: Direction = Direction.MUTUAL
    tags: tuple[str, ...] = ()


class Known(NamedTuple):
    """Somebody by their key, with what the pairing reads of their card."""

    key: str
    profile: Profile


def reasons_between(people: Sequence[Known], common: Commonness) -> list[list[Kept]]:
    """Return for each of these people one or two reasons why the others, from their own side.

    Between two it is the most telling things about the pair; of three, each hears one about either other.
    """
    return [_reasons(you, [other for other in people if other is not you], common) for you in people]


def written(reasons: Iterable[Kept]) -> list[Any]:
    """Return reasons as a row keeps them."""
    built: list[Any] = to_builtins(list(reasons))
    return built


def read(rows: Iterable[Any]) -> list[Kept]:
    """Return reasons from a row."""
    return convert(list(rows), list[Kept])


def without(rows: Iterable[Any], key: str) -> list[Any]:
    """Return what a row keeps but the reasons about the person with this key."""
    return written(reason for reason in read(rows) if reason.who != key)


def _reasons(you: Known, others: Sequence[Known], common: Commonness) -> list[Kept]:
    found = [
        [
            Kept(other.key, reason.kind, reason.direction, reason.tags)
            for reason in reasons_for(you.profile, other.profile, common)
        ]
        for other in others
    ]
    return found[0] if len(found) == 1 else [reasons[0] for reasons in islice(found, MOST)]
