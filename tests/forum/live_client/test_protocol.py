"""The browser's list of names is the server's registry, no more and no less."""

from __future__ import annotations

from typing import Any

import pytest

from forum.live.schema import schema
from tests.forum.live_client.conftest import Tab

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("live_client")]

PUBLISHED = schema()


async def known(tab: Tab, name: str) -> Any:
    """Return what protocol.js exports under this name."""
    return await tab.js("(name) => protocol[name]", name)


async def test_version(tab: Tab) -> None:
    assert await known(tab, "VERSION") == PUBLISHED["version"]


async def test_frames(tab: Tab) -> None:
    assert sorted(await known(tab, "FRAMES")) == sorted(PUBLISHED["frames"])


async def test_verbs(tab: Tab) -> None:
    assert sorted(await known(tab, "VERBS")) == sorted(PUBLISHED["verbs"])


async def test_topics_with_their_events_and_states(tab: Tab) -> None:
    published = {name: told(topic) for name, topic in PUBLISHED["topics"].items()}
    assert {name: told(topic) for name, topic in (await known(tab, "TOPICS")).items()} == published


def told(topic: dict[str, Any]) -> list[list[str]]:
    """Return the kinds of frames of one topic, in groups."""
    return [sorted(topic[group]) for group in ("events", "states", "lossy")]


async def test_codes(tab: Tab) -> None:
    assert sorted(await known(tab, "CODES")) == sorted(PUBLISHED["codes"])


async def test_close_codes_of_our_own_and_the_restart(tab: Tab) -> None:
    published = {int(code) for code in PUBLISHED["closes"]} - {1009}
    assert set((await known(tab, "CLOSE")).values()) == published
