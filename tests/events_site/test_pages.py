"""What the porch adds to every page: words for a wrong method, a language switch that leads somewhere."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import httpx
import pytest
from django.test import Client
from django.utils.html import escape

from events_site.handler import Handler
from tests.forum.cast import a_forum, a_session, an_attendee

pytestmark = pytest.mark.django_db


def other_language(page: str) -> str:
    """Return where the page's language switch leads."""
    links: list[str] = re.findall(r'<a[^>]*href="([^"]*)"[^>]*hreflang="(?:ko|en)"', page)
    assert len(links) == 1
    return links[0]


def test_form_only_address_says_so_in_words() -> None:
    a_forum("seoul")
    answer = Client().get("/en/seoul/ticket/mail/")

    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "This address is not a page of its own." in answer.content.decode()


def test_language_of_an_answer_to_a_form_leads_to_the_form() -> None:
    a_forum("seoul")
    answer = Client().post(
        "/en/seoul/ticket/mail/",
        {"email": "somebody@example.com"},
        headers={"referer": "http://testserver/en/seoul/ticket/"},
    )

    assert other_language(answer.content.decode()) == "/ko/seoul/ticket/"


@pytest.mark.parametrize(
    ("address", "other"),
    [
        ("/en/nope/nope/nope/?a=/en/", "/ko/nope/nope/nope/?a=/en/"),
        ("/ko/nope/nope/nope/", "/en/nope/nope/nope/"),
        ("/en/seoul/?day=soon", "/ko/seoul/?day=soon"),
        ("/en/nowhere/", "/ko/nowhere/"),
        ("/nope/nope/nope", "/ko/"),
    ],
)
def test_language_leads_to_the_same_page_even_where_there_is_none(address: str, other: str) -> None:
    a_forum("seoul")
    browser = Client(headers={"Accept-Language": "en"})

    text = browser.get(address).content.decode()

    assert other_language(text) == other
    assert other_language(browser.get(other, follow=True).content.decode()) != other


def test_who_is_not_signed_in_is_asked_to_in_the_first_place() -> None:
    a_forum("seoul")
    there = "/en/seoul/me/card/?x=1&y=2"
    answer = Client().get(there, follow=True)

    assert answer.redirect_chain == [(f"/en/account/login/code/?{urlencode({'next': there})}", 302)]
    assert f'name="next" value="{escape(there)}"' in answer.content.decode()
    assert "auth.required" not in answer.content.decode()


def test_who_sends_a_form_without_being_signed_in_comes_back_to_where_it_stood() -> None:
    session = a_session(a_forum("seoul"))
    address = f"/en/seoul/sessions/{session.key}/save/"
    page = f"http://testserver/en/seoul/sessions/{session.key}/?x=1"

    def asked_to(**headers: str) -> str:
        return str(Client().post(address, headers=headers)["Location"])

    sign_in = "/en/account/login/code/"
    assert (
        asked_to(referer=page) == f"{sign_in}?{urlencode({'next': page.removeprefix('http://testserver')})}"
    )
    assert asked_to(referer="https://elsewhere.example/") == f"{sign_in}?{urlencode({'next': address})}"
    assert asked_to() == sign_in


def test_a_part_of_a_page_is_not_filled_with_the_sign_in() -> None:
    a_forum("seoul")

    assert Client().get("/en/seoul/me/card/", headers={"HX-Request": "true"}).status_code == 401


def test_who_may_not_is_not_asked_to_sign_in() -> None:
    browser = Client()
    browser.force_login(an_attendee(a_forum("seoul")).user)
    answer = browser.get("/en/seoul/manage/")

    assert (answer.status_code, "Not right now" in answer.content.decode()) == (403, True)


async def test_static_files_stand_before_the_middleware_and_are_not_guessed_at() -> None:
    served = httpx.ASGITransport(app=Handler())
    async with httpx.AsyncClient(transport=served, base_url="http://localhost") as browser:
        script = await browser.get("/static/forum/once.js")

    assert (script.status_code, script.headers["X-Content-Type-Options"]) == (200, "nosniff")
    assert "javascript" in script.headers["Content-Type"]
    assert "Set-Cookie" not in script.headers
