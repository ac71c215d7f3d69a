"""A room of many people in a browser: a number, some faces, everybody on request, and every message with its name."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from datetime import timedelta

import pytest
import pytest_asyncio
from django.utils import timezone
from playwright.async_api import Page, expect

from forum.forums.models import Forum
from forum.live.models import Node, Presence
from forum.people.models import Attendee
from networking.chat.verbs import say as say_there
from networking.rooms.models import Membership, Room
from networking.rounds.models import Mixer
from tests.networking.cast import a_talk, online, people
from tests.networking.meet.hall import Scene, expect_accessible, messages
from tests.networking.visitors import a_host
from tests.pages import NewPage, session_of
from tests.sites import Site

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("lobby")]

OTHERS = 128


@dataclass
class Hall:
    """A room with two in conversation and many others, all of whom have it open; one of them has said something."""

    url: str
    reader: str
    moderator: str


@pytest.fixture
def hall(site: Site, scene: Scene) -> Hall:
    with site.data():
        forum = Forum.objects.get(slug=scene.forum)
        pair = list(Attendee.objects.filter(forum=forum).order_by("pk")[:2])
        others = people(forum, OTHERS)
        online(pair)
        room = a_talk(Mixer.objects.get(key=scene.mixer), pair, at=timezone.now())
        Membership.objects.bulk_create(Membership(room=room, attendee=one) for one in others)
        living = timezone.now() + timedelta(days=1)
        node, _ = Node.objects.get_or_create(key="crowd", defaults={"seen_at": living})
        Presence.objects.bulk_create(Presence(node=node, topic=room.topic, key=one.key) for one in others)
        say_there(room, others[0], cid="1", text="I am one of many", by=others[0].key)
        address = f"{scene.url}/en/{scene.forum}/rooms/{room.key}/"
        return Hall(address, scene.cookies[0], session_of(a_host(forum, "moderator")))


def the_last_says(text: str, hall: Hall, site: Site) -> str:
    """Let the last of the crowd say something; return their name."""
    with site.data():
        room = Room.objects.get(key=hall.url.split("/")[-2])
        last = Attendee.objects.filter(memberships__room=room).order_by("-pk")[0]
        say_there(room, last, cid="2", text=text, by=last.key)
        return last.name


@pytest_asyncio.fixture(loop_scope="session")
async def page(hall: Hall, enter: NewPage) -> Page:
    return await enter(hall.reader, hall.url)


async def test_a_crowd_is_a_number_with_faces_and_a_list_on_request(page: Page) -> None:
    crowd = page.locator("[data-crowd]")
    await expect(crowd.locator("[data-slot=crowd-count]")).to_have_text(f"{OTHERS + 1} here")
    await expect(crowd.locator("[data-crowd-faces] [data-face]")).to_have_count(6)
    await crowd.locator("summary").click()
    await expect(crowd.locator("li")).to_have_count(50)
    more = crowd.get_by_role("button", name="Show more people")
    for shown in (100, OTHERS + 1):
        await more.click()
        await expect(crowd.locator("li")).to_have_count(shown)
        assert await page.evaluate("document.activeElement.closest('[data-crowd-list]') !== null")
    await expect(more).to_be_hidden()
    await expect_accessible(page)


async def test_every_message_of_a_crowd_has_its_name(page: Page, hall: Hall, site: Site) -> None:
    await expect(messages(page)).to_have_text(["I am one of many"])
    author = page.locator("[data-log] [data-slot=author]")
    await expect(author).to_have_text([re.compile("^Person ")])
    named = await asyncio.to_thread(the_last_says, "And I am another", hall, site)
    await expect(author.nth(1)).to_have_text(named)


async def test_nobody_reads_along_unseen(page: Page, hall: Hall, enter: NewPage) -> None:
    watched = page.locator("[data-watched]")
    await expect(page.locator("[data-slot=crowd-count]")).to_be_visible()
    await expect(watched).to_be_hidden()
    await enter(hall.moderator, hall.url)
    await expect(watched).to_have_text("A moderator is reading along.")
