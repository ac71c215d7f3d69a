"""What the browser knows of the protocol is what the server says: made from it, and made anew when it changes."""

from __future__ import annotations

from typing import Any

import pytest

from forum.live import endings
from forum.live.endings import ENDINGS
from forum.live.schema import schema
from tests.forum.live_client.conftest import Tab

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("live_client")]

PUBLISHED = schema()


async def known(tab: Tab, name: str) -> Any:
    """Return what published.js exports under this name."""
    return await tab.js("(name) => published[name]", name)


async def test_version(tab: Tab) -> None:
    assert await known(tab, "VERSION") == PUBLISHED["version"]


async def test_verbs(tab: Tab) -> None:
    assert sorted(await known(tab, "VERBS")) == sorted(PUBLISHED["verbs"])


async def test_endings(tab: Tab) -> None:
    assert await known(tab, "ENDINGS") == {
        str(code): {"name": one.name, "isFinal": one.is_final, "offers": one.offers}
        for code, one in ENDINGS.items()
    }


async def test_pauses(tab: Tab) -> None:
    for failures in range(8):
        for dice in (0.0, 0.5, 1.0):
            seconds = endings.pause_seconds(failures, lambda: dice)  # noqa: B023
            assert await tab.js("([failures, dice]) => pause(failures, () => dice)", [failures, dice]) == (
                pytest.approx(seconds * 1000)
            )
