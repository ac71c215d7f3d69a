"""What does a live event cost, and when is it there? `python -m bench.live [--quick]`

Guests in one room take turns to say something, everybody hears it. Madang in one process on SQLite and in two on
PostgreSQL and Redis; beside it in the same run B1, a server that writes one ready frame (`bench/plain.py`), and
B3, the consumer of the Channels tutorial (`bench/textbook.py`) at a load it sustains. Processor time of an event
over the number of sockets is a line: where it begins is the cost of an append, its slope that of a delivery.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

import numpy as np
import uvloop

from bench.load import Talk
from bench.machine import FIRST_CORE, LAST_CORE, allow_many_sockets, on_core
from bench.report import Aim, Row, options, publish, say
from bench.stands import Stand, one_process, plain, textbook, two_processes

SETTLING_SECONDS = 2.0
BRISK, CALM, SLOW = (
    Talk(events=75, per_second=20),
    Talk(events=25, per_second=5),
    Talk(events=10, per_second=2),
)


@dataclass(frozen=True)
class Plan:
    """How many sockets, and how much is said. Events come by 25, so that each run has its acknowledgements."""

    sockets: tuple[int, ...] = (100, 500, 1_000)
    talk: Talk = BRISK
    judged: int = 500
    """With so many sockets also a calm talk is held, for the wait, and one more when they are old."""
    calm_talk: Talk = CALM
    old_seconds: float = 60
    tutorial_sockets: tuple[int, ...] = (25, 50, 100)
    tutorial_talk: Talk = SLOW
    runs: int = 3


QUICK = Plan(
    sockets=(10, 40),
    talk=Talk(events=25, per_second=20),
    judged=40,
    calm_talk=CALM,
    old_seconds=0,
    tutorial_sockets=(5, 20),
    runs=1,
)


@dataclass
class Found:
    """A row for each server and number of sockets."""

    sign_ins: list[Row] = field(default_factory=list)
    talks: list[Row] = field(default_factory=list)
    calm_talks: list[Row] = field(default_factory=list)
    old_talks: list[Row] = field(default_factory=list)


async def measure(stands: Sequence[Stand], tutorial: Stand, plan: Plan) -> Found:
    """Let all crowds grow together and talk one after another; the tutorial's is smaller and slower."""
    found = Found()
    for size in plan.sockets:
        found.sign_ins += [await stand.grow(size) for stand in stands]
        await asyncio.sleep(SETTLING_SECONDS)
        found.talks += [await stand.listen(plan.talk, plan.runs) for stand in stands]
        if size == plan.judged:
            found.calm_talks += [await stand.listen(plan.calm_talk, plan.runs) for stand in stands]
            await stands[0].wait_until(plan.old_seconds)
            found.old_talks.append(await stands[0].listen(plan.talk, plan.runs))
    for size in plan.tutorial_sockets:
        found.sign_ins.append(await tutorial.grow(size))
        found.talks.append(await tutorial.listen(plan.tutorial_talk, plan.runs))
    return found


def costs(talks: Sequence[Row]) -> dict[str, dict[str, float]]:
    """Return what an append and a delivery cost each server, in microseconds of its processors."""
    lines: dict[str, dict[str, float]] = {}
    for server in dict.fromkeys(row["server"] for row in talks):
        points = [(row["sockets"], row["cpu_us"]) for row in talks if row["server"] == server]
        slope, start = np.polyfit(*zip(*points, strict=True), 1)
        lines[server] = {"append_us": round(float(start)), "delivery_us": round(float(slope), 2)}
    return lines


def aims(found: Found, plan: Plan) -> list[Aim]:
    """Compare what was found with what it should be."""
    talks = [*found.talks, *found.calm_talks, *found.old_talks]
    wrong = sum(row[name] for row in talks for name in ("lost", "doubled", "disordered", "closed"))
    delivery = {server: line["delivery_us"] for server, line in costs(found.talks).items()}
    wait = {row["server"]: row["p95_ms"] for row in found.calm_talks}
    one, two, b1, b3 = (
        delivery[name] for name in ("one process", "two processes", "B1 plain", "B3 textbook")
    )
    fresh = next(
        row for row in found.talks if (row["server"], row["sockets"]) == ("one process", plan.judged)
    )
    return [
        Aim("lost, doubled, disordered or closed", wrong, 0),
        Aim("a delivery / B1's", one / b1, 2),
        Aim("a delivery / B3's", one / b3, 1 / 20),
        Aim("a delivery with two processes / with one", two / one, 1.15),
        Aim("p95 above the floor of B1", wait["one process"] - wait["B1 plain"], 30, "ms"),
        Aim(
            f"an event, sockets {plan.old_seconds:g} s old / fresh",
            found.old_talks[0]["cpu_us"] / fresh["cpu_us"],
            1.1,
        ),
        Aim("a sign-in with join and snapshot", found.sign_ins[0]["sign_in_ms"], 4, "ms"),
    ]


def main(argv: Sequence[str]) -> None:
    """Measure, print, and keep what was found."""
    given = options("live", argv)
    plan = QUICK if given.quick else Plan()
    allow_many_sockets()
    with contextlib.ExitStack() as running:
        with on_core(FIRST_CORE):
            stands = [
                running.enter_context(start()) for start in (one_process, two_processes, plain, textbook)
            ]
        with on_core(LAST_CORE):
            found = uvloop.run(measure(stands[:3], stands[3], plan))
    for server, line in costs(found.talks).items():
        say(f"{server}: an append {line['append_us']:g} µs, a delivery {line['delivery_us']:g} µs")
    more = {"costs": costs(found.talks)}
    publish(given.results, "live", plan=plan, found=asdict(found) | more, aims=aims(found, plan))


if __name__ == "__main__":
    main(sys.argv[1:])
