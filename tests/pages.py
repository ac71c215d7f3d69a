"""Pages of a real Chromium, each in a browser of its own; none may have complained at the end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeAlias

from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Dialog,
    Error,
    Page,
    async_playwright,
)

from forum.people.models import User
from tests.browser import ARGUMENTS, find_chromium

NewPage: TypeAlias = Callable[..., Awaitable[Page]]
HEIGHT = 844
AGAINST_POLICY = "Refused to"
"""What Chromium says of anything that the site's own policy forbids."""
OF_NO_SCRIPT = "Transition was "
"""How Chromium begins to say that it did not fade from one page into the next, which no script asked for."""


@asynccontextmanager
async def started_chromium(*arguments: str) -> AsyncIterator[Browser]:
    """Start Chromium with what the suite always says, and these arguments."""
    program = await asyncio.to_thread(find_chromium)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=[*ARGUMENTS, *arguments])
        yield browser
        await browser.close()


def noting_errors(complaints: list[str]) -> Callable[[Error], None]:
    """Return what hears a page's "pageerror" and keeps each error of a script."""

    def note(error: Error) -> None:
        if not str(error).startswith(OF_NO_SCRIPT):
            complaints.append(str(error))

    return note


async def agree(question: Dialog) -> None:
    """Say yes to what a page asks before it does something for good."""
    await question.accept()


@asynccontextmanager
async def new_pages(chromium: Browser, *, complaint: str = AGAINST_POLICY) -> AsyncIterator[NewPage]:
    """Give `(width=390, **options of the browser) -> Page`; an error in a script fails the test, and so does a
    line in the console that has `complaint` in it."""
    complaints: list[str] = []
    contexts: list[BrowserContext] = []

    def note(said: ConsoleMessage) -> None:
        if complaint in said.text:
            complaints.append(said.text)

    async def new_page(width: int = 390, **options: Any) -> Page:
        context = await chromium.new_context(viewport={"width": width, "height": HEIGHT}, **options)
        contexts.append(context)
        page = await context.new_page()
        page.on("pageerror", noting_errors(complaints))
        page.on("console", note)
        page.on("dialog", agree)
        return page

    yield new_page
    for context in contexts:
        await context.close()
    assert complaints == [], complaints


async def sign_in(page: Page, session: str, url: str) -> None:
    """Let a page's browser be signed in at this address."""
    await page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": url}])


def session_of(user: User) -> str:
    """Return the cookie of a browser in which this user is signed in."""
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def asked_to_sign_in(answer: HttpResponse) -> bool:
    """Tell whether somebody was led to where a code is asked for, on the way to something that belongs to somebody."""
    return answer.status_code == 302 and "/account/login/code/?next=" in f"{answer['Location']}?next="
