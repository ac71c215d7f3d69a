"""The look holds what it promises: contrast, known tokens, our own drawings, errors that render alone."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django import forms
from django.template import engines
from django.template.loader import get_template, render_to_string
from django.utils.translation import override

from forum.templatetags.look import HUES, hue, initials, readable, sparkline, unbroken
from tests.forum import gallery

FORUM = Path(__file__).parents[2] / "forum"
STATIC = FORUM / "static" / "forum"
COMPONENTS = FORUM / "templates" / "components"
SHAPES = {"path", "circle"}

Pair = tuple[str, str]
GROUNDS = ["paper", "raised", "sunken"]
ACCENTS = ["teal", "vermilion", "ochre"]
TEXTS: list[Pair] = [
    *((text, ground) for ground in GROUNDS for text in ["ink", "muted"]),
    *((f"{accent}-text", ground) for ground in GROUNDS for accent in ACCENTS),
    *((text, f"{accent}-wash") for accent in ACCENTS for text in ["ink", "muted", f"{accent}-text"]),
    *((f"on-{accent}", accent) for accent in ACCENTS),
    ("on-roof", "roof"),
    ("paper", "ink"),
]
RESULTS: list[Pair] = [(f"on-result-{result}", f"result-{result}") for result in ["in", "look", "no", "held"]]
EDGES: list[Pair] = [(edge, ground) for ground in GROUNDS for edge in ["edge", "focus"]]


def tokens(theme: str) -> dict[str, str]:
    """Return the colours of tokens.css as one theme has them."""
    source = re.sub(r"\.hue-(\d) \{ --hue:", r"--hue-\1:", (STATIC / "tokens.css").read_text())
    found = re.findall(r"--([\w-]+): (?:light-dark\()?(#[0-9a-f]{6})(?:, (#[0-9a-f]{6}))?", source)
    return {name: (dark or light) if theme == "dark" else light for name, light, dark in found}


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def too_weak(pairs: list[Pair], theme: str, least: float) -> dict[Pair, float]:
    """Return the pairs whose contrast is below the least, with their ratio."""
    colours = tokens(theme)
    ratios = {}
    for pair in pairs:
        darker, lighter = sorted(luminance(colours[name]) for name in pair)
        ratios[pair] = (lighter + 0.05) / (darker + 0.05)
    return {pair: round(ratio, 2) for pair, ratio in ratios.items() if ratio < least}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_contrast_is_enough_to_read(theme: str) -> None:
    assert too_weak(TEXTS, theme, 4.5) == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_contrast_of_the_desks_answer_is_enhanced(theme: str) -> None:
    assert too_weak(RESULTS, theme, 7) == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_contrast_of_controls_and_hues_is_enough_to_see(theme: str) -> None:
    hues = [(f"hue-{number}", "paper") for number in range(1, HUES + 1)]
    assert too_weak(EDGES + hues, theme, 3) == {}


def test_stylesheets_use_only_known_tokens() -> None:
    sheets = "".join(path.read_text() for path in STATIC.glob("*.css"))
    known = set(re.findall(r"(--[\w-]+):", sheets))
    assert set(re.findall(r"var\((--[\w-]+)", sheets)) <= known


def test_stylesheets_are_all_linked_tokens_first() -> None:
    linked = re.findall(r"forum/([\w-]+\.css)", (COMPONENTS / "_stylesheets.html").read_text())
    assert linked[0] == "tokens.css"
    assert sorted(linked) == sorted(path.name for path in STATIC.glob("*.css"))


@pytest.mark.parametrize("path", sorted(COMPONENTS.glob("icons/*.svg")), ids=lambda path: path.stem)
def test_icon_is_plain_shapes(path: Path) -> None:
    drawing = ElementTree.fromstring(f"<svg>{path.read_text()}</svg>")
    assert {shape.tag for shape in drawing.iter()} - {"svg"} <= SHAPES
    assert len(drawing) > 0


@pytest.mark.parametrize("path", sorted(COMPONENTS.glob("_*.html")), ids=lambda path: path.stem)
def test_component_says_what_it_takes(path: Path) -> None:
    assert path.read_text().startswith("{# ")


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500", "refusal"])
def test_error_page_needs_no_request(name: str) -> None:
    page = render_to_string(f"{name}.html")
    assert page.count("<h1") == 1
    assert 'data-theme="auto"' in page


def test_refusal_page_says_sentence_step_and_code() -> None:
    refusal = {"text": "No seat left.", "advice": "Wait.", "code": "seats.gone"}
    page = render_to_string("refusal.html", {"refusal": refusal})
    shown = re.search(r"<h1>(.+?)</h1>\s*<p[^>]*>(.+?)</p>.+?<code>(.+?)</code>", page, re.DOTALL)
    assert shown is not None
    assert shown.groups() == ("No seat left.", "Wait.", "seats.gone")


def test_refusal_page_offers_to_sign_in_where_that_helps() -> None:
    page = render_to_string("refusal.html", {"refusal": {"text": "", "advice": "", "code": "auth.required"}})
    assert '<a class="button" href="/' in page


def test_form_links_each_error_to_its_field() -> None:
    page = gallery.render("en")
    summary = page.partition('<div class="errors"')[2].partition("</div>")[0]
    linked = re.findall(r'<a href="#(id_\w+)"', summary)
    assert sorted(linked) == ["id_consent", "id_email", "id_name", "id_role"]
    assert "4 more to look at:" in summary
    for identity in linked:
        assert f'id="{identity}"' in page
        assert f'aria-describedby="{identity}_' in page


def test_one_fault_is_said_once_and_the_first_field_at_fault_takes_the_focus() -> None:
    page = engines["django"].from_string("{{ form }}")
    one = page.render({"form": gallery.GalleryForm({"name": "Kim", "email": "kim@example.com"})})
    single = page.render(
        {"form": type("Two", (forms.Form,), {"email": forms.EmailField()})({"email": "kim"})}
    )
    none = page.render({"form": gallery.GalleryForm()})

    assert one.count("autofocus") == 1 and 'class="errors"' in one
    assert 'class="errors"' not in single and re.search(r'<input[^>]*name="email"[^>]*autofocus', single)
    assert "autofocus" not in none


def test_form_keeps_what_was_typed() -> None:
    assert re.findall(r'<input[^>]*name="email"[^>]*value="(\w+)"', gallery.render("en")) == ["kim"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("김하늘", "하늘"),
        ("남궁 민수", "남민"),
        ("남궁민수", "민수"),
        ("이도", "이도"),
        ("디에고 푸엔테스", "디푸"),
        ("탄 메이린", "탄메"),
        ("마리아 델 카르멘", "마카"),
        ("나카무라상", "나카"),
        ("김하늘 Kim", "김K"),
        ("Ada Lovelace", "AL"),
        ("grace brewster hopper", "GH"),
        ("Émile", "É"),
        ("Zoë O'Neil <b>", "ZB"),
        ("“Ada” (Lovelace)", "AL"),
        ("김하늘 *", "하늘"),
        ("Room 42", "R"),
        ("42nd-1", "N"),
        ("7 / 11", "71"),
        ("<>", ""),
        ("", ""),
        ("  ", ""),
    ],
)
def test_initials(name: str, expected: str) -> None:
    assert initials(name) == expected


@pytest.mark.parametrize(
    ("names", "korean", "english"),
    [
        (("김하늘", "Ha-neul Kim"), "김하늘", "Ha-neul Kim"),
        (("Ada Lovelace", "에이다 러브레이스"), "에이다 러브레이스", "Ada Lovelace"),
        (("Ada Lovelace", ""), "Ada Lovelace", "Ada Lovelace"),
        (("김하늘", ""), "김하늘", "김하늘"),
        (("김하늘", None), "김하늘", "김하늘"),
    ],
)
def test_face_is_known_by_the_name_its_reader_reads(
    names: tuple[str, str], korean: str, english: str
) -> None:
    read = {}
    for language in ("ko", "en"):
        with override(language):
            read[language] = readable(*names)
    assert read == {"ko": korean, "en": english}


@pytest.mark.parametrize(
    ("name", "html"),
    [
        ("Do-yun Im", '<span class="nowrap">Do-yun</span> Im'),
        ("Ada Marsh", "Ada Marsh"),
        ("<b> O'Neil-Park", '&lt;b&gt; <span class="nowrap">O&#x27;Neil-Park</span>'),
        ("", ""),
    ],
)
def test_unbroken_name(name: str, html: str) -> None:
    assert unbroken(name) == html


def test_hue_stays_with_the_key_and_differs() -> None:
    assert hue("abc") == hue("abc") == "hue-1"
    assert {hue(letter) for letter in "abcdef"} == {f"hue-{number}" for number in range(1, 7)}


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [([], ""), ([5], "0.0,0.0"), ([0, 0], "0.0,24.0 100.0,24.0"), ([0, 5], "0.0,24.0 100.0,0.0")],
)
def test_sparkline(numbers: list[float], expected: str) -> None:
    assert sparkline(numbers) == expected


def test_forms_are_drawn_by_the_look_and_not_by_django() -> None:
    assert get_template("django/forms/field.html").origin.name.startswith(str(FORUM))


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("ko", [("", "김하늘"), (' lang="en"', "Haneul Kim")]),
        ("en", [("", "Haneul Kim"), (' lang="ko"', "김하늘")]),
    ],
)
def test_of_two_names_the_one_comes_first_that_the_reader_reads(
    language: str, names: list[tuple[str, str]]
) -> None:
    person = {"name": "김하늘", "name_other": "Haneul Kim", "other_lang": "en"}
    with override(language):
        drawn = render_to_string("components/_person.html", person)

    assert re.findall(r'data-slot="name(?:_other)?"( lang="\w+")?>([^<]+)<', drawn) == names
