"""Judging a code shown at a door, and how its ticket stands by all that was shown before. Pure.

What counts is when a code was shown, never when the server learned of it: scans of a desk that was offline may come in
any order and any time later, and who is inside, since when and how often is the same in the end.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from tickets.checkin.verdicts import Verdict

IN, OUT = "in", "out"

MOVES = ("", "already_redeemed", "not_inside")
"""Reasons ("" is none) of scans that tell where somebody went: their tickets were good. The others change nothing."""


class Move(NamedTuple):
    """A good ticket passed a checkpoint in one direction. Sorts by time; within one instant, in before out.

    `was_welcome` is false where the desk was told that the guest was in already, or had not been.
    """

    at: datetime
    direction: str
    desk_id: int = 0
    checkpoint_id: int = 0
    desk: str = ""
    was_welcome: bool = True


class Stay(NamedTuple):
    """From coming in to leaving; `left_at` is None for somebody who is inside."""

    came: Move
    left_at: datetime | None


@dataclass(frozen=True)
class Shown:
    """What is known of the ticket of a code, each fact with the time it holds since; None for never."""

    retired_at: datetime | None = None
    canceled_at: datetime | None = None
    blocked_at: datetime | None = None
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    belongs_here: bool = True


@dataclass(frozen=True)
class Facts:
    """All that a scan is judged by: itself, its ticket, the ticket's other moves here, and when its holder left for
    good. `forum` has the names of the forum of this site that the code belongs to, if it is another one."""

    move: Move
    shown: Shown | None = None
    moves: tuple[Move, ...] = ()
    left_at: datetime | None = None
    forum: dict[str, str] | None = None


@dataclass(frozen=True)
class Standing:
    """How a ticket stands by all its moves; `first` is the first one in, `checkpoint_id` where that was, or where the
    ticket was seen first if it never came in."""

    is_inside: bool
    entries: int
    first: Move | None
    last_at: datetime
    checkpoint_id: int


def decide(facts: Facts) -> Verdict:
    """Judge a scan: first whether the ticket was good at all, then whether it was used."""
    if facts.shown is None:
        return Verdict("other_forum", forum=facts.forum) if facts.forum else Verdict("invalid")
    if _holds(facts.shown.retired_at, facts.move.at):
        return Verdict("revoked")
    if facts.move.direction == OUT:
        # Nobody is kept inside: whatever became of a ticket, its holder may leave.
        return Verdict() if _is_inside(_before(facts)) else Verdict("not_inside")
    flaw = _flaw(facts.shown, facts.move.at)
    return Verdict(flaw) if flaw else _enter(facts)


def stays(moves: Iterable[Move], left_at: datetime | None = None) -> list[Stay]:
    """Return the stays that moves, in any order, make; whoever left for good at `left_at` is out from then on."""
    kept: list[Stay] = []
    for move in sorted([*moves, *_leaving(left_at)]):
        if _is_inside(kept) and move.direction == OUT:
            kept[-1] = Stay(kept[-1].came, move.at)
        elif not _is_inside(kept) and move.direction == IN:
            kept.append(Stay(move, None))
    return kept


def standing(facts: Facts) -> Standing:
    """Return how the ticket stands with this move among its others."""
    moves = [*facts.moves, facts.move]
    kept = stays(moves, facts.left_at)
    first = kept[0].came if kept else None
    last_at = max(move.at for move in moves)
    return Standing(_is_inside(kept), len(kept), first, last_at, (first or min(moves)).checkpoint_id)


def is_latest(facts: Facts) -> bool:
    """Tell whether nothing that is known happened after this move."""
    return all(move < facts.move for move in [*facts.moves, *_leaving(facts.left_at)])


def _holds(since: datetime | None, at: datetime) -> bool:
    return since is not None and since <= at


def _flaw(shown: Shown, at: datetime) -> str:
    if _holds(shown.canceled_at, at):
        return "canceled"
    if _holds(shown.blocked_at, at):
        return "blocked"
    if _holds(shown.valid_until, at) or not (shown.valid_from is None or _holds(shown.valid_from, at)):
        return "invalid_time"
    return "" if shown.belongs_here else "product"


def _enter(facts: Facts) -> Verdict:
    """Let in, unless the same ticket is in already; or came in later with nobody seen leaving in between, which only
    a scan that is reported late can find out: one code opened the door twice."""
    before = _before(facts)
    after = min((move for move in facts.moves if move > facts.move), default=None)
    if _is_inside(before) or (after is not None and after.direction == IN):
        first = _first(facts.moves)
        return Verdict("already_redeemed", first_at=first.at, desk=first.desk)
    first = _first(facts.moves) if before else facts.move
    return Verdict(is_again=bool(before), first_at=first.at, desk=first.desk)


def _first(moves: Iterable[Move]) -> Move:
    """Return when somebody was let in for the first time, of all that is known; of two desks that saw a code in the
    same moment, the one that opened."""
    entries = [move for move in moves if move.direction == IN]
    return min([move for move in entries if move.was_welcome] or entries)


def _before(facts: Facts) -> list[Stay]:
    """Return the stays that had begun when the code was shown, as they stood then."""
    earlier = [move for move in [*facts.moves, *_leaving(facts.left_at)] if move <= facts.move]
    return stays(earlier)


def _leaving(left_at: datetime | None) -> list[Move]:
    return [] if left_at is None else [Move(left_at, OUT)]


def _is_inside(kept: list[Stay]) -> bool:
    return bool(kept) and kept[-1].left_at is None
