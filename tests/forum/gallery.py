"""Every component on one page, with words as long as they get; what the tests of the look look at."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django import forms
from django.template import engines
from django.test import RequestFactory
from django.utils import timezone, translation

from forum.fields import LineField, TextField

TEMPLATE = Path(__file__).with_name("gallery.html")
ICONS = Path(__file__).parents[2] / "forum" / "templates" / "components" / "icons"
WORDS = {
    "ko": {
        "name": "김하늘",
        "forum": "함께 짓는 지능, 함께 여는 마당 국제 포럼 2026",
        "lead": "연구자, 개발자, 창업가, 시민이 한 마당에 모여 사흘 동안 묻고 듣고 만납니다.",
        "place": "서울시립대학교 도시데이터연구소 국제회의장",
        "programme": "전체 프로그램 보기",
        "people": "함께하는 사람들",
        "register": "등록",
    },
    "en": {
        "name": "Grace Brewster Murray Hopper",
        "forum": "The International Forum on Shared Intelligence and Responsible Computing 2026",
        "lead": "Researchers, developers, founders and citizens meet in one courtyard for three days.",
        "place": "Institute for Interdisciplinary Telecommunication Infrastructures",
        "programme": "See the whole programme",
        "people": "Participants",
        "register": "Register for the forum",
    },
}
PEOPLE = [
    ("김하늘", "Haneul Kim"),
    ("Ada Lovelace", "에이다 러브레이스"),
    ("남궁 민수", ""),
    ("Émile Baudot", ""),
    ("이도", ""),
]


OPENS = datetime(2026, 11, 26, tzinfo=UTC)
"""Nine in the morning in Seoul, whose time the gallery tells."""


class GalleryForm(forms.Form):
    name = LineField(label="Name", max_length=20, help_text="As it is printed on the badge.")
    email = forms.EmailField(label="E-mail")
    organization = forms.CharField(label="Organization", required=False)
    role = forms.ChoiceField(label="Role", choices=[("a", "Researcher"), ("b", "Developer")])
    language = forms.ChoiceField(
        label="Language", choices=[("ko", "한국어"), ("en", "English")], widget=forms.RadioSelect
    )
    topics = forms.MultipleChoiceField(
        label="Topics",
        choices=[("a", "AI"), ("b", "Bio")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    about = TextField(label="About", max_length=2000, required=False)
    consent = forms.BooleanField(label="My name and organization may be kept until 30 days after the forum.")


def sessions(words: dict[str, str], now: datetime) -> list[dict[str, Any]]:
    """Return one session for each state."""
    return [
        {
            "title": f"{words['forum']} {number}",
            "href": "#",
            "starts_at": now + timedelta(hours=number),
            "ends_at": now + timedelta(hours=number, minutes=50),
            "place": words["place"],
            "track": words["people"],
            "hue": f"hue-{number + 1}",
            "speakers": [words["name"], "Ada Lovelace"],
            "state": state,
            "language": "한국어",
            "kind": words["people"],
            "key": f"s{number}",
            "name": words["forum"],
            "star": "on" if state == "saved" else "off",
            "note": words["lead"],
        }
        for number, state in enumerate(["live", "changed", "cancelled", "saved", "full", ""])
    ]


def context(language: str, theme: str) -> dict[str, Any]:
    """Return what the gallery shows; its countdown ends in ten minutes."""
    words = WORDS[language]
    programme = sessions(words, timezone.now())
    return {
        "request": RequestFactory().get(f"/{language}/"),
        "theme": theme,
        "forum": SimpleNamespace(name=words["forum"], slug="demo"),
        "other_language": "en" if language == "ko" else "ko",
        "other_language_url": "/",
        "messages": [SimpleNamespace(level_tag="success", __str__=lambda: words["lead"])],
        "words": words,
        "opens": OPENS,
        "closes": OPENS + timedelta(hours=33),
        "sessions": programme,
        "people": PEOPLE,
        "series": [1, 3, 2, 6, 9, 7],
        "ends_at": timezone.now() + timedelta(minutes=10),
        "form": GalleryForm({"email": "kim", "language": "ko"}),
        "kinds": ["info", "success", "warning", "danger"],
        "badges": ["go", "live", "stop", "look", "plain"],
        "tabs": [
            {"label": "12. 3", "href": "#", "current": True, "count": 14},
            {"label": "12. 4", "href": "#"},
        ],
        "columns": ["Desk", "Gate", "Scans"],
        "rows": [["Desk 1", words["place"], 412], ["Desk 2", words["place"], 0]],
        "numeric": [3],
        "icons": sorted(path.stem for path in ICONS.glob("*.svg")),
    }


def render(language: str, theme: str = "auto") -> str:
    """Return the gallery as a page, without a server."""
    with translation.override(language):
        return str(engines["django"].from_string(TEMPLATE.read_text()).render(context(language, theme)))
