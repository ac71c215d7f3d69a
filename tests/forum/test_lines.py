"""Names as people write them stay; what cannot be seen does not count, and nothing turns the rest."""

from __future__ import annotations

import unicodedata

import pytest
from django.core.exceptions import ValidationError

from forum.fields import LineField
from forum.lines import clean_line

ZWJ, ZWNJ = "\u200d", "\u200c"


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


@pytest.mark.parametrize(
    "nothing", ["", "  ", "\u200b\u200b", ZWJ, "\u2060", "\u3164", "\u00ad", "\ufeff", "\u0301"]
)
def test_what_cannot_be_seen_is_nothing(nothing: str) -> None:
    assert clean_line(nothing) == ""


def test_a_required_field_takes_nothing_invisible() -> None:
    field = LineField(max_length=10)
    assert field.clean(" Ada \u202e Lovel") == "Ada Lovel"
    with pytest.raises(ValidationError):
        field.clean("\u200b")
