"""The demo forum as `make run` serves it, and one Chromium to walk through it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect, sync_playwright
from pytest_django import DjangoDbBlocker

from events_site.demo.seed import seed
from networking.rounds.models import Mixer, Phase
from tests.browser import ARGUMENTS, find_chromium
from tests.sites import Site, embedded

PATIENCE = 20_000


@pytest.fixture(scope="module")
def site(django_db_blocker: DjangoDbBlocker) -> Iterator[Site]:
    """The demo forum, its own mixer at rest. Playwright's loop must not keep Django from its tables."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), embedded() as running:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        with running.data():
            seed(timezone.now())
            Mixer.objects.update(phase=Phase.WAITING, ends_at=None)
        yield running


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """One for the folder, no longer: while Playwright's loop runs no other may in this process."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        expect.set_options(timeout=PATIENCE)
        yield browser
        browser.close()
