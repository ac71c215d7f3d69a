"""Does a hall behind one address get in, and can a clock tell who is known? `python -m bench.hall [--quick]`

Two daphne processes on PostgreSQL and Redis. Everybody opens the form in a browser of their own, registers, and asks
for a code to sign in, spread over two minutes, all from one address. Then tickets are asked for with addresses that
are known and with others, in turn.
"""

from __future__ import annotations

import asyncio
import re
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import cycle

import httpx
import numpy as np
import uvloop

from bench.machine import cpu_seconds
from bench.report import Aim, Row, folder, parser, publish, say_row
from bench.site import Site, with_services
from tests import servers
from tests.processes import Server

PROCESSES = 2
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
CONSENT = re.compile(r'name="(consent_\d+)"')


@dataclass(frozen=True)
class Plan:
    """How many people come within how many seconds, and how often each kind of address is asked about."""

    people: int = 500
    seconds: float = 120
    asked: int = 200


QUICK = Plan(people=12, seconds=2, asked=10)


@dataclass
class Step:
    """What became of one form, sent by everybody."""

    name: str
    waits_ms: list[float] = field(default_factory=list)
    refused: int = 0

    def row(self, **more: float) -> Row:
        p50, p99 = (round(float(wait), 1) for wait in np.percentile(self.waits_ms, (50, 99)))
        return {
            "form": self.name,
            "sent": len(self.waits_ms),
            "refused": self.refused,
            "p50_ms": p50,
            "p99_ms": p99,
            **more,
        }


class Guest:
    """One person's browser, with cookies of its own."""

    def __init__(self, server: Server, wire: httpx.AsyncHTTPTransport) -> None:
        self._http = httpx.AsyncClient(base_url=server.url, transport=wire, timeout=60)

    async def send(self, page: str, path: str, step: Step, **typed: str) -> None:
        """Open the page with a form, fill it in, and send it to this path."""
        shown = (await self._http.get(page)).text
        token = TOKEN.search(shown)
        assert token is not None, shown[:500]
        agreed = dict.fromkeys(CONSENT.findall(shown), "on")
        start = time.perf_counter()
        answer = await self._http.post(path, data={"csrfmiddlewaretoken": token[1], **agreed, **typed})
        step.waits_ms.append(1000 * (time.perf_counter() - start))
        step.refused += answer.status_code >= 400


async def crowd(web: Sequence[Server], plan: Plan) -> list[Step]:
    """Let everybody come, register and ask for a code."""
    register, sign_in = Step("register"), Step("code")
    limits = httpx.Limits(max_connections=100, max_keepalive_connections=100)
    async with httpx.AsyncHTTPTransport(limits=limits) as wire:

        async def come(number: int, server: Server) -> None:
            await asyncio.sleep(plan.seconds * number / plan.people)
            guest, email = Guest(server, wire), f"guest{number}@example.com"
            person = {"name": f"Guest {number}", "email": email, "occupation": "developer", "language": "ko"}
            await guest.send("/ko/demo/register/", "/ko/demo/register/", register, **person)
            await guest.send("/ko/account/login/code/", "/ko/account/login/code/", sign_in, email=email)

        await asyncio.gather(*(come(*one) for one in zip(range(plan.people), cycle(web), strict=False)))
    return [register, sign_in]


async def clock(web: Sequence[Server], plan: Plan) -> list[Step]:
    """Ask for the tickets of known and of unknown addresses in turn, one after the other."""
    known, unknown = Step("ticket, known"), Step("ticket, unknown")
    async with httpx.AsyncHTTPTransport() as wire:
        for number in range(plan.asked):
            for step, email in (
                (known, f"guest{number}@example.com"),
                (unknown, f"nobody{number}@example.com"),
            ):
                guest = Guest(web[0], wire)
                await guest.send("/ko/demo/ticket/", "/ko/demo/ticket/mail/", step, email=email)
    return [known, unknown]


def measure(site: Site, plan: Plan) -> list[Row]:
    """Return a row for each form."""
    env = {**site.env, "EMAIL_URL": "dummymail://"}
    with servers.daphne(processes=PROCESSES, env=env) as web:
        before = cpu_seconds(web)
        steps = uvloop.run(crowd(web, plan))
        cpu = round(1000 * (cpu_seconds(web) - before) / plan.people, 1)
        rows = [step.row(cpu_ms_each=cpu) for step in steps]
        time.sleep(
            1 if plan is QUICK else 10
        )  # until the mails have left, which costs processor time of its own
        rows += [step.row() for step in uvloop.run(clock(web, plan))]
    for row in rows:
        say_row(row)
    return rows


def aims(rows: list[Row]) -> list[Aim]:
    """Compare what was found with what it should be."""
    by_form = {row["form"]: row for row in rows}
    apart = abs(by_form["ticket, known"]["p50_ms"] - by_form["ticket, unknown"]["p50_ms"])
    return [
        Aim("refused or failed", sum(row["refused"] for row in rows), 0),
        Aim("medians of a known and an unknown address apart", apart, 5, "ms"),
    ]


def main(argv: Sequence[str]) -> None:
    """Measure, print, and keep what was found."""
    given = parser("hall").parse_args(argv)
    where, plan = folder(given), QUICK if given.quick else Plan()
    with with_services() as site:
        site.stock("prepare")
        site.stock("room", str(plan.people))
        rows = measure(site, plan)
    publish(where, "hall", plan=plan, found={"forms": rows}, aims=[] if given.quick else aims(rows))


if __name__ == "__main__":
    main(sys.argv[1:])
