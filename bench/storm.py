"""How long are a thousand people gone when their process dies? `python -m bench.storm [--quick] [--busy]`

A crowd signed in by sessions, and a desk, a board and a lobby in a real Chromium, all on one process of the production
form. It is killed, and everybody comes back to the one that is left, with the pauses and by the table of endings of the
shipped client (`forum/live/endings.py`). With `--busy` two other processes want both cores meanwhile.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "events_site.settings")
os.environ |= {"MADANG_MODE": "demo", "LOG_LEVEL": "WARNING"}
django.setup()

from bench.machine import allow_many_sockets, cpu_seconds  # noqa: E402
from bench.report import Aim, Row, folder, parser, publish, say_row  # noqa: E402
from bench.returning import Returning  # noqa: E402
from forum.live.endings import is_final  # noqa: E402
from tests.returners import Hall, Pages, fill  # noqa: E402
from tests.sites import Site, production  # noqa: E402

WITHIN_SECONDS = 5.0
BURN = "while True: pass"


@dataclass(frozen=True)
class Plan:
    """How many come back, and whether others want the machine meanwhile."""

    sizes: tuple[int, ...] = (600, 1_000)
    busy: bool = False
    patience_seconds: float = 60


QUICK = Plan(sizes=(20,))


@dataclass
class Found:
    storms: list[Row] = field(default_factory=list)


async def measure(site: Site, hall: Hall, plan: Plan) -> Found:
    """Let the crowd come to one process, kill it, and see everybody back at the other; then the other way round."""
    found = Found()
    async with Pages(site, hall) as pages:
        for size in plan.sizes:
            site.web[1].kill()
            crowd = Returning(site.url, hall.forum, hall.seats[:size])
            await crowd.come()
            await pages.open()
            await asyncio.to_thread(site.web[1].start)
            await asyncio.sleep(2)  # what was noted of who came is written down
            with burning(plan.busy):
                found.storms.append(await storm(site, crowd, pages, plan))
            await crowd.go()
            await asyncio.to_thread(site.heal)
    return found


async def storm(site: Site, crowd: Returning, pages: Pages, plan: Plan) -> Row:
    survivor = site.web[1]
    before = cpu_seconds([survivor])
    site.web[0].kill()
    start = time.monotonic()
    await asyncio.gather(crowd.all_back(plan.patience_seconds), pages.all_back(plan.patience_seconds))
    spent = cpu_seconds([survivor]) - before
    waits = sorted(guest.back_at - start for guest in crowd.guests)
    row = {
        "sockets": len(crowd.guests),
        "busy": plan.busy,
        "half_seconds": round(waits[len(waits) // 2], 2),
        "last_seconds": round(waits[-1], 2),
        **{f"{name}_seconds": round(at - start, 2) for name, at in pages.back_at.items()},
        "cpu_ms_each": round(1000 * spent / len(waits), 2),
        "tries": sum(guest.tries for guest in crowd.guests),
        "signed_out": sum(is_final(code) for guest in crowd.guests for code in guest.codes),
        "pages_ended": len(pages.ended),
        "load": round(os.getloadavg()[0], 1),
    }
    say_row(row)
    return row


@contextlib.contextmanager
def burning(is_wanted: bool) -> Iterator[None]:
    """Keep both cores busy with something else."""
    others = [subprocess.Popen([sys.executable, "-c", BURN]) for _ in range(2 * is_wanted)]
    try:
        yield
    finally:
        for other in others:
            other.kill()
            other.wait()


def aims(found: Found) -> list[Aim]:
    """Compare what was found with what it should be."""
    return [
        Aim(
            "signed out, or a page that stopped",
            sum(r["signed_out"] + r["pages_ended"] for r in found.storms),
            0,
        ),
        *(Aim(f"{row['sockets']} back", row["last_seconds"], WITHIN_SECONDS, "s") for row in found.storms),
    ]


def main(argv: Sequence[str]) -> None:
    """Measure, print, and keep what was found."""
    command = parser("storm")
    command.add_argument("--busy", action="store_true", help="with two other processes that want both cores")
    command.add_argument("--sockets", type=int, nargs="+", help="instead of 600 1000")
    given = command.parse_args(argv)
    where, plan = folder(given), QUICK if given.quick else Plan()
    plan = replace(plan, busy=given.busy, sizes=tuple(given.sockets or plan.sizes))
    allow_many_sockets()
    with production() as site:
        with site.data():
            hall = fill(site, max(plan.sizes))
        found = asyncio.run(measure(site, hall, plan))
    publish(where, "storm", plan=plan, found=asdict(found), aims=[] if given.quick else aims(found))


if __name__ == "__main__":
    main(sys.argv[1:])
