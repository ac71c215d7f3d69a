"""The look in a real browser: reachable for everybody, nothing cut off, and the small scripts at work."""

from __future__ import annotations

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Route

from forum.templatetags.look import hue, initials
from tests.forum import gallery
from tests.forum.conftest import ADDRESS
from tests.pages import NewPage

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("look")]

TARGETS = "a.button, button, .roof a, .tabs a, summary, .field input, select"
SMALL = """(targets) => [...document.querySelectorAll(targets)]
  .filter((element) => element.offsetParent && !["radio", "checkbox"].includes(element.type))
  .map((element) => [element.outerHTML.slice(0, 60), element.getBoundingClientRect().height])
  .filter(([, height]) => height < 44)"""


@pytest.mark.parametrize(
    ("language", "theme", "width"),
    [("ko", "light", 360), ("en", "dark", 360), ("en", "light", 1280), ("ko", "dark", 1280)],
)
async def test_gallery_is_open_to_all(open_gallery: NewPage, language: str, theme: str, width: int) -> None:
    page = await open_gallery(language, theme, width, reduced_motion="reduce")
    results = await Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert await page.evaluate(SMALL, TARGETS) == []


@pytest.mark.parametrize("width", [360, 390, 1280])
async def test_long_navigation_wraps_and_ends_within_the_screen(open_gallery: NewPage, width: int) -> None:
    page = await open_gallery(width=width)
    outside = await page.evaluate(
        """() => {
          const list = document.querySelector(".roof-nav > ul");
          for (let more = 0; more < 8; more++) list.append(list.lastElementChild.cloneNode(true));
          const ends = [...list.children].map((item) => item.getBoundingClientRect().right);
          return ends.filter((end) => end > innerWidth);
        }"""
    )
    assert outside == []


async def test_form_is_sent_once_until_the_page_is_shown_again(open_gallery: NewPage) -> None:
    page = await open_gallery()
    sent: list[str] = []

    async def stay(route: Route) -> None:
        sent.append(route.request.method)
        await route.fulfill(status=204)

    await page.route(ADDRESS, stay)
    press = page.locator(".form .actions button")
    async with page.expect_request(ADDRESS):
        await press.dblclick()
    await press.click()
    await page.wait_for_timeout(300)
    assert sent == ["POST"]

    await page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    async with page.expect_request(ADDRESS):
        await press.dblclick()
    await page.wait_for_timeout(300)
    assert sent == ["POST", "POST"]


async def test_forms_of_scripts_and_questions_may_be_sent_again(open_gallery: NewPage) -> None:
    page = await open_gallery()
    passed = await page.evaluate(
        """() => {
          const heard = [];
          addEventListener("submit", (event) => (heard.push(event.defaultPrevented), event.preventDefault()));
          for (const method of ["post", "get", "dialog"]) {
            const form = document.body.appendChild(document.createElement("form"));
            form.method = method;
            form.requestSubmit();
            form.requestSubmit();
          }
          return heard;
        }"""
    )
    assert passed == [False, True, False, False, False, False]
    await page.click("button[value=dark]")
    await page.click("button[value=light]")
    assert await page.evaluate("document.documentElement.dataset.theme") == "light"


async def test_theme_is_chosen_without_a_page_load(open_gallery: NewPage) -> None:
    page = await open_gallery(theme="auto", color_scheme="light")
    paper = "getComputedStyle(document.body).backgroundColor"
    light = await page.evaluate(paper)
    await page.evaluate("window.stayed = true")
    await page.click("button[value=dark]")
    now = await page.evaluate("[document.documentElement.dataset.theme, document.cookie, window.stayed]")
    assert now == ["dark", "theme=dark", True]
    assert await page.evaluate(paper) != light
    assert await page.locator("[name=theme][aria-pressed=true]").get_attribute("value") == "dark"


async def test_skip_link_comes_first_and_leads_to_main(open_gallery: NewPage) -> None:
    page = await open_gallery()
    await page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    await page.locator(".skip").focus()
    await page.keyboard.press("Enter")
    assert await page.evaluate("document.activeElement.id") == "main"


async def test_first_field_at_fault_has_the_focus(open_gallery: NewPage) -> None:
    page = await open_gallery()
    assert await page.evaluate("document.activeElement.matches('[aria-invalid=true]')")
    first = page.locator("[aria-invalid=true]").first
    assert await first.evaluate("(field) => field === document.activeElement")


async def test_countdown_follows_the_servers_clock_and_ends_once(open_gallery: NewPage) -> None:
    page = await open_gallery()
    outcome = await page.evaluate(
        """async () => {
          const { setServerOffset } = await import("/static/forum/countdown.js");
          const ring = document.querySelector(".ring");
          let ends = 0;
          ring.addEventListener("countdown:end", () => ends++);
          const seen = () => ring.querySelector("[data-countdown]").textContent;
          ring.dataset.endsAt = new Date(Date.now() + 600_000).toISOString();
          setServerOffset(0);
          const whole = seen();
          setServerOffset(300_000);
          const half = seen();
          const offset = Number(ring.querySelector("[data-ring]").getAttribute("stroke-dashoffset"));
          setServerOffset(700_000);
          setServerOffset(700_000);
          return [whole, half, offset, seen(), ring.classList.contains("is-last"), ends];
        }"""
    )
    assert outcome == ["10:00", "5:00", 0.5, "0:00", True, 1]


async def test_countdown_goes_on_when_the_devices_clock_is_put_right(open_gallery: NewPage) -> None:
    page = await open_gallery()
    await page.evaluate(
        """async () => {
          const { setServerOffset } = await import("/static/forum/countdown.js");
          const ring = document.querySelector(".ring");
          ring.dataset.endsAt = new Date(Date.now() + 3_600_000 + 600_000).toISOString();
          window.asked = 0;
          addEventListener("clock:parted", () => asked++);
          setServerOffset(3_600_000);
        }"""
    )
    await page.clock.set_system_time(await page.evaluate("Date.now() / 1000 + 3_600"))
    await page.clock.run_for(5000)

    assert await page.evaluate("asked") == 1
    assert await page.locator(".ring [data-countdown]").inner_text() in ("9:55", "9:56")


async def test_countdown_before_any_answer_goes_by_the_device_even_when_it_is_put_right(
    open_gallery: NewPage,
) -> None:
    page = await open_gallery()
    await page.evaluate(
        "document.querySelector('.ring').dataset.endsAt = new Date(Date.now() + 3_600_000).toISOString()"
    )
    await page.clock.set_system_time(await page.evaluate("Date.now() / 1000 + 1_800"))
    await page.clock.run_for(2000)

    assert await page.locator(".ring [data-countdown]").inner_text() in ("29:57", "29:58", "29:59")


async def test_announcer_says_rounds_first_and_counts_messages(open_gallery: NewPage) -> None:
    page = await open_gallery()
    await page.evaluate(
        """async () => {
          const { announce } = await import("/static/forum/announcer.js");
          const heard = [];
          const region = document.querySelector("[data-announcer]");
          const listen = () => region.textContent && heard.push(region.textContent);
          new MutationObserver(listen).observe(region, { childList: true });
          announce("a", { kind: "chat" });
          announce("412", { kind: "counter" });
          announce("b", { kind: "chat" });
          announce("Saved.");
          announce("Round 2", { kind: "round" });
          window.heard = heard;
        }"""
    )
    await page.clock.run_for(6000)
    assert await page.evaluate("heard") == ["Round 2", "Saved.", "2 new messages"]


async def test_person_who_comes_later_looks_like_one_who_was_there(open_gallery: NewPage) -> None:
    page = await open_gallery()
    names = [name for name, _ in gallery.PEOPLE] + [
        "grace brewster hopper",
        "  ",
        "디에고 푸엔테스",
        "나카무라상",
    ]
    names += ["Zoë O'Neil <b>", "“Ada” (Lovelace)", "김하늘 *", "Room 42", "42nd-1", "7 / 11", "<>", "𝒵oë ß"]
    drawn = await page.evaluate(
        """async (names) => {
          const { clone } = await import("/static/forum/dom.js");
          const { fillPerson } = await import("/static/forum/person.js");
          return names.map((name) => {
            const person = fillPerson(clone("person"), { key: name, name, organization: "<b>" });
            return [
              person.querySelector("[data-slot=initials]").textContent,
              person.querySelector("[data-face]").className,
              person.querySelector("[data-slot=organization]").innerHTML,
            ];
          });
        }""",
        names,
    )
    assert drawn == [[initials(name), f"face {hue(name)}", "&lt;b&gt;"] for name in names]
    both = await page.evaluate(
        """async () => {
          const { clone } = await import("/static/forum/dom.js");
          const { fillPerson } = await import("/static/forum/person.js");
          const person = fillPerson(clone("both"), { key: "1", name: "김하늘", name_other: "Haneul Kim" });
          return [...person.querySelectorAll("[data-slot^=name]")].map(({ textContent, lang }) => [textContent, lang]);
        }"""
    )
    assert both == [["Haneul Kim", ""], ["김하늘", "ko"]]


@pytest.mark.parametrize(
    ("place", "language", "whole", "note"),
    [
        ("Asia/Seoul", "en", "Thu 26 November, 09:00 – Fri 27 November 2026, 18:00", ""),
        (
            "America/New_York",
            "en",
            "Thu 26 November, 09:00 – Fri 27 November 2026, 18:00 Korea time (KST, UTC+9) "
            "In your time zone: Wed 25 Nov, 19:00 – Fri 27 Nov, 04:00",
            "All times are Korea time (KST, UTC+9). 09:00 there is 19:00 where you are.",
        ),
        (
            "Europe/Berlin",
            "ko",
            "2026년 11월 26일(목) 09:00 – 27일(금) 18:00 한국 시간(KST, UTC+9) "
            "내 시간대로는 11월 26일 (목) 01:00 ~ 11월 27일 (금) 10:00",
            "모든 시각은 한국 시간(KST, UTC+9) 기준이에요. 예: 현지 09:00, 계신 곳 01:00.",
        ),
    ],
)
async def test_zone_is_named_where_it_is_not_the_readers(
    open_gallery: NewPage, place: str, language: str, whole: str, note: str
) -> None:
    page = await open_gallery(language, timezone_id=place, locale=language)
    shown = [
        await page.locator(css).inner_text() for css in (".when", ".zone-note:visible, .zone-note[hidden]")
    ]
    if not note:
        shown[1] = "" if await page.locator(".zone-note").is_hidden() else shown[1]
    assert [" ".join(text.split()) for text in shown] == [whole, note]


async def test_offline_bar_says_so_and_goes(open_gallery: NewPage) -> None:
    page = await open_gallery()
    bar = page.locator("[data-offline-bar]")
    assert await bar.is_hidden()
    await page.evaluate("dispatchEvent(new Event('offline'))")
    assert (await bar.inner_text()).strip().startswith("You are offline.")
    await page.evaluate("dispatchEvent(new Event('online'))")
    assert await bar.is_hidden()


async def test_paper_has_no_roof_and_no_buttons(open_gallery: NewPage) -> None:
    page = await open_gallery(theme="dark")
    await page.emulate_media(media="print")
    assert await page.locator(".roof").is_hidden()
    assert await page.locator(".masthead .actions").is_hidden()
    assert await page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
