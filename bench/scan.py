"""What does a scan cost, and does it stay so with 100,000 tickets? `python -m bench.scan [--quick]`

Two daphne processes on PostgreSQL and Redis; codes are shown over kept connections, each once, one, eight or
thirty-two at a time. Beside it in the same run the bare view of `bench/bare.py`, likewise in two processes.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from statistics import fmean

import numpy as np
import psycopg
import uvloop

from bench.http import Office, show
from bench.machine import cpu_seconds
from bench.report import Aim, Row, folder, parser, publish, say_row
from bench.site import Site, with_services
from tests import servers
from tests.servers import Postgres

PROCESSES = 2
WARM_UP = 40


@dataclass(frozen=True)
class Plan:
    """How many tickets there are at least, how many codes are shown at each concurrency."""

    sizes: tuple[int, ...] = (1_000, 100_000)
    at_once: tuple[int, ...] = (1, 8, 32)
    scans: int = 400


QUICK = Plan(sizes=(1_000,), at_once=(1, 8), scans=40)


def measure(site: Site, postgres: Postgres, plan: Plan) -> tuple[list[Row], list[str]]:
    """Return a row for each number of tickets, office and concurrency, and the SQL of one scan."""
    desk = site.stock("desk")
    env = {**site.env, "DATABASE_URL": postgres.create_database("bare")}
    with (
        servers.daphne(processes=PROCESSES, env=site.env) as web,
        servers.daphne("bench.bare:application", processes=PROCESSES, env=env) as bare,
    ):
        scan = Office("scan", web, desk["path"], {"Authorization": desk["authorization"]})
        rows = []
        for size in plan.sizes:
            issued = site.stock("tickets", str(plan.scans * len(plan.at_once) + WARM_UP), str(size))
            codes, tickets = issued["codes"], issued["tickets"]
            _fill(env["DATABASE_URL"], codes, tickets)
            for office in (scan, Office("bare", bare, "/use", {})):
                rows += uvloop.run(_visit(office, codes, tickets, plan, postgres))
    return rows, desk["statements"]


def aims(rows: list[Row], sql: list[str]) -> list[Aim]:
    """Compare what was found with what it should be."""
    first, last = rows[0]["tickets"], rows[-1]["tickets"]

    def cpu(office: str, tickets: int) -> float:
        return fmean(row["cpu_ms"] for row in rows if (row["office"], row["tickets"]) == (office, tickets))

    return [
        Aim("refused or failed", sum(row["failed"] for row in rows), 0),
        Aim("statements of a scan", len(sql), 6),
        Aim("processor time of a scan / of the bare view", cpu("scan", last) / cpu("bare", last), 3),
        Aim(
            f"processor time at {last:,} tickets / at {first:,}", cpu("scan", last) / cpu("scan", first), 1.15
        ),
    ]


def _fill(url: str, codes: list[str], tickets: int) -> None:
    """Give the bare view the same codes among as many others."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "CREATE TABLE IF NOT EXISTS bare_ticket (code text PRIMARY KEY, used_at timestamptz)"
        )
        connection.execute("INSERT INTO bare_ticket SELECT unnest(%s::text[])", [codes])
        connection.execute(
            "INSERT INTO bare_ticket SELECT generate_series(1, %s) ON CONFLICT DO NOTHING", [tickets]
        )
        connection.execute("ANALYZE")


async def _visit(
    office: Office, codes: Sequence[str], tickets: int, plan: Plan, postgres: Postgres
) -> list[Row]:
    """Show the codes, so many at a time; return a row for each concurrency."""
    left = iter(codes)
    await show(office, islice(left, WARM_UP), max(plan.at_once))
    rows = []
    for at_once in plan.at_once:
        web, database, start = cpu_seconds(office.web), cpu_seconds([postgres]), time.monotonic()
        shown = await show(office, islice(left, plan.scans), at_once)
        seconds = time.monotonic() - start
        row = {"office": office.name, "tickets": tickets, "at_once": at_once}
        row["per_second"] = round(plan.scans / seconds)
        row["cpu_ms"] = round(1000 * (cpu_seconds(office.web) - web) / plan.scans, 2)
        row["database_ms"] = round(1000 * (cpu_seconds([postgres]) - database) / plan.scans, 2)
        row["p50_ms"], row["p99_ms"] = (
            round(float(wait), 1) for wait in np.percentile(shown.waits_ms, (50, 99))
        )
        rows.append({**row, "failed": shown.failed})
        say_row(rows[-1])
    return rows


def main(argv: Sequence[str]) -> None:
    """Measure, print, and keep what was found."""
    given = parser("scan").parse_args(argv)
    where, plan = folder(given), QUICK if given.quick else Plan()
    with with_services() as site:
        site.stock("prepare")
        assert site.postgres is not None
        rows, sql = measure(site, site.postgres, plan)
    publish(
        where,
        "scan",
        plan=plan,
        found={"scans": rows, "statements": sql},
        aims=[] if given.quick else aims(rows, sql),
    )


if __name__ == "__main__":
    main(sys.argv[1:])
