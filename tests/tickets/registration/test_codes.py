"""Codes are read tolerantly and never admit a slip."""

from __future__ import annotations

import unicodedata

import pytest
import segno
from hypothesis import assume, given
from hypothesis import strategies as st

from tickets.registration.codes import (
    ALPHABET,
    CODE_DIGITS,
    TYPING_LENGTH,
    Code,
    Form,
    check_digit,
    new_code,
    new_typing_code,
    perhaps,
    read,
    spaced,
)

digits = (
    st.text("0123456789", min_size=25, max_size=25)
    .map(lambda body: f"1{body}")
    .map(lambda b: b + check_digit(b))
)
typed = st.builds(new_typing_code)


@given(digits, st.integers(0, CODE_DIGITS - 1), st.integers(1, 9))
def test_one_wrong_digit_is_never_read(code: str, place: int, shift: int) -> None:
    wrong = str((int(code[place]) + shift) % 10)

    assert read(code[:place] + wrong + code[place + 1 :]) is None


@given(digits, st.integers(0, CODE_DIGITS - 2))
def test_two_swapped_neighbours_are_never_read(code: str, place: int) -> None:
    left, right = code[place], code[place + 1]
    assume(left != right)

    assert read(code[:place] + right + left + code[place + 2 :]) is None


@given(typed, st.integers(0, TYPING_LENGTH - 1), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_never_read(code: str, place: int, wrong: str) -> None:
    assume(code[place] != wrong)

    assert read(code[:place] + wrong + code[place + 1 :]) is None


@given(typed, st.integers(0, TYPING_LENGTH - 2))
def test_two_swapped_characters_are_never_read(code: str, place: int) -> None:
    left, right = code[place], code[place + 1]
    assume(left != right)

    assert read(code[:place] + right + left + code[place + 2 :]) is None


@given(digits, st.sampled_from(["", "0", "7"]), st.sampled_from(["", "0", "7"]))
def test_a_longer_or_shorter_number_is_never_read(code: str, before: str, after: str) -> None:
    assume(before + after)

    assert read(before + code + after) is None
    assert read(code[:-1]) is None


@given(st.text(max_size=600))
def test_any_text_is_read_or_not_without_harm(text: str) -> None:
    found = read(text)

    assert found is None or len(found.value) in (CODE_DIGITS, TYPING_LENGTH)


@given(digits)
def test_a_code_is_read_in_every_spelling(code: str) -> None:
    right = Code(Form.SCANNED, code)
    full_width = code.translate({ord("0") + n: chr(ord("０") + n) for n in range(10)})

    assert read(code) == right
    assert read(f"  {code}\n") == right
    assert read("-".join((code[:9], code[9:18], code[18:]))) == right
    assert read(full_width) == right
    assert read(f"https://forum.example/ko/seoul/ticket/{code}/?from=mail") == right
    assert read(f"HTTPS://FORUM.EXAMPLE/T/{code}") == right


@given(typed)
def test_a_typing_code_is_read_as_people_type(code: str) -> None:
    right = Code(Form.TYPED, code)

    assert read(spaced(code)) == right
    assert read(code.lower()) == right
    assert read(code.replace("0", "O").replace("1", "l")) == right


AROUND = [
    ("]Q1", ""),
    ("]Q3", "\r\n"),
    ("\x02", "\x03"),
    ("QR:", ";"),
    ("<", "/>"),
    ("", "\t"),
    ("ㅂㅈ", "ㄷ"),
]


@pytest.mark.parametrize(("before", "after"), AROUND)
def test_what_a_scanner_puts_around_a_code_is_not_read(before: str, after: str) -> None:
    code = new_code()

    assert read(f"{before}{code}{after}") == Code(Form.SCANNED, code)


@given(digits, st.text("0123456789", max_size=4), st.text("0123456789", max_size=4))
def test_a_code_among_digits_of_the_scanner_is_one_of_those_it_may_be(
    code: str, before: str, after: str
) -> None:
    assert Code(Form.SCANNED, code) in perhaps(f"]Q1{before}{code}{after}")
    assert all(read(found.value) == found for found in perhaps(before + code + after))


def test_a_typing_code_is_read_in_the_hangul_state() -> None:
    code = "".join(sorted(set(ALPHABET) - set("0123456789")))[:7]
    full = next(f"{code}{last}" for last in ALPHABET if read(f"{code}{last}"))
    jamo = full.translate(
        str.maketrans("ABCDEFGHJKMNPQRSTVWXYZ", "ㅁㅠㅊㅇㄷㄹㅎㅗㅓㅏㅡㅜㅔㅂㄱㄴㅅㅍㅈㅌㅛㅋ")
    )

    assert read(jamo) == Code(Form.TYPED, full)
    assert read(unicodedata.normalize("NFC", unicodedata.normalize("NFKD", jamo))) == Code(Form.TYPED, full)


def test_an_address_with_two_codes_is_nobodys() -> None:
    assert read(f"https://forum.example/{new_code()}/{new_code()}") is None


def test_a_badge_is_not_a_ticket() -> None:
    body = "2" + new_code()[1:-1]

    assert read(body + check_digit(body)) is None


def test_a_code_fits_the_smallest_qr() -> None:
    assert segno.make(new_code(), micro=False, error="q").version == 1


def test_codes_are_not_repeated() -> None:
    assert len({new_code() for _ in range(500)}) == 500
    assert all(len(new_typing_code()) == TYPING_LENGTH for _ in range(500))
