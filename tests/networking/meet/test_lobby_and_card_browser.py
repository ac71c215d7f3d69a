"""The lobby between two conversations and the card, on a phone in Korean: what is in view, and what has the focus."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.async_api import Page, expect

from forum.forums.queries import forum_by_slug
from forum.live.models import Node
from networking.cards.models import Card
from networking.cards.verbs import update_card
from networking.rounds.queries import mixer_by_key
from tests.networking.cast import people
from tests.networking.meet.hall import (
    Pair,
    Scene,
    expect_seen,
    propose,
    step,
    talking,
    top_of,
)
from tests.networking.visitors import in_lobby
from tests.sites import Site

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("lobby")]


def a_crowd(site: Site, scene: Scene, count: int) -> None:
    """Let so many more people, who are shown, have the lobby open."""
    with site.data():
        forum = forum_by_slug(scene.forum)
        crowd = people(forum, count)
        for person in crowd:
            shown = {"headline": "", "shows": "", "seeks": [], "offers": [], "topics": ["agents"]}
            update_card(person, **shown, languages=["ko"], is_listed=True, by=person.key)
        in_lobby(mixer_by_key(forum, scene.mixer), crowd)
        Node.objects.filter(key="node").update(seen_at=timezone.now() + timedelta(days=1))


async def test_the_lobby_begins_with_what_one_does_and_ends_with_who_is_there(
    site: Site, scene: Scene, phones: Pair, host: Page
) -> None:
    await asyncio.to_thread(a_crowd, site, scene, 9)
    one = phones[0]
    await talking(phones, host)
    await step(host, "skip")
    await one.get_by_role("button", name="좋았어요", exact=True).tap()
    await expect(one.locator("[data-after] [data-done]")).to_be_visible()
    await one.reload()
    parts = [
        one.locator("[data-yard] [data-clock]"),
        one.locator("[data-at=break] .stage-sum"),
        one.get_by_role("switch"),
        one.locator("[data-asking]"),
        one.locator("[data-here-list]"),
    ]
    tops = [await top_of(part) for part in parts]
    assert tops == sorted(tops)
    await expect(parts[1]).to_have_text(re.compile(r"^다음 라운드까지 \d:\d\d · 2명 준비 완료$"))
    await expect_seen(parts[0], parts[1], parts[2])
    await expect(one.locator(".yard-seats [data-face]")).to_have_count(11)
    shown = one.locator("[data-here-list] .here-list li:visible")
    await expect(shown).to_have_count(6)
    await one.locator("[data-all] summary").tap()
    await expect(shown).to_have_count(10)


def empty_cards(site: Site, scene: Scene) -> None:
    with site.data():
        Card.objects.filter(attendee__forum__slug=scene.forum).update(seeks=[], offers=[], topics=[])


def words_on_cards(site: Site, scene: Scene) -> int:
    with site.data():
        cards = Card.objects.filter(attendee__forum__slug=scene.forum)
        return sum(len(card.seeks + card.offers + card.topics) for card in cards)


async def test_an_empty_card_is_told_what_brings_reasons(site: Site, scene: Scene, phones: Pair) -> None:
    await asyncio.to_thread(empty_cards, site, scene)
    for page in phones:
        await page.reload()
    await propose(*phones)
    hint = phones[0].locator("dialog .card-hint")
    await expect_seen(
        hint, hint.get_by_role("button").nth(2), phones[0].get_by_role("button", name="네, 만나요")
    )
    for page in phones:
        await page.get_by_role("button", name="네, 만나요").tap()
    hint = phones[0].locator("[data-talk] .card-hint")
    await expect(hint).to_contain_text("카드가 비어 있어요")
    await expect_seen(hint.get_by_role("button").first)
    await hint.get_by_role("button").first.tap()
    await expect(hint).to_contain_text("좋아요.")
    await expect(hint.get_by_role("button").first).to_be_focused()
    assert await asyncio.to_thread(words_on_cards, site, scene) == 1


async def test_a_card_begins_with_three_taps_and_few_words(scene: Scene, phones: Pair) -> None:
    one = phones[0]
    await one.goto(f"{scene.url}/ko/{scene.forum}/me/card/")
    taps = one.locator("[data-tap]")
    await expect(taps).to_have_count(3)
    await expect_seen(*[taps.nth(number) for number in range(3)])
    field = one.locator("[data-tags]").first
    boxes = field.locator("label[data-words]:visible")
    await expect(boxes).to_have_count(6)  # the chosen one and five more
    await field.get_by_role("searchbox").fill("반도체")
    await expect(field.locator("label[data-words]:visible")).not_to_have_count(6)
    await field.get_by_role("searchbox").fill("")
    await expect(boxes).to_have_count(6)
    await taps.first.tap()
    await expect(taps).to_have_count(2)
    await expect(taps.first).to_be_focused()
    await expect(
        one.locator("input:checked[name=seeks], input:checked[name=offers], input:checked[name=topics]")
    ).to_have_count(4)


async def test_a_card_that_is_being_written_survives_and_leads_back_to_the_lobby(
    scene: Scene, phones: Pair
) -> None:
    one = phones[0]
    await one.get_by_role("link", name="내 카드 수정").tap()
    await one.wait_for_url("**/me/card/**")
    headline = one.locator("[name=headline]")
    await headline.fill("로봇과 사람")
    await one.reload()
    await expect(headline).to_have_value("로봇과 사람")
    await headline.fill("가" * 130)
    await one.get_by_role("button", name="내 카드 저장").tap()
    await expect(headline).to_be_focused()
    await expect_seen(one.locator("[name=headline] + .field-count"))
    await expect(one.locator("[name=headline] + .field-count")).to_contain_text("10자 넘었어요")
    await headline.fill("사람과 로봇")
    await one.get_by_role("button", name="내 카드 저장").tap()
    await one.wait_for_url(scene.lobby_in("ko"))
    await expect_seen(one.get_by_text("카드를 저장했어요."))
    await one.get_by_role("link", name="내 카드 수정").tap()
    await expect(headline).to_have_value("사람과 로봇")
