"""What people write in a real browser: counted as the server counts, kept whole, sent once, and free again."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from playwright.async_api import Page, Route, expect

from forum.lines import can_be_seen
from tests.forum.conftest import ADDRESS
from tests.pages import NewPage

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("look")]

PRESS = ".form .actions button"


async def posts(page: Page, *, status: int | None = 204) -> list[str]:
    """Answer what the form sends, or never; return what was sent so far and will be."""
    sent: list[str] = []

    async def answer(route: Route) -> None:
        sent.append(route.request.post_data or "")
        if status is not None:
            await route.fulfill(status=status)

    await page.route(ADDRESS, answer)
    return sent


async def press(page: Page) -> None:
    """Press the form's button without waiting for what becomes of it."""
    await page.evaluate("(press) => setTimeout(() => document.querySelector(press).click())", PRESS)


async def fill(page: Page, name: str, text: str) -> None:
    """Put a text into a field as a paste does, all at once."""
    await page.locator(f"[name={name}]").evaluate(
        """(field, text) => {
          field.focus();
          field.select();
          document.execCommand("insertText", false, text);
        }""",
        text,
    )


async def test_browser_and_server_agree_on_what_can_be_seen(open_gallery: NewPage) -> None:
    page = await open_gallery()
    letters = [
        code
        for code in range(sys.maxunicode + 1)
        if not 0xD800 <= code <= 0xDFFF and unicodedata.category(chr(code)) != "Cn"
    ] + [0x2065, 0xFDD0, 0xFFFE, 0xFFF0, 0xE0000, 0xE01F0, 0x10FFFF]
    seen = await page.evaluate(
        """async (letters) => {
          const { canBeSeen } = await import("/static/forum/writing.js");
          return letters.filter((code) => canBeSeen(String.fromCodePoint(code)));
        }""",
        letters,
    )
    assert seen == [code for code in letters if can_be_seen(chr(code))]


@pytest.mark.parametrize("letter", ["가", "😀"])
async def test_a_paste_that_is_too_long_is_kept_whole_and_not_sent(
    open_gallery: NewPage, letter: str
) -> None:
    page = await open_gallery()
    sent = await posts(page)
    field = page.locator("[name=about]")
    await fill(page, "about", letter * 2500)
    await expect(page.locator("[name=about] + .field-count")).to_contain_text("500 too long")
    await press(page)
    await expect(field).to_be_focused()
    await expect(field).to_have_attribute("aria-invalid", "true")
    assert await field.input_value() == letter * 2500
    assert sent == []

    await fill(page, "about", letter * 2000)
    await expect(page.locator("[name=about] + .field-count")).to_have_text("0 left")
    async with page.expect_request(ADDRESS):
        await press(page)


async def test_letters_are_counted_as_the_server_composes_them(open_gallery: NewPage) -> None:
    page = await open_gallery()
    await fill(page, "name", unicodedata.normalize("NFD", "남궁민수") * 5)
    await expect(page.locator("[name=name] + .field-count")).to_have_text("0 left")
    await fill(page, "about", "\n".join("x" * 1000))
    await expect(page.locator("[name=about] + .field-count")).to_have_text("1 left")
    await fill(page, "about", "short")
    await expect(page.locator("[name=about] + .field-count")).to_be_hidden()


async def test_what_cannot_be_seen_is_not_sent(open_gallery: NewPage) -> None:
    page = await open_gallery()
    sent = await posts(page)
    await fill(page, "about", "\u3164\u200b")
    await press(page)
    await expect(page.locator("[name=about] + .field-count")).to_have_text(
        "There is nothing in this that can be seen."
    )
    assert sent == []


async def test_a_form_that_was_stopped_is_free_again(open_gallery: NewPage) -> None:
    """While a page is leaving nobody outside can talk to it: it stops itself, presses again and writes down."""
    page = await open_gallery()
    sent: list[str] = []

    async def answer(route: Route) -> None:
        sent.append(route.request.method)
        if len(sent) > 1:
            await route.fulfill(status=204)

    await page.route(ADDRESS, answer)
    await fill(page, "about", "Hello")
    async with page.expect_response(ADDRESS):
        await page.evaluate(
            """(press) => {
              const button = document.querySelector(press);
              const note = () => log.push([button.ariaBusy, document.querySelector("[name=about]").value]);
              window.log = [];
              const once = (name, act, after) => navigation.addEventListener(
                name, () => setTimeout(() => (note(), act()), after), { once: true });
              once("navigate", () => stop(), 500);
              once("navigateerror", () => button.click(), 0);
              setTimeout(() => button.click());
            }""",
            PRESS,
        )
    assert await page.evaluate("log") == [["true", "Hello"], [None, "Hello"]]


async def test_a_form_answered_by_no_page_is_free_after_a_while(open_gallery: NewPage) -> None:
    page = await open_gallery()
    sent = await posts(page)
    async with page.expect_response(ADDRESS):
        await press(page)
    await page.clock.run_for(11_000)
    async with page.expect_request(ADDRESS):
        await page.locator(PRESS).click()
    assert len(sent) == 2


async def test_without_a_line_a_form_stays_and_says_so(open_gallery: NewPage) -> None:
    """Sent all the same, it would leave for the browser's own page, and what was typed with it."""
    page = await open_gallery()
    await fill(page, "about", "A long story")
    await page.context.set_offline(True)
    await press(page)
    await expect(page.locator("[data-refusal]")).to_contain_text("when you are connected")
    await expect(page.locator("[name=about]")).to_have_value("A long story")
    await page.context.set_offline(False)
    sent = await posts(page)
    async with page.expect_request(ADDRESS):
        await press(page)
    await expect(page.locator("[data-refusal]")).to_be_hidden()
    assert "A+long+story" in sent[0]


async def test_what_was_put_right_is_no_longer_called_wrong(open_gallery: NewPage) -> None:
    page = await open_gallery()
    marked = page.locator(".form [aria-invalid=true]")
    links = page.locator(".form .errors a")
    names = await links.all_inner_texts()
    assert {"E-mail", "Role"} <= set(names)

    await page.fill(".form [name=email]", "still not@@one")
    await page.locator(".form [name=name]").focus()
    await expect(page.locator(".form [name=email]")).to_have_attribute("aria-invalid", "true")
    await page.fill(".form [name=email]", "minji@example.com")
    await page.locator(".form [name=name]").focus()

    await expect(page.locator("#id_email_error")).to_have_count(0)
    await expect(page.locator(".form [name=email]")).not_to_have_attribute("aria-invalid", "true")
    await expect(links).to_have_text([name for name in names if name != "E-mail"])
    await expect(page.locator(".form .errors strong")).to_contain_text(str(len(names) - 1))
    await page.fill(".form [name=name]", "Minji")
    await page.select_option(".form [name=role]", "a")
    await page.check(".form [name=language][value=ko]")
    await page.check(".form [name=consent]")
    await page.locator(".form [name=name]").focus()
    await expect(page.locator(".form .errors")).to_have_count(0)
    await expect(marked).to_have_count(0)
