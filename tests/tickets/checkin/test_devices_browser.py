"""The desk against a table of devices: each code arrives, none turns a good one red, none ends in silence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from playwright.async_api import Page, expect

from tests.pages import NewPage
from tests.tickets import cast
from tests.tickets.door import Door, answer, typed
from tickets.checkin.verbs import open_checkpoint
from tickets.registration.codes import check_digit

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("desk")]

DEVICES = (Path(__file__).parent / "devices.js").read_text()
Stroke: TypeAlias = tuple[str, str, float]
Device: TypeAlias = Callable[[str], list[Stroke]]


def keys(text: str, how: str = "us", pause: float = 5) -> list[Stroke]:
    return [(character, how, pause) for character in text]


def ended(strokes: list[Stroke], *ends: Stroke) -> list[Stroke]:
    return [*strokes, *(ends or [("Enter", "us", 5)])]


TABLE: dict[str, Device] = {
    "a usual scanner": lambda code: ended(keys(code)),
    "20 ms a digit": lambda code: ended(keys(code, pause=20)),
    "Bluetooth, 100 ms a digit": lambda code: ended(keys(code, pause=100), ("Enter", "us", 100)),
    "300 ms a digit": lambda code: ended(keys(code, pause=300), ("Enter", "us", 300)),
    "300 ms a digit and no suffix": lambda code: keys(code, pause=300),
    "one pause": lambda code: ended([*keys(code[:11]), (code[11], "us", 300), *keys(code[12:])]),
    "one pause before the suffix": lambda code: ended(keys(code), ("Enter", "us", 300)),
    "Tab": lambda code: ended(keys(code), ("Tab", "us", 5)),
    "an arrow": lambda code: ended(keys(code), ("ArrowDown", "us", 5)),
    "no suffix": lambda code: keys(code),
    "carriage return and line feed as control characters": lambda code: ended(
        keys(code), ("m", "ctrl", 5), ("j", "ctrl", 5)
    ),
    "a control character before": lambda code: ended([("b", "ctrl", 5), *keys(code)]),
    "AIM": lambda code: ended(keys(f"]Q1{code}")),
    "AIM in the Hangul state": lambda code: ended(keys(f"]Q1{code}", "hangul")),
    "AIM in the Hangul state of a Mac": lambda code: ended(keys(f"]Q1{code}", "jamo")),
    "AIM and no suffix": lambda code: keys(f"]Q1{code}"),
    "letters around": lambda code: ended(keys(f"QR:{code};")),
    "a space before": lambda code: ended(keys(f" {code}")),
    "a digit before": lambda code: ended(keys(f"1{code}")),
    "digits before and after": lambda code: ended(keys(f"01{code}000")),
    "number block": lambda code: ended(keys(code, "numpad"), ("Enter", "numpad", 5)),
    "number block without its lock": lambda code: ended(keys(code, "numlock")),
    "a French keyboard": lambda code: ended(keys(code, "azerty")),
    "Hangul": lambda code: ended(keys(code, "hangul")),
    "full-width digits": lambda code: ended(keys(code, "wide")),
    "Android: no code": lambda code: ended(keys(code, "nocode"), ("Enter", "nocode", 5)),
    "Android: a number only": lambda code: ended(keys(code, "keycode"), ("Enter", "keycode", 5)),
    "Android: into the field, letter by letter": lambda code: ended(keys(code, "soft")),
    "Android: into the field, no suffix": lambda code: keys(code, "soft"),
    "Android: all at once": lambda code: [(code, "commit", 5)],
    "Android: all at once with a prefix": lambda code: ended([(f"]Q1{code}", "commit", 5)]),
    "Alt and numbers": lambda code: ended(keys(code, "alt")),
    "pasted": lambda code: [(f" {code}\n", "paste", 5)],
}


@pytest.fixture
def tickets(door: Door) -> list[str]:
    """Codes of guests who have not come yet, as many as are needed."""
    with door.site.data():
        return [cast.a_ticket(door.forum, f"guest-{number}@example.com").code for number in range(12)]


async def ready(page: Page, device: list[Stroke]) -> None:
    """Play a device, in a page that has forgotten the last one."""
    await run(page, DEVICES)
    await expect(page.locator("[data-catcher]:focus, [name=code]:focus")).to_have_count(1)
    await page.evaluate("(strokes) => play(strokes)", device)


async def run(page: Page, script: str) -> None:
    await page.evaluate(f"() => {{ {script} }}")


async def next_(page: Page) -> None:
    """Go on; whatever was shown stays no longer."""
    await page.locator("[data-result]").dispatch_event("click")


async def test_every_device_is_heard(door: Door, desk: Page) -> None:
    with door.site.data():
        codes = [cast.a_ticket(door.forum, f"row-{number}@example.com").code for number in range(len(TABLE))]
    for (name, device), code in zip(TABLE.items(), codes, strict=True):
        await ready(desk, device(code))
        await expect(answer(desk), name).to_have_attribute("data-answer", "in")
        await next_(desk)
    assert door.scans() == [("ok", "")] * len(TABLE)
    assert await desk.locator("[name=code]").input_value() == ""


async def test_a_slow_scanner_is_heard_as_slowly_as_it_is(door: Door, desk: Page) -> None:
    await desk.keyboard.type(door.minji.code, delay=300)

    await expect(answer(desk)).to_have_attribute("data-answer", "in")
    assert door.scans() == [("ok", "")]


BROKEN: dict[str, Device] = {
    "a digit lost": lambda code: ended(keys(code[:13] + code[14:])),
    "a digit lost, Tab": lambda code: ended(keys(code[:13] + code[14:]), ("Tab", "us", 5)),
    "a digit lost, no suffix": lambda code: keys(code[:13] + code[14:]),
    "a digit wrong": lambda code: ended(keys(code[:13] + str((int(code[13]) + 1) % 10) + code[14:])),
    "the end lost": lambda code: keys(code[:22], pause=100),
    "the beginning lost": lambda code: ended(keys(code[20:])),
    "torn in two": lambda code: ended([*keys(code[:20]), (code[20], "us", 2_000), *keys(code[21:])]),
    "a digit twice": lambda code: ended(keys(code[:13] + code[13] + code[13:])),
}


async def test_part_of_a_code_says_scan_again_and_is_no_scan(
    door: Door, desk: Page, tickets: list[str]
) -> None:
    code = next(code for code in tickets if is_plainly_torn(code))
    for name, device in BROKEN.items():
        await ready(desk, device(code))
        await expect(answer(desk), name).to_have_attribute("data-answer", "broken")
        assert await desk.locator("html").get_attribute("data-sound") == "look"
        await next_(desk)
    assert door.scans() == []

    await ready(desk, TABLE["a usual scanner"](code))
    await expect(answer(desk)).to_have_attribute("data-answer", "in")


def is_plainly_torn(code: str) -> bool:
    """Tell whether no part of the rows above could be a code by chance, as one in ten can."""
    twice = code[:13] + code[13] + code[13:]
    return not any(part[0] == "1" and check_digit(part) == "0" for part in (twice[:27], twice[1:]))


async def test_digits_of_its_own_never_turn_a_good_code_red(
    door: Door, desk: Page, tickets: list[str]
) -> None:
    """A digit before the code makes another number that would pass for a code, one time in ten."""
    code = next(code for code in _more(door) if check_digit(f"1{code[:-1]}") == "0")

    await ready(desk, ended(keys(f"1{code}")))

    await expect(answer(desk)).to_have_attribute("data-answer", "in")
    await next_(desk)
    await ready(desk, ended(keys(f"1{code[:13]}{code[13]}{code[13:]}")))
    await expect(answer(desk)).to_have_attribute("data-answer", "broken")


def _more(door: Door) -> Any:
    number = 0
    while True:
        with door.site.data():
            yield cast.a_ticket(door.forum, f"more-{number}@example.com").code
        number += 1


async def test_scans_back_to_back_are_all_answered(door: Door, desk: Page, tickets: list[str]) -> None:
    one, two, three, four = tickets[:4]

    await ready(desk, [*ended(keys(one)), *ended(keys(two)), *keys(three), *keys(four)])

    await expect(desk.locator(".desk-entry[data-status=ok]")).to_have_count(4)
    assert door.scans() == [("ok", "")] * 4


async def test_the_same_guest_is_told_once_more_what_was_said(door: Door, desk: Page) -> None:
    for _ in range(2):
        await ready(desk, TABLE["a usual scanner"](door.minji.code))
        await expect(answer(desk)).to_have_attribute("data-answer", "in")
        await next_(desk)

    assert door.scans() == [("ok", "")]


async def test_what_is_no_ticket_is_said_to_be_none(door: Door, desk: Page) -> None:
    await ready(desk, ended(keys("https://qr.example/pay/abcd")))

    await expect(answer(desk)).to_have_attribute("data-answer", "invalid")
    assert door.scans() == [("refused", "invalid")]


async def test_no_control_hears_a_scanner_whichever_has_the_focus(
    door: Door, desk: Page, tickets: list[str]
) -> None:
    with door.site.data():
        for key, name in (("front", "1층 정문"), ("back", "1층 후문")):
            open_checkpoint(door.forum, key=key, name_ko=name, is_entrance=True, by="")
    async with desk.expect_response("**/checkpoints"):
        await desk.evaluate("dispatchEvent(new Event('online'))")
    await desk.locator("[data-place] summary").click()
    await desk.locator("[name=code]").fill("7K3M")
    controls = desk.locator(
        "[data-view=scan] :is(button, input, summary, select, textarea, a[href]):visible, [data-catcher]"
    )
    state = """() => JSON.stringify([...document.querySelectorAll("input, details, [data-place] b")].map((each) =>
        [each.name, each.value, each.checked, each.open, each.textContent.trim()]))"""
    before = await desk.evaluate(state)
    count = await controls.count()
    assert count > 8
    for index, suffix in [(index, suffix) for index in range(count) for suffix in ("Enter", "Tab")]:
        with door.site.data():
            code = cast.a_ticket(door.forum, f"control-{index}-{suffix}@example.com").code
        await controls.nth(index).focus()
        named = await controls.nth(index).evaluate("(control) => control.outerHTML.slice(0, 120)")
        await desk.keyboard.type(code)
        await desk.keyboard.press(suffix)
        await expect(answer(desk), named).to_have_attribute("data-answer", "in")
        assert await desk.evaluate(state) == before, named
        assert await controls.nth(index).evaluate("(control) => control === document.activeElement"), named
        await next_(desk)
    assert door.scans() == [("ok", "")] * 2 * count


async def test_a_hand_types_as_ever(door: Door, desk: Page) -> None:
    await desk.locator("[name=code]").focus()
    await desk.keyboard.type(door.minji.typing_code.lower(), delay=80)
    await desk.keyboard.press("Enter")
    await expect(answer(desk)).to_have_attribute("data-answer", "in")
    await next_(desk)

    await desk.locator("[name=code]").fill("ㅁㅠㅊ")
    await desk.locator("[data-typing] button").click()
    await expect(answer(desk)).to_have_attribute("data-answer", "mistyped")


async def test_a_hand_that_types_beside_the_field_is_led_into_it(door: Door, desk: Page) -> None:
    await desk.keyboard.type("7k3", delay=150)

    await expect(desk.locator("[name=code]")).to_be_focused()
    await expect(desk.locator("[name=code]")).to_have_value("7k3")


async def test_the_typing_field_keeps_what_a_hand_wrote_before_a_scan(door: Door, desk: Page) -> None:
    await desk.locator("[name=code]").fill("7K3M")
    await desk.wait_for_timeout(700)

    for device in ("Android: all at once", "Android: into the field, letter by letter", "pasted"):
        with door.site.data():
            code = cast.a_ticket(door.forum, f"{len(device)}@example.com").code
        await desk.locator("[name=code]").focus()
        await ready(desk, TABLE[device](code))
        await expect(answer(desk), device).to_have_attribute("data-answer", "in")
        await expect(desk.locator("[name=code]")).to_have_value("7K3M")
        await next_(desk)


async def test_a_scan_before_the_desk_has_started_is_a_scan(door: Door, open_page: NewPage) -> None:
    page = await open_page(door.link)
    await page.locator("[data-action=pair]").click()
    await expect(page.locator("[data-catcher]")).to_be_focused()
    await page.locator("[data-view=start] [data-action=start]").focus()

    await page.keyboard.type(door.minji.code)
    await page.keyboard.press("Enter")

    await expect(answer(page)).to_have_attribute("data-answer", "in")
    await expect(page.locator("[data-view=start]")).to_be_visible()


FULL = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"
AWAY = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });"
SILENT = "window.AudioContext = class { constructor() { throw new Error('no sound'); } };"


@pytest.mark.parametrize(
    "trouble", [FULL, AWAY, SILENT, "delete navigator.wakeLock; delete window.crypto.subtle;"]
)
async def test_a_scan_is_sent_and_answered_whatever_fails_on_the_way(
    door: Door, desk: Page, trouble: str
) -> None:
    await run(desk, trouble)

    await typed(desk, door.minji.typing_code)

    await expect(answer(desk)).to_have_attribute("data-answer", "in")


async def test_without_a_line_and_with_a_full_memory_the_guest_is_held_and_the_scan_arrives(
    door: Door, desk: Page
) -> None:
    await run(desk, FULL)
    await desk.context.set_offline(True)

    await ready(desk, TABLE["a usual scanner"](door.minji.code))

    await expect(answer(desk)).to_have_attribute("data-answer", "held")
    await expect(desk.locator("[data-slot=note]")).to_contain_text("leave this page open")
    assert await desk.locator("html").get_attribute("data-sound") == "held"
    await expect(desk.locator(".desk-entry[data-waits]")).to_contain_text(door.minji.code[-8:])
    await desk.context.set_offline(False)
    await expect(desk.locator("[data-slot=waiting]")).to_have_text("0")
    assert door.scans() == [("ok", "")]


async def test_a_device_that_keeps_nothing_uses_no_link_up(door: Door, open_page: NewPage) -> None:
    page = await open_page(door.link)
    await run(page, FULL)

    await page.locator("[data-action=pair]").click()

    await expect(page.locator("[data-trouble]")).to_contain_text("keeps nothing")
    await page.reload()
    await page.locator("[data-action=pair]").click()
    await expect(page.locator("[data-view=start]")).to_be_visible()
