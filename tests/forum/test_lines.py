"""Names as people write them stay; what cannot be seen does not count, and nothing turns the rest."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import pytest
from django.core.exceptions import ValidationError
from django.forms import Form
from django.utils import translation

from forum.fields import LineField, TextField, WrittenField
from forum.lines import can_be_seen, clean_line, clean_text

pytestmark = pytest.mark.usefixtures("in_english")
ZWJ, ZWNJ = "\u200d", "\u200c"


@pytest.fixture
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    "name",
    [
        "김민지",
        "Zoë O’Brien-Łuk",
        "Nguyễn Thị Hoa",
        "محمد",
        "प्रिया",
        f"👩{ZWJ}💻 Ada",
        f"نی{ZWNJ}لوفر",
        "∑ Labs 2.0",
        "J.",
    ],
)
def test_names_stay_as_they_are(name: str) -> None:
    assert clean_line(name) == name


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("  two \t words\r\n and a line ", "two words and a line"),
        (unicodedata.normalize("NFD", "김민지"), "김민지"),
        ("Min\u202eijim", "Minijim"),
        ("\u2067Ada\u2069", "Ada"),
        ("A\x07da\x00", "Ada"),
        ("\u3000전각\u3000공백\u3000", "전각 공백"),
    ],
)
def test_a_line_is_one_line_that_turns_nothing(written: str, line: str) -> None:
    assert clean_line(written) == line


NOTHINGS = {
    "a Hangul filler": "\u3164",
    "the halfwidth Hangul filler": "\uffa0",
    "the jamo fillers": "\u115f\u1160",
    "a space of no width": "\u200b\u200b",
    "joiners": f"{ZWJ}{ZWNJ}\u2060",
    "an empty Braille pattern": "\u2800",
    "what turns a line": "\u202e",
    "marks of direction": "\u200e\u200f\u2067\u2069",
    "variation selectors": "\ufe0f\U000e0101",
    "marks with no letter under them": "\u0301\u20e3\u093e",
    "tags": "\U000e0041\U000e007f",
    "a soft hyphen": "\u00ad",
    "a byte order mark": "\ufeff",
    "what stands for an object": "\ufffc",
    "a Mongolian separator": "\u180e",
    "a Khmer vowel nobody writes": "\u17b4",
    "blank musical notes": "\U0001d159\U0001d173",
    "blank hieroglyphs": "\U00013441",
    "private letters": "\ue000\U00100000",
    "no characters at all": "\ufdd0\uffff\U0001fffe",
    "spaces of every width": "\u00a0\u1680\u2003\u3000\u2028",
    "controls": "\x07\x1b\x7f",
    "all of it": "\u3164 \u200b\n\u2800\ufe0f\t\u202e",
}


@pytest.mark.parametrize("nothing", [*NOTHINGS.values(), "", "  "], ids=[*NOTHINGS, "nothing", "spaces"])
def test_what_cannot_be_seen_is_nothing(nothing: str) -> None:
    assert not can_be_seen(nothing)
    assert clean_line(nothing) == clean_text(nothing) == ""


@pytest.mark.parametrize(
    "something",
    [
        "김",
        "ㄱ",
        ".",
        "\u200b.",
        "❤\ufe0f",
        f"👩{ZWJ}💻",
        "1\ufe0f\u20e3",
        "🇰🇷",
        "e\u0301",
        "\u2801",
        "\U0001fae9",
        "한\u3164",
    ],
)
def test_what_can_be_seen_stays(something: str) -> None:
    assert can_be_seen(something)


def test_a_text_keeps_its_lines() -> None:
    assert clean_text(" One\r\n\r\ntwo\rthree ") == "One\n\ntwo\nthree"
    assert clean_text(unicodedata.normalize("NFD", "안녕")) == "안녕"


@pytest.mark.parametrize("field", [LineField, TextField])
@pytest.mark.parametrize("required", [True, False])
def test_a_field_refuses_what_cannot_be_seen(field: type[WrittenField], required: bool) -> None:
    with pytest.raises(ValidationError, match="nothing in this that can be seen"):
        field(required=required).clean("\u200b\u3164")


def test_a_field_that_may_be_empty_may_be_blank() -> None:
    assert TextField(required=False).clean("  \n ") == ""


def test_a_field_says_by_how_much_a_text_is_too_long() -> None:
    with pytest.raises(ValidationError, match="500 too long"):
        TextField(max_length=2000).clean("가" * 2500)


def test_a_field_counts_letters_and_one_for_each_line() -> None:
    emoji = "😀" * 1500
    lines = "\r\n".join("x" * 1000)
    assert TextField(max_length=1500).clean(emoji) == emoji
    assert len(TextField(max_length=1999).clean(lines)) == 1999


def test_a_line_is_cleaned_before_it_is_kept() -> None:
    assert LineField(max_length=10).clean(" Ada \u202e Lovel") == "Ada Lovel"


def test_no_field_is_cut_by_a_browser() -> None:
    drawn = str(LineField(max_length=10).get_bound_field(Form(), "name"))
    assert "maxlength" not in drawn
    assert 'data-most="10"' in drawn
