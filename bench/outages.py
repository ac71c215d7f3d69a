"""What does everybody hear while PostgreSQL is away for 10 s, or Redis for 60? `python -m bench.outages`

Two processes of the production form behind nginx. Forty people sit in a room, eight of them talk, a desk scans, and one
address of the site after the other is asked for, as a stranger, an attendee, an organizer and a desk. Afterwards every
door must answer as it did before.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "events_site.settings")
os.environ |= {"MADANG_MODE": "demo", "LOG_LEVEL": "WARNING"}
django.setup()

from bench.report import Aim, Row, folder, parser, publish, say_row  # noqa: E402
from tests.faults.doors import Answer, Door, People, invite  # noqa: E402
from tests.faults.people import Cast, gather, whole_log  # noqa: E402
from tests.faults.test_postgres import go_without_database  # noqa: E402
from tests.faults.test_redis import go_without_redis  # noqa: E402
from tests.histories import flaws  # noqa: E402
from tests.processes import Server  # noqa: E402
from tests.sites import Site, production  # noqa: E402


@dataclass(frozen=True)
class Plan:
    """For how long what is away."""

    database_seconds: float = 10
    redis_seconds: float = 60


QUICK = Plan(database_seconds=1.5, redis_seconds=5)


@dataclass
class Asked:
    """What the doors said while something was away: for each kind of answer how often, and the slowest."""

    answers: Counter[str] = field(default_factory=Counter)
    slowest_seconds: float = 0.0


def measure(site: Site, plan: Plan) -> list[Row]:
    """Take one thing away, then the other."""
    with site.data():
        asked = invite(site)
        room = gather(site, "no-database", 40, tickets=int(plan.database_seconds * 4))
        hall = gather(site, "no-redis", 40, tickets=30)
    postgres, redis = site.stack.postgres, site.stack.redis
    assert postgres is not None and redis is not None
    return [
        outage(
            "PostgreSQL",
            plan.database_seconds,
            asked,
            postgres,
            room,
            lambda: asyncio.run(go_without_database(room, plan.database_seconds)),
        ),
        outage("Redis", plan.redis_seconds, asked, redis, hall, lambda: _redis(hall, plan.redis_seconds)),
    ]


def _redis(hall: Cast, seconds: float) -> tuple[Any, Any]:
    story = asyncio.run(go_without_redis(hall, seconds))
    return story.people, story.desk


def outage(
    what: str, seconds: float, asked: People, server: Server, there: Cast, live: Callable[[], tuple[Any, Any]]
) -> Row:
    """Ask every door while `live` goes through the outage; tell what was said, and whether all is well after."""
    doors = list(asked.doors("GET"))
    before = asked.ask(doors)
    with asking(asked, doors, server) as heard:
        people, desk = live()
    after = asked.ask(doors)
    with there.site.data():
        wrong = flaws(people, whole_log)
    row = {
        "away": what,
        "seconds": seconds,
        "answers": dict(heard.answers.most_common()),
        "rounds": round(heard.answers.total() / len(doors), 1),
        "slowest_seconds": round(heard.slowest_seconds, 2),
        "sockets_ended": sum(len(person.breaks) for person in people),
        "told_busy": sum(person.troubles["busy"] for person in people),
        "flaws": len(wrong),
        "scans": len(desk.scans),
        "scans_not_ok": sum(scan.verdict != ("ok", None) for scan in desk.scans),
        "scan_tries_most": max(scan.tries for scan in desk.scans),
        "doors": len(doors),
        "doors_not_as_before": sum(before[door] != after[door] for door in doors),
    }
    say_row(row)
    return row


@contextmanager
def asking(asked: People, doors: list[Door], server: Server) -> Iterator[Asked]:
    """Ask in rounds, beside everything else, for as long as the server is away."""
    heard, end = Asked(), threading.Event()

    def ask() -> None:
        for door in itertools.cycle(doors):
            if end.wait(0 if is_away(server) else 0.05):
                return
            begin = time.monotonic()
            (answer,) = asked.ask([door]).values() if is_away(server) else (None,)
            if answer is not None and is_away(server):
                heard.slowest_seconds = max(heard.slowest_seconds, time.monotonic() - begin)
                heard.answers[kind(answer)] += 1

    beside = threading.Thread(target=ask)
    beside.start()
    try:
        yield heard
    finally:
        end.set()
        beside.join()


def is_away(server: Server) -> bool:
    return server.process.poll() is not None


def kind(answer: Answer) -> str:
    return f"{answer.status} {answer.kind or 'empty'}"


def aims(rows: Sequence[Row]) -> list[Aim]:
    """Compare what was found with what it should be."""
    return [
        Aim(f"{row['away']} away: {name.replace('_', ' ')}", row[name], 0)
        for row in rows
        for name in ("sockets_ended", "flaws", "scans_not_ok", "doors_not_as_before")
    ] + [
        Aim(
            f"{row['away']} away: faults of the server",
            sum(count for said, count in row["answers"].items() if said[:3] in ("500", "502", "504")),
            0,
        )
        for row in rows
    ]


def main(argv: Sequence[str]) -> None:
    """Measure, print, and keep what was found."""
    given = parser("outages").parse_args(argv)
    where, plan = folder(given), QUICK if given.quick else Plan()
    with production() as site:
        rows = measure(site, plan)
    publish(where, "outages", plan=plan, found={"outages": rows}, aims=aims(rows))


if __name__ == "__main__":
    main(sys.argv[1:])
