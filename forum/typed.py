"""Codes as people type them, whatever state their keyboard is in and however they read the code off. Pure.

One reader for every code that is typed: of a ticket, to sign in, to pair a desk. What it cannot make out stays as it
is, so that whoever compares says no.
"""

from __future__ import annotations

import unicodedata
from itertools import chain

LONGEST = 512

_CONSONANTS = dict(zip("ㅂㅈㄷㄱㅅㅁㄴㅇㄹㅎㅋㅌㅊㅍㅃㅉㄸㄲㅆ", "qwertasdfgzxcvQWERT", strict=True))
_VOWELS = dict(zip("ㅛㅕㅑㅐㅔㅗㅓㅏㅣㅠㅜㅡㅒㅖ", "yuiophjklbnmOP", strict=True))
_COMPOUND = {
    "ㅘ": "hk", "ㅙ": "ho", "ㅚ": "hl", "ㅝ": "nj", "ㅞ": "np", "ㅟ": "nl", "ㅢ": "ml",
    "ㄳ": "rt", "ㄵ": "sw", "ㄶ": "sg", "ㄺ": "fr", "ㄻ": "fa", "ㄼ": "fq", "ㄽ": "ft", "ㄾ": "fx", "ㄿ": "fv",
    "ㅀ": "fg", "ㅄ": "qt",
}  # fmt: skip
_KEYS = {**_CONSONANTS, **_VOWELS, **_COMPOUND}
"""Keys of the two-set keyboard (KS X 5002), which Windows, macOS and every phone use unless told otherwise."""

_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_MEDIALS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_FINALS = "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
_JAMO = {
    chr(first + number): _KEYS[letter]
    for first, letters in ((0x1100, _INITIALS), (0x1161, _MEDIALS), (0x11A8, _FINALS))
    for number, letter in enumerate(letters)
}
"""What a syllable falls apart into (Unicode 3.12), each with the keys that make it."""

_LOOK_ALIKE = ("0O", "1IL|", "2Z", "5S", "8B", "UV")
_BETWEEN = ("C", "M", "P", "Z")
"""Categories of characters that stand between the characters of a code, or nowhere: spaces, hyphens, dots, accents."""


def typed(text: str, alphabet: str) -> str:
    """Return a typed code in capitals of its alphabet, without what groups it.

    Letters typed in the Hangul state, as jamo or as whole syllables, become the keys that were pressed; full-width
    characters the usual ones; a character that no code has the one it looks like: O the 0, or 0 the O.
    """
    keys = "".join(_KEYS.get(letter, letter) for letter in text[:LONGEST])
    latin = (_JAMO.get(character, character) for character in unicodedata.normalize("NFKD", keys))
    kept = (character for character in chain.from_iterable(latin) if not _is_between(character))
    meant = _meant(alphabet)
    return "".join(meant.get(capital, capital) for character in kept for capital in character.upper())


def _is_between(character: str) -> bool:
    return unicodedata.category(character)[0] in _BETWEEN


def _meant(alphabet: str) -> dict[str, str]:
    """Return which character of the alphabet stands for one that is none of it; where several could, none does."""
    meant = {}
    for alike in _LOOK_ALIKE:
        known = [character for character in alike if character in alphabet]
        if len(known) == 1:
            meant.update(dict.fromkeys(alike, known[0]))
    return meant
