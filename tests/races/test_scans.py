"""One code at two desks in the same instant, and one scan sent many times at once."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack

import pytest

from forum.forums.models import Forum
from tests.desk_client import DeskClient, Scan
from tests.processes import Server
from tests.races.spans import most_at_once
from tests.sites import Site
from tests.tickets import cast
from tickets.checkin.models import Admission, CheckIn

pytestmark = pytest.mark.xdist_group("servers")

CODES = 50
NONCES, SENDERS = 5, 10


def test_one_code_at_two_desks_is_let_in_once(site: Site) -> None:
    with site.data():
        forum, codes = _forum_with_tickets("two-desks", CODES)
        tokens = {name: cast.a_desk(forum, name)[1] for name in ("North door", "South door")}
    north, south = (
        DeskClient(web.url, forum.slug, token)
        for web, token in zip(_ends(site), tokens.values(), strict=True)
    )

    races = asyncio.run(_show_each_at_both(north, south, codes))

    for scans in races:
        (winner,) = [name for name, scan in zip(tokens, scans, strict=True) if scan.verdict == ("ok", None)]
        (loser,) = [scan for scan in scans if scan.verdict == ("refused", "already_redeemed")]
        first = next(scan.answer["first_at"] for scan in scans if scan is not loser)
        assert (loser.answer["first_at"], loser.answer["desk"]) == (first, winner)
    _assert_raced(races)
    with site.data():
        assert Admission.objects.filter(checkpoint__forum=forum, entries=1).count() == CODES
        assert CheckIn.objects.filter(checkpoint__forum=forum).count() == 2 * CODES


def test_one_nonce_is_one_scan_with_one_answer(site: Site) -> None:
    with site.data():
        forum, codes = _forum_with_tickets("one-nonce", NONCES)
        _, token = cast.a_desk(forum)
    senders = [DeskClient(_ends(site)[number % 2].url, forum.slug, token) for number in range(SENDERS)]

    races = asyncio.run(_send_each_from_all(senders, codes))

    for scans in races:
        assert scans[0].verdict == ("ok", None)
        assert [scan.answer for scan in scans] == [scans[0].answer] * SENDERS
    _assert_raced(races)
    with site.data():
        assert Admission.objects.filter(checkpoint__forum=forum, entries=1).count() == NONCES
        assert CheckIn.objects.filter(checkpoint__forum=forum).count() == NONCES


def _forum_with_tickets(slug: str, count: int) -> tuple[Forum, list[str]]:
    forum = cast.a_forum(slug)
    return forum, [cast.a_ticket(forum, f"{number}@{slug}.example").code for number in range(count)]


def _ends(site: Site) -> tuple[Server, Server]:
    """Return two processes, or the only one twice."""
    return site.web[0], site.web[-1]


def _assert_raced(races: list[list[Scan]]) -> None:
    """Every scan was answered at the first try, and while all others of its race were under way."""
    assert {scan.tries for scans in races for scan in scans} == {1}
    assert all(most_at_once(scans) == len(scans) for scans in races)


async def _show_each_at_both(north: DeskClient, south: DeskClient, codes: list[str]) -> list[list[Scan]]:
    async with north, south:
        return [list(await asyncio.gather(north.scan(code), south.scan(code))) for code in codes]


async def _send_each_from_all(senders: list[DeskClient], codes: list[str]) -> list[list[Scan]]:
    async with AsyncExitStack() as open_:
        for sender in senders:
            await open_.enter_async_context(sender)
        return [
            await asyncio.gather(*(sender.scan(code, nonce=f"nonce-{number:04}") for sender in senders))
            for number, code in enumerate(codes)
        ]
