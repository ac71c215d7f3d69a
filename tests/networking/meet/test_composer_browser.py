"""Writing a message in a real browser: sent once and whole whatever the keyboard does, never cut, never lost."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.networking.meet.hall import Pair, Scene, messages, open_ways, say, talking
from tests.pages import NewPage

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("lobby")]

KEYS = """(field, steps) => {
  const line = () => {
    const asked = { inputType: "insertLineBreak", bubbles: true, cancelable: true };
    if (field.dispatchEvent(new InputEvent("beforeinput", asked))) field.setRangeText("\\n", field.selectionStart,
      field.selectionEnd, "end");
  };
  const does = {
    begin: () => field.dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true })),
    end: () => field.dispatchEvent(new CompositionEvent("compositionend", { data: "요", bubbles: true })),
    composing: () => field.dispatchEvent(enter({ keyCode: 229, isComposing: true })),
    229: () => field.dispatchEvent(enter({ keyCode: 229 })),
    enter: () => field.dispatchEvent(enter({ keyCode: 13 })),
    shift: () => field.dispatchEvent(enter({ keyCode: 13, shiftKey: true })),
    line,
  };
  const enter = (more) => new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true, ...more });
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
  for (const step of steps.split(" ")) does[step]();
}"""
ORDERS = {
    "no syllable open": "enter line",
    "Chrome and Firefox": "begin composing end line",
    "Chrome for Mac, two keys": "begin composing end enter line",
    "Safari": "begin end 229 line",
    "229 alone": "229 line",
    "a break before the end": "begin composing line end",
    "Android": "begin 229 line end",
}


def field(page: Page) -> Any:
    return page.locator("[data-composer] textarea")


def note(page: Page) -> Any:
    return page.locator("[data-composer] .field-count")


async def paste(page: Page, text: str) -> None:
    """Put a text into the field at once, as a paste does."""
    await field(page).evaluate(
        "(field, text) => { field.focus(); field.select(); document.execCommand('insertText', false, text); }",
        text,
    )


async def test_enter_sends_once_and_whole_in_every_order_of_a_hangul_keyboard(pair: Pair, host: Page) -> None:
    await talking(pair, host)
    said = []
    for order in ORDERS.values():
        said.append(f"안녕하세요 {order}")
        await field(pair[0]).fill(said[-1])
        await field(pair[0]).evaluate(KEYS, order)
        await expect(messages(pair[1])).to_have_text(said)
        await expect(field(pair[0])).to_have_value("")


async def test_what_ends_no_line_sends_nothing(pair: Pair, host: Page) -> None:
    """Enter that only picks a word (Japanese, Chinese), and Enter with Shift, which breaks the line."""
    await talking(pair, host)
    await field(pair[0]).fill("こんにちは")
    for order in ("begin composing end", "begin end 229"):
        await field(pair[0]).evaluate(KEYS, order)
    await field(pair[0]).evaluate(KEYS, "shift line")
    await expect(field(pair[0])).to_have_value("こんにちは\n")
    await field(pair[0]).press("Shift+Enter")
    await expect(field(pair[0])).to_have_value("こんにちは\n\n")
    await field(pair[0]).press("Enter")
    await expect(messages(pair[1])).to_have_text(["こんにちは"])


async def test_a_paste_is_kept_whole_until_it_fits(pair: Pair, host: Page) -> None:
    await talking(pair, host)
    one, other = pair
    await paste(one, "가" * 2500)
    await expect(note(one)).to_contain_text("500 too long")
    await field(one).press("Enter")
    await expect(field(one)).to_be_focused()
    assert await field(one).input_value() == "가" * 2500

    await paste(one, "😀" * 1500)
    await expect(note(one)).to_be_hidden()
    await field(one).press("Enter")
    await expect(messages(other)).to_have_text(["😀" * 1500])


async def test_what_nobody_could_see_is_not_sent(pair: Pair, host: Page) -> None:
    await talking(pair, host)
    one, other = pair
    for nothing in ("\u3164", "\u200b", "\u2800", "\u202e"):
        await field(one).fill(nothing)
        await field(one).press("Enter")
        await expect(note(one)).to_have_text("There is nothing in this that can be seen.")
    await say(one, "Hello")
    await expect(messages(other)).to_have_text(["Hello"])


async def test_a_draft_comes_back_until_it_is_sent(scene: Scene, pair: Pair, host: Page) -> None:
    await talking(pair, host)
    one, other = pair
    await field(one).press_sequentially("Half a sent")
    await one.reload()
    await expect(field(one)).to_have_value("Half a sent")
    await one.goto(f"{scene.url}/en/{scene.forum}/")
    await one.goto(scene.lobby)
    await expect(field(one)).to_have_value("Half a sent")
    await open_ways(one)
    await one.locator("[data-room-link]").click()
    await one.wait_for_url("**/rooms/**")
    await expect(field(one)).to_have_value("Half a sent")
    await field(one).press("Enter")
    await expect(messages(other)).to_have_text(["Half a sent"])
    await one.reload()
    await expect(messages(one)).to_have_text(["Half a sent"])
    await expect(field(one)).to_have_value("")


async def test_a_draft_is_forgotten_where_its_writer_signs_out(
    scene: Scene, pair: Pair, host: Page, enter: NewPage
) -> None:
    await talking(pair, host)
    one = pair[0]
    await field(one).press_sequentially("Between us")
    drafts = "Object.keys(localStorage).filter((name) => name.startsWith('draft:')).length"
    assert await one.evaluate(drafts) == 1
    await one.goto(f"{scene.url}/en/account/logout/")
    await one.locator("main form button").click()
    await expect(one.get_by_text("Sign in").first).to_be_visible()
    assert await one.evaluate(drafts) == 0
