"""The description of the API opens in a browser, under the site's own policy, and shows every address."""

from __future__ import annotations

import json
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.conftest import PATIENCE
from tests.pages import noting_errors
from tests.sites import Site

pytestmark = pytest.mark.xdist_group("journeys")


def test_the_description_of_the_api_is_drawn(site: Site, chromium: Browser) -> None:
    with urlopen(f"{site.url}/api/schema/?format=json") as answer:
        described = sum(len(methods) for methods in json.load(answer)["paths"].values())
    context = chromium.new_context(locale="en")
    page, complaints = context.new_page(), []
    page.set_default_timeout(PATIENCE)
    page.on("pageerror", noting_errors(complaints))
    page.on("console", lambda said: complaints.append(said.text) if "Refused to" in said.text else None)

    page.goto(f"{site.url}/api/docs/")
    expect(page.locator(".opblock")).to_have_count(described)
    page.locator(".opblock-summary-control").first.click()
    expect(page.locator(".opblock.is-open")).to_contain_text("busy")

    context.close()
    assert (complaints, described > 25) == ([], True)
