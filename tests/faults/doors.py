"""Every address of the site, as a stranger, somebody who takes part, an organizer and a paired desk ask for it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import httpx
from django.utils import timezone

from events_site.demo.seed import seed
from forum.forums.models import Forum
from forum.people.models import User
from tests.contracts.test_every_address import every_address, in_which_two_have_met
from tests.pages import session_of
from tests.sites import Site
from tickets.desks.verbs import open_desk, pair

AT_ONCE = 6
CSRF = "a" * 32
SCAN = {"code": "1" * 27, "nonce": "of-a-test-00"}


class Door(NamedTuple):
    """One question: who asks, how, for what."""

    who: str
    method: str
    path: str


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: httpx.Headers = field(repr=False, compare=False)
    text: str = field(repr=False, compare=False)

    @property
    def kind(self) -> str:
        return str(self.headers.get("Content-Type", "")).partition(";")[0]


@dataclass
class People:
    """The forum's addresses, and what each of those who ask brings along."""

    site: Site
    addresses: list[str]
    credentials: dict[str, dict[str, str]]

    def doors(self, *methods: str) -> Iterator[Door]:
        """Yield each address for everybody; signing out stays out, it would be the end of asking."""
        for who in self.credentials:
            for path in self.addresses:
                is_theirs = (who == "desk") == (
                    "/checkpoints/" in path or ("/desk" in path and "/api/" in path)
                )
                if is_theirs or who == "stranger":
                    yield from (Door(who, method, path) for method in methods if "logout" not in path)

    def ask(self, doors: Iterable[Door]) -> dict[Door, Answer]:
        """Ask them all through the front."""
        return asyncio.run(self._ask(list(doors)))

    async def _ask(self, doors: list[Door]) -> dict[Door, Answer]:
        turn = asyncio.Semaphore(AT_ONCE)
        async with httpx.AsyncClient(base_url=self.site.url, timeout=60) as client:

            async def one(door: Door) -> Answer:
                async with turn:
                    said = (
                        {"json": SCAN} if door.who == "desk" else {"data": {"email": "attendee@example.com"}}
                    )
                    answer = await client.request(
                        door.method,
                        door.path,
                        headers=self.credentials[door.who],
                        **said if door.method == "POST" else {},
                    )
                    return Answer(answer.status_code, answer.headers, answer.text)

            return dict(zip(doors, await asyncio.gather(*map(one, doors)), strict=True))


def invite(site: Site) -> People:
    """Seed the demo forum and let its cast in; call it inside `site.data()`."""
    forum = in_which_two_have_met(seed(timezone.now()))
    csrf = {"X-CSRFToken": CSRF}
    return People(
        site,
        [
            path
            for path in dict.fromkeys(every_address(forum))
            if path.startswith("/ko/") == ("nothing" in path)
        ],
        {
            "stranger": csrf | {"Cookie": f"csrftoken={CSRF}"},
            **{who: csrf | {"Cookie": _cookie(f"{who}@example.com")} for who in ("attendee", "organizer")},
            "desk": {"Authorization": f"Desk {_device(forum)}"},
        },
    )


def _cookie(email: str) -> str:
    return f"csrftoken={CSRF}; sessionid={session_of(User.objects.get(email=email))}"


def _device(forum: Forum) -> str:
    return pair(forum, open_desk(forum, name="Of a test", by="").pairing).token
