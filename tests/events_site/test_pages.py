"""What the porch adds to every page: words for a wrong method, a language switch that leads somewhere."""

from __future__ import annotations

import re

import httpx
import pytest
from django.test import Client

from events_site.handler import Handler
from tests.forum.cast import a_forum

pytestmark = pytest.mark.django_db


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

    [link] = re.findall(r'<a[^>]*href="([^"]*)"[^>]*hreflang="ko"', answer.content.decode())
    assert link == "/ko/seoul/ticket/"


async def test_static_files_stand_before_the_middleware_and_are_not_guessed_at() -> None:
    served = httpx.ASGITransport(app=Handler())
    async with httpx.AsyncClient(transport=served, base_url="http://localhost") as browser:
        script = await browser.get("/static/forum/once.js")

    assert (script.status_code, script.headers["X-Content-Type-Options"]) == (200, "nosniff")
    assert "javascript" in script.headers["Content-Type"]
    assert "Set-Cookie" not in script.headers
