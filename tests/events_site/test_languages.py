"""Whom the site greets in which language."""

from __future__ import annotations

import pytest
from django.test import Client

from events_site.languages import wanted
from tests.forum.cast import a_forum

HEADERS = [
    ("", "ko"),
    ("ko", "ko"),
    ("ko-KR,ko;q=0.9,en-US;q=0.8,en;q=0.7", "ko"),
    ("en-US,en;q=0.9,ko;q=0.8", "en"),
    ("en-GB", "en"),
    ("en,ko", "en"),
    ("ko,en", "ko"),
    ("ko;q=0.5, en;q=0.8", "en"),
    ("KO-kr", "ko"),
    ("de-DE,de;q=0.9", "en"),
    ("fr", "en"),
    ("zh-CN,zh;q=0.9", "en"),
    ("ja,ko;q=0.3", "ko"),
    ("de,ko;q=0.2,en;q=0.1", "ko"),
    ("de,en;q=0", "ko"),
    ("de,ko;q=0", "en"),
    ("ko;q=0", "en"),
    ("en;q=0", "ko"),
    ("ko;q=0,en;q=0", "en"),
    ("*", "ko"),
    ("de,*;q=0.5", "en"),
    ("de,*;q=0.5,ko;q=0.7", "ko"),
    ("*,ko;q=0.1", "en"),
    ("*;q=0.1,en;q=0", "ko"),
    ("*;q=0", "ko"),
    ("en ; q=0.4 , ko ; q=0.6", "ko"),
    ("en;q=7,ko;q=1", "ko"),
    ("nonsense!,;;q=,ko;q=x", "ko"),
    ("kok", "en"),
    ("english", "en"),
    ("x" * 100_000, "ko"),
]


@pytest.mark.parametrize(("header", "language"), HEADERS)
def test_the_browser_is_asked_and_else_english(header: str, language: str) -> None:
    assert wanted(header, known=("ko", "en"), own="ko") == language


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("header", "language"), [("de-DE,de;q=0.9", "en"), ("ko-KR", "ko"), ("zh", "en"), ("", "ko")]
)
def test_every_door_without_a_language_of_its_own_greets_alike(header: str, language: str) -> None:
    a_forum("seoul")
    browser = Client(headers={"Accept-Language": header} if header else {})

    assert browser.get("/")["Location"] == f"/{language}/"
    assert browser.get("/seoul/")["Location"] == f"/{language}/seoul/"
    problem = browser.get("/api/v1/forums/nowhere/sessions").json()
    words = {"en": "There is nothing here, or it is not yours to see.", "ko": "찾을 수 없는 항목이에요."}
    assert problem["title"] == words[language]
    assert f'lang="{language}"' in browser.get("/no/where/at/all").content.decode()
