"""Whoever watches the desks sees what becomes of them, without a reload."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.async_api import expect

from tests.pages import NewPage, session_of, sign_in
from tests.tickets import cast
from tests.tickets.door import Door
from tickets.desks.models import Desk
from tickets.desks.verbs import open_desk, pair, revoke, see

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("desk")]


@pytest.mark.parametrize("path", ["manage/", "manage/desks/"])
async def test_desks_are_shown_as_they_are_now(door: Door, open_page: NewPage, path: str) -> None:
    with door.site.data():
        boss = cast.an_organizer(door.forum, f"boss-{door.forum.slug}-{len(path)}@example.com")
        other, _ = cast.a_desk(door.forum, "South door")
        see(other)
        session = session_of(boss)
    page = await open_page(door.site.url)
    await sign_in(page, session, door.site.url)
    await page.goto(f"{door.site.url}/en/{door.forum.slug}/{path}")
    waiting, south = (page.locator(f'[data-desk="{desk.key}"]') for desk in (door.desk, other))
    await expect(waiting).to_contain_text("Waits for a device")
    await expect(south).to_contain_text("In use")

    with door.site.data():
        paired = pair(door.forum, door.link.rstrip("/").rpartition("/")[2]).desk
        see(paired)
        opened = open_desk(door.forum, name="New door", by="").desk
    await expect(waiting).to_contain_text("In use")
    await expect(waiting.locator("[data-heard]")).to_be_visible()
    await expect(page.locator(f'[data-desk="{opened.key}"]')).to_contain_text("New door")

    with door.site.data():
        revoke(paired, by="")
    await expect(waiting).to_contain_text("Closed")
    await expect(page.locator("[data-desk]").last).to_contain_text("North door")

    with door.site.data():
        long_ago = timezone.now() - timedelta(seconds=85)
        Desk.objects.filter(pk=other.pk).update(paired_at=long_ago, last_seen_at=long_ago)
        open_desk(door.forum, name="Another", by="")
    await expect(south).to_contain_text("In use")
    await expect(south).to_contain_text("Silent")
    await expect(page.locator("[data-desk]").first).to_contain_text("South door")
