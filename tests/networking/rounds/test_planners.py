"""A room above rounds seats a kind of mixer its own way, through the same clock."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from networking.rounds import planners
from networking.rounds.models import Mixer
from networking.rounds.seating import Pool, Seating
from networking.rounds.verbs import clock
from tests.networking.cast import MINUTE, NOON, a_forum, a_mixer, people, ready, tables

pytestmark = pytest.mark.usefixtures("shared_database")


def by_turns(plan: Iterable[Seating], pool: Pool, *, repeat: bool) -> list[Seating]:
    """Seat neighbours of a queue together, in the order in which they registered, whoever they met before."""
    queue = sorted(pool.ids())
    return [Seating((one, other), 0, False) for one, other in zip(queue[::2], queue[1::2], strict=False)]


def test_a_mixer_is_seated_by_the_planner_of_its_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planners, "_planners", dict(planners._planners))
    planners.register("queue", by_turns)
    mixer = a_mixer(a_forum())
    Mixer.objects.update(kind="queue")
    mixer.refresh_from_db()
    four = people(mixer.forum, 4)
    ready(mixer, four)
    neighbours = [{four[0].name, four[1].name}, {four[2].name, four[3].name}]

    clock.start_mixer(mixer, rev=0, by="host", at=NOON)
    assert tables(mixer) == neighbours
    for minutes in (6, 8):
        clock.keep_time(Mixer.objects.select_related("forum").get(), at=NOON + minutes * MINUTE)

    assert (Mixer.objects.get().round, tables(mixer)) == (2, neighbours)


def test_a_kind_has_one_planner() -> None:
    with pytest.raises(ValueError, match="rounds"):
        planners.register("rounds", by_turns)
