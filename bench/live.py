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
from dataclasses import asdict, dataclass, field, replace
from statistics import linear_regression

import uvloop

from bench.load import Talk
from bench.machine import LAST_CORE, allow_many_sockets, on_core
from bench.report import Aim, Row, folder, parser, publish, say
from bench.stands import B1, B3, ONE, SERVERS, TWO, Stand

WARM_UP = 5
BRISK, CALM, SLOW = Talk(75, per_second=20), Talk(25, per_second=5), Talk(5, per_second=1)
QUICK_TALK = Talk(25, per_second=40)


@dataclass(frozen=True)
class Plan:
    """How many sockets, and how much is said. Events come by 25, so that each run has its acknowledgements."""

    servers: tuple[str, ...] = (ONE, TWO, B1)
    sockets: tuple[int, ...] = (100, 500, 1_000)
    talk: Talk = BRISK
    settling_seconds: float = 2
    judged: int = 500
    """With so many sockets also a calm talk is held, for the wait, and one more when they are old."""
    calm_talk: Talk = CALM
    old_seconds: float = 60
    tutorial_sockets: tuple[int, ...] = (50, 100, 200)
    tutorial_talk: Talk = SLOW
    runs: int = 3


QUICK = Plan(
    servers=(ONE, B1),
    sockets=(10, 40),
    talk=QUICK_TALK,
    settling_seconds=0,
    judged=40,
    calm_talk=QUICK_TALK,
    old_seconds=0,
    tutorial_sockets=(5, 20),
    tutorial_talk=QUICK_TALK,
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
    for stand in stands:
        await stand.grow(WARM_UP)
    for size in plan.sockets:
        found.sign_ins += [await stand.grow(size) for stand in stands]
        await asyncio.sleep(plan.settling_seconds)
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
        rows = [row for row in talks if row["server"] == server]
        line = linear_regression([row["sockets"] for row in rows], [row["cpu_us"] for row in rows])
        lines[server] = {"append_us": round(line.intercept), "delivery_us": round(line.slope, 2)}
    return lines


def aims(found: Found, plan: Plan) -> list[Aim]:
    """Compare what was found with what it should be."""
    talks = [*found.talks, *found.calm_talks, *found.old_talks]
    wrong = sum(row[name] for row in talks for name in ("lost", "doubled", "disordered", "closed"))
    delivery = {server: line["delivery_us"] for server, line in costs(found.talks).items()}
    wait = {row["server"]: row["p95_ms"] for row in found.calm_talks}
    event = {(row["server"], row["sockets"]): row["cpu_us"] for row in found.talks}
    ageing = found.old_talks[0]["cpu_us"] / event[ONE, plan.judged]
    return [
        Aim("lost, doubled, disordered or closed", wrong, 0),
        Aim("a delivery / B1's", delivery[ONE] / delivery[B1], 2),
        Aim("a delivery / B3's", delivery[ONE] / delivery[B3], 1 / 20),
        Aim("a delivery with two processes / with one", delivery[TWO] / delivery[ONE], 1.15),
        Aim("p95 above the floor of B1", wait[ONE] - wait[B1], 30, "ms"),
        Aim(f"an event, sockets {plan.old_seconds:g} s old / fresh", ageing, 1.1),
        Aim("a sign-in with join and snapshot", found.sign_ins[0]["sign_in_ms"], 4, "ms"),
    ]


def main(argv: Sequence[str]) -> None:
    """Measure, print, and keep what was found."""
    command = parser("live")
    command.add_argument(
        "--sockets", type=int, nargs=3, metavar=("FEW", "SOME", "MANY"), help="instead of 100 500 1000"
    )
    given = command.parse_args(argv)
    where, plan = folder(given), QUICK if given.quick else Plan()
    if given.sockets:
        plan = replace(plan, sockets=tuple(given.sockets), judged=given.sockets[1])
    allow_many_sockets()
    with contextlib.ExitStack() as running:
        stands = [running.enter_context(SERVERS[name]()) for name in (*plan.servers, B3)]
        with on_core(LAST_CORE):
            found = uvloop.run(measure(stands[:-1], stands[-1], plan))
    for server, line in costs(found.talks).items():
        say(f"{server}: an append {line['append_us']:g} µs, a delivery {line['delivery_us']:g} µs")
    more = {"costs": costs(found.talks)}
    publish(
        where, "live", plan=plan, found=asdict(found) | more, aims=[] if given.quick else aims(found, plan)
    )


if __name__ == "__main__":
    main(sys.argv[1:])
