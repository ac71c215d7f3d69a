"""What does it cost to come in, and what do those who are there hear of it? `python -m bench.joins [--quick]`

People join a room of two, a session and a room in which 100 or 2,000 are, in one process on SQLite and in two on
PostgreSQL and Redis: processor time of a join, over that of the room of two in the same run. Then some come and go in
the large room while one listens: bytes of presence a second. At last a thousand sign in and join the session of one
process.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import uvloop
from picows import WSFrame, WSTransport

from bench.load import Crowd, Guest
from bench.machine import FIRST_CORE, LAST_CORE, allow_many_sockets, cpu_seconds, on_core
from bench.report import Aim, Row, folder, parser, publish, say_row
from bench.site import Site, embedded, with_services
from tests import servers
from tests.processes import HOST, Server

ONE, TWO = "one process", "two processes"
PLACES = ("small room", "mixer", "room")
AT_ONCE = 16


@dataclass(frozen=True)
class Plan:
    """How many are there at least, how many come, how long is listened, how many come into the lobby."""

    sizes: tuple[int, ...] = (100, 2_000)
    comers: int = 120
    runs: int = 5
    listening_seconds: float = 10
    rush: int = 1_000
    servers: tuple[str, ...] = (ONE, TWO)


QUICK = Plan(sizes=(10, 60), comers=8, runs=1, listening_seconds=1, rush=12, servers=(ONE,))


class Comer(Guest):
    """Somebody who joins and leaves, and counts the bytes of presence that come meanwhile."""

    def __init__(self, crowd: Crowd, number: int, given: dict[str, str]) -> None:
        super().__init__(crowd, number, token=given["token"], room=given["room"])
        self.given = given
        self.heard_bytes = 0

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        """Count what is a state; everything else is heard as by any guest."""
        said = frame.get_payload_as_bytes()
        if said.startswith(b'{"t":"state"'):
            self.heard_bytes += len(said)
        super().on_ws_frame(transport, frame)

    async def greet(self) -> None:
        """Say hello, join nothing."""
        await self.ask("hello", v=1, forum="demo", tab=f"bench-{self.number}", token=self._token)


async def measure(site: Site, web: Sequence[Server], name: str, plan: Plan) -> dict[str, list[Row]]:
    """Return rows of joins, of what is heard of them, and of the rush into one session."""
    joins, heard = [], []
    for size in plan.sizes:
        comers = await _comers(web, await asyncio.to_thread(site.stock, "crowd", str(size), str(plan.comers)))
        await _all(comer.greet() for comer in comers)
        for place in PLACES:
            costs = sorted([await _join(comers, place, web, site) for _ in range(plan.runs)])
            row = {"server": name, "there": size, "place": place, "cpu_ms": round(costs[len(costs) // 2], 2)}
            joins.append(row)
            say_row(row)
        heard.append(await _listen(comers, name, size, plan))
        await _close(comers)
    rush = await _rush(web, name, await asyncio.to_thread(site.stock, "crowd", "2", str(plan.rush)))
    return {"joins": joins, "heard": heard, "rushes": [rush]}


async def _join(comers: Sequence[Comer], place: str, web: Sequence[Server], site: Site) -> float:
    """Let all join and leave one place; return the milliseconds of processors that a join took."""
    start = cpu_seconds([*web, *site.database])
    await _all(comer.ask("join", comer.given[place]) for comer in comers)
    cost = cpu_seconds([*web, *site.database]) - start
    await _all(comer.ask("leave", comer.given[place]) for comer in comers)
    await asyncio.sleep(1)
    return 1000 * cost / len(comers)


async def _listen(comers: Sequence[Comer], name: str, size: int, plan: Plan) -> Row:
    """Let one listen while the others come and go as fast as they may; return what was heard of it."""
    first, *others = comers
    await first.ask("join", first.given["room"])
    first.heard_bytes, moves, start = 0, 0, time.monotonic()
    while time.monotonic() < start + plan.listening_seconds:
        for verb in ("join", "leave"):
            await _all(one.ask(verb, one.given["room"]) for one in others[: AT_ONCE // 2])
            moves += AT_ONCE // 2
        await asyncio.sleep(0.5)
    seconds = time.monotonic() - start
    per_second = {"moves": round(moves / seconds, 1), "bytes": round(first.heard_bytes / seconds)}
    row = {"server": name, "there": size, **per_second}
    say_row(row)
    return row


async def _rush(web: Sequence[Server], name: str, coming: Sequence[dict[str, str]]) -> Row:
    """Let everybody open a socket, sign in and join the session at once; return how long it took."""
    start, cpu = time.monotonic(), cpu_seconds(web)
    comers = await _comers(web[:1], coming)

    async def come(comer: Comer) -> None:
        await comer.greet()
        await comer.ask("join", comer.given["mixer"])

    await _all(come(comer) for comer in comers)
    row = {"server": name, "people": len(comers), "seconds": round(time.monotonic() - start, 2)}
    row["cpu_ms"] = round(1000 * (cpu_seconds(web) - cpu) / len(comers), 2)
    say_row(row)
    await _close(comers)
    return row


def aims(found: dict[str, list[Row]], plan: Plan) -> Iterator[Aim]:
    """Compare what was found with what it should be."""
    cost = {(row["server"], row["there"], row["place"]): row["cpu_ms"] for row in found["joins"]}
    few, many = plan.sizes[0], plan.sizes[-1]
    for server in plan.servers:
        small = cost[server, many, "small room"]
        yield Aim(f"{server}: the mixer's join / a small room's", cost[server, many, "mixer"] / small, 1.5)
        for place in ("mixer", "room"):
            ratio = cost[server, many, place] / cost[server, few, place]
            yield Aim(f"{server}: a join of the {place} with {many:,} / with {few:,}", ratio, 1.3)
    yield Aim("presence a second, to each socket", max(row["bytes"] for row in found["heard"]), 2_000, "B")
    for row in found["rushes"]:
        yield Aim(f"{row['server']}: {row['people']:,} in one lobby", row["seconds"], 20, "s")


async def _comers(web: Sequence[Server], coming: Sequence[dict[str, str]]) -> list[Comer]:
    addresses = [f"ws://{HOST}:{server.port}/live/" for server in web]
    crowd = Crowd(addresses, lambda crowd, number: Comer(crowd, number, coming[number]))
    await crowd.connect(len(coming))
    return [guest for guest in crowd.guests if isinstance(guest, Comer)]


async def _close(comers: Sequence[Comer]) -> None:
    for comer in comers:
        comer.transport.disconnect()
    await asyncio.gather(*(comer.transport.wait_disconnected() for comer in comers))
    await asyncio.sleep(1)


async def _all(work: Iterator[Any]) -> None:
    """Do everything, some at a time."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def done(one: Any) -> None:
        async with gate:
            await one

    await asyncio.gather(*map(done, work))


def main(argv: Sequence[str]) -> None:
    """Measure, print, and keep what was found."""
    given = parser("joins").parse_args(argv)
    where, plan = folder(given), QUICK if given.quick else Plan()
    allow_many_sockets()
    sites = {ONE: (embedded, 1), TWO: (with_services, 2)}
    found: dict[str, list[Row]] = {"joins": [], "heard": [], "rushes": []}
    for name in plan.servers:
        form, processes = sites[name]
        with contextlib.ExitStack() as running:
            site = running.enter_context(form())
            site.stock("prepare")
            with on_core(FIRST_CORE):
                web = running.enter_context(servers.daphne(processes=processes, env=site.env))
            with on_core(LAST_CORE):
                for what, rows in uvloop.run(measure(site, web, name, plan)).items():
                    found[what] += rows
    publish(where, "joins", plan=plan, found=found, aims=[] if given.quick else list(aims(found, plan)))


if __name__ == "__main__":
    main(sys.argv[1:])
