"""Sixty-four people send the registration form in the same instant; there are five seats."""

from __future__ import annotations

import asyncio
from collections import Counter

import httpx
import pytest

from forum.mail.models import OutboxMail
from forum.people.models import Attendee
from tests.form_client import Answer, Browser
from tests.races.spans import most_at_once
from tests.sites import Site
from tests.tickets import cast
from tickets.registration.models import Quota, Ticket

pytestmark = pytest.mark.xdist_group("servers")

PEOPLE, SEATS = 64, 5
SLUG = "last-seats"


def test_five_seats_are_sold_five_times(site: Site) -> None:
    with site.data():
        forum = cast.a_forum(SLUG)
        cast.a_kind(forum, size=SEATS)
        cast.a_text(forum)

    answers = asyncio.run(_register_all(site))

    assert most_at_once(answers) > PEOPLE / 2
    told = Counter((answer.status, answer.location) for answer in answers)
    assert told == {(302, f"/en/{SLUG}/register/done/"): SEATS, (409, ""): PEOPLE - SEATS}
    with site.data():
        assert Quota.objects.get(forum=forum).taken == SEATS
        assert Ticket.objects.of(forum).count() == SEATS
        assert Attendee.objects.of(forum).count() == SEATS
        assert OutboxMail.objects.filter(to__contains=f"@{SLUG}").count() == SEATS


async def _register_all(site: Site) -> list[Answer]:
    """Let everybody open the form in a browser of their own; then all press the button."""
    limits = httpx.Limits(max_connections=PEOPLE, max_keepalive_connections=PEOPLE)
    async with httpx.AsyncHTTPTransport(limits=limits) as wire:
        browsers = [Browser(site.url, SLUG, wire) for _ in range(PEOPLE)]
        filling_in = (browser.fill_in(f"p{number}@{SLUG}.example") for number, browser in enumerate(browsers))
        await asyncio.gather(*filling_in)
        return await asyncio.gather(*(browser.send() for browser in browsers))
