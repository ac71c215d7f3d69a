"""What does a page cost, and does it stay so in a large programme? `python -m bench.pages [--quick]`

One daphne process on PostgreSQL and Redis. Each page is asked for by a visitor and by somebody signed in, with 60 and
with 500 sessions, again and again over one kept connection; in turn with it the bare view of `bench/bare.py`, which
gives the same bytes.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

import uvloop

from bench.machine import cpu_seconds
from bench.report import Aim, Row, folder, parser, publish, say_row
from bench.site import Site, with_services
from tests import servers
from tests.processes import HOST, Server
from tests.servers import Postgres

WARM_UP = 5


@dataclass(frozen=True)
class Plan:
    """How large the programme is, how often a page is asked for in a turn, and how many turns there are."""

    sizes: tuple[int, ...] = (60, 500)
    times: int = 30
    turns: int = 3


QUICK = Plan(sizes=(60,), times=3, turns=1)


class Reader:
    """One kept connection to one server, which sends what its browser would."""

    def __init__(self, server: Server, headers: Mapping[str, str]) -> None:
        self.server = server
        self._headers = {"Host": HOST, **headers}

    async def __aenter__(self) -> Reader:
        self._in, self._out = await asyncio.open_connection(HOST, self.server.port, limit=2**24)
        return self

    async def __aexit__(self, *_error: object) -> None:
        self._out.close()

    async def get(self, path: str) -> bytes:
        """Return the page; nothing but a 200 is one."""
        return await self._send("GET", path)

    async def put(self, path: str, body: bytes) -> None:
        await self._send("PUT", path, body)

    async def costs(self, path: str, times: int) -> float:
        """Return the milliseconds of the server's processor time that a page takes."""
        before = cpu_seconds([self.server])
        for _ in range(times):
            await self.get(path)
        return 1000 * (cpu_seconds([self.server]) - before) / times

    async def _send(self, method: str, path: str, body: bytes = b"") -> bytes:
        headers = {**self._headers, "Content-Length": str(len(body))} if body else self._headers
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self._out.write(f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode() + body)
        head = (await self._in.readuntil(b"\r\n\r\n")).lower()
        length = int(head.partition(b"content-length:")[2].split(b"\r\n", 1)[0])
        answer = await self._in.readexactly(length)
        if head.split()[1] != b"200":
            raise RuntimeError(f"{path} answered {head.split()[1].decode()}.")
        return answer


def measure(site: Site, postgres: Postgres, plan: Plan) -> list[Row]:
    """Return a row for each size, reader and page."""
    env = {**site.env, "DATABASE_URL": postgres.create_database("bare")}
    rows = []
    with (
        servers.daphne(env=site.env) as web,
        servers.daphne("bench.bare:application", env=env) as bare,
    ):
        for size in plan.sizes:
            stock = site.stock("programme", str(size))
            visited = {"visitor": ({}, stock["pages"])}
            visited["signed in"] = {"Cookie": stock["cookie"]}, {**stock["pages"], **stock["own_pages"]}
            for who, (headers, pages) in visited.items():
                row = {"sessions": stock["sessions"], "speakers": stock["speakers"], "who": who}
                rows += uvloop.run(_visit(web[0], bare[0], row, headers, pages, plan))
    return rows


async def _visit(
    web: Server, bare: Server, row: Row, headers: Mapping[str, str], pages: Mapping[str, str], plan: Plan
) -> list[Row]:
    rows = []
    async with Reader(web, headers) as real, Reader(bare, headers) as plain:
        for name, path in pages.items():
            body, same = await real.get(path), f"/pages/{row['who']}/{name}".replace(" ", "-")
            await plain.put(same, body)
            for _ in range(WARM_UP):
                await real.get(path)
                await plain.get(same)
            costs = [
                (await real.costs(path, plan.times), await plain.costs(same, plan.times))
                for _ in range(plan.turns)
            ]
            real_ms, bare_ms = (median(turn) for turn in zip(*costs, strict=True))
            found = {"page": name, "bytes": len(body), "cpu_ms": round(real_ms, 2)}
            found |= {"bare_ms": round(bare_ms, 2), "ratio": round(real_ms / bare_ms, 1)}
            rows.append({**row, **found})
            say_row(rows[-1])
    return rows


def aims(rows: list[Row]) -> list[Aim]:
    """Compare what was found with what it should be."""
    found = []
    for row in rows:
        what = (
            f"{row['page']} with {row['sessions']} sessions, {row['who']}: processor time / of the bare view"
        )
        found.append(Aim(what, row["cpu_ms"] / row["bare_ms"], 4 if row["who"] == "visitor" else 8))
    return found


def main(argv: Sequence[str]) -> None:
    """Measure, print, and keep what was found."""
    given = parser("pages").parse_args(argv)
    where, plan = folder(given), QUICK if given.quick else Plan()
    with with_services() as site:
        site.stock("prepare")
        assert site.postgres is not None
        rows = measure(site, site.postgres, plan)
    publish(where, "pages", plan=plan, found={"pages": rows}, aims=[] if given.quick else aims(rows))


if __name__ == "__main__":
    main(sys.argv[1:])
