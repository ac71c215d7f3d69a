"""Ticket codes: what stands in the QR, what can be typed, and how to read both back. Pure.

A ticket code is 27 decimal digits: the kind, 25 random ones (83 bits), a check digit. Digits alone fit the
smallest QR (version 1) and survive a keyboard scanner whose computer is switched to Hangul.
A typing code is 8 characters of Crockford's base 32, the last one a check; it only helps somebody who stands
before a desk, so 35 random bits are enough.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from enum import StrEnum
from typing import NamedTuple

from forum.typed import typed

TICKET = "1"
"""The kind digit of a ticket; other kinds of code (a badge is not a ticket) begin otherwise."""

RANDOM_DIGITS = 25
CODE_DIGITS = 27
TYPING_LENGTH = 8
LONGEST_TEXT = 512

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_SEPARATORS = re.compile(r"[\s\-.·]+")
_DIGITS = re.compile(r"[0-9]+")
_SYMBOLOGY = re.compile(r"^\][A-Za-z][0-9A-Za-z]")  # ISO/IEC 15424
_CHECK_MODULUS = 37

# Damm's quasigroup of order 10 (doctoral thesis, Marburg 2004): finds every wrong digit and every swap of
# neighbours.
_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


class Form(StrEnum):
    """How a code was presented."""

    SCANNED = "scanned"
    TYPED = "typed"


class Code(NamedTuple):
    """A well-formed code in its one spelling; whether a ticket has it only the database knows."""

    form: Form
    value: str


def new_code() -> str:
    """Return 27 digits for a QR."""
    body = f"{TICKET}{secrets.randbelow(10**RANDOM_DIGITS):0{RANDOM_DIGITS}}"
    return f"{body}{check_digit(body)}"


def new_typing_code() -> str:
    """Return 8 characters for a finger; drawn again while the check would need one of Crockford's symbols."""
    while True:
        body = "".join(secrets.choice(ALPHABET) for _ in range(TYPING_LENGTH - 1))
        if (check := _crockford_check(body)) < len(ALPHABET):
            return f"{body}{ALPHABET[check]}"


def read(text: str) -> Code | None:
    """Return the code in a scanned or typed text, None for anything that no ticket can have.

    Takes what a scanner puts around the digits (a symbology identifier such as "]Q1", a prefix, a suffix), an address
    with the digits in it, spaces, hyphens, full-width characters; and of a typed code whatever `forum.typed` takes. A
    wrong character or two swapped neighbours never read as another code.
    """
    if len(text) > LONGEST_TEXT:
        return None
    plain = _SYMBOLOGY.sub("", unicodedata.normalize("NFKC", text).strip())
    joined = _SEPARATORS.sub("", plain)
    return _scanned(joined) or _within(plain) or _typed(text)


def perhaps(text: str) -> list[Code]:
    """Return the codes that stand somewhere among more digits than a code has, where `read` finds none.

    A scanner may put digits of its own before or after those of the code. One such text in ten has a second number in
    it that would pass for a code: which of them is a ticket's only the database knows.
    """
    if len(text) > LONGEST_TEXT:
        return []
    runs = _DIGITS.findall(_SYMBOLOGY.sub("", unicodedata.normalize("NFKC", text).strip()))
    parts = (run[start : start + CODE_DIGITS] for run in runs for start in range(len(run) - CODE_DIGITS + 1))
    return list({code: None for part in parts if (code := _scanned(part))})


def spaced(code: str) -> str:
    """Return a typing code as people read it: two groups of four."""
    return f"{code[:4]} {code[4:]}"


def check_digit(digits: str) -> str:
    """Return Damm's check digit."""
    interim = 0
    for digit in digits:
        interim = _DAMM[interim][int(digit)]
    return str(interim)


def _within(text: str) -> Code | None:
    found = {code for run in _DIGITS.findall(text) if (code := _scanned(run))}
    return found.pop() if len(found) == 1 else None


def _scanned(digits: str) -> Code | None:
    if len(digits) != CODE_DIGITS or not _DIGITS.fullmatch(digits) or digits[0] != TICKET:
        return None
    return Code(Form.SCANNED, digits) if check_digit(digits) == "0" else None


def _typed(text: str) -> Code | None:
    code = typed(text, ALPHABET)
    if len(code) != TYPING_LENGTH or not set(code) <= set(ALPHABET):
        return None
    return Code(Form.TYPED, code) if _crockford_check(code[:-1]) == ALPHABET.index(code[-1]) else None


def _crockford_check(body: str) -> int:
    """Return the number modulo 37; a prime above 32 finds every wrong character and swap of neighbours."""
    number = 0
    for character in body:
        number = number * 32 + ALPHABET.index(character)
    return number % _CHECK_MODULUS
