"""Who sits with whom, by kind of mixer: rooms above register how their kind is seated. A tool."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from networking.rounds.seating import Pool, Seating, reseat

ROUNDS = "rounds"


class Planner(Protocol):
    """Keeps of a plan what still holds, and seats the others of the pool: each once, nobody with whom they are apart.

    Asked three times for a round: ahead of the bell, at the bell, and once nobody can come or go any more. Who is not
    in the pool by then is in no seating.
    """

    def __call__(self, plan: Iterable[Seating], pool: Pool, *, repeat: bool) -> list[Seating]: ...


_planners: dict[str, Planner] = {ROUNDS: reseat}


def register(kind: str, planner: Planner) -> None:
    """Let mixers of a kind be seated by this."""
    if kind in _planners:
        raise ValueError(f"mixers of the kind {kind} have a planner already")
    _planners[kind] = planner


def planner_of(kind: str) -> Planner:
    """Return how mixers of this kind are seated."""
    return _planners[kind]
