"""Texts as people may write them: something in them can be seen, and a line turns or hides nothing. Pure."""

from __future__ import annotations

import re
import unicodedata

TURNING = "\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c"
"""What changes the direction of whatever stands after it (Unicode TR 9); a name needs none of it."""

_UNWANTED = re.compile(f"[{TURNING}\ufeff\ufff9-\ufffb]")
_INVISIBLE = frozenset(("Cc", "Cf", "Co", "Cs", "Zs", "Zl", "Zp", "Mn", "Mc", "Me"))
"""Controls, formats, spaces, and marks, which need a letter to stand on; what is private looks like nothing known."""

_DRAWS_NOTHING = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffc\U0001d159\U00013441\U00013442"
    "\u2065\ufdd0-\ufdef\ufff0-\ufff8\U000e0000-\U000e0fff]"
)
"""The Hangul fillers, the empty Braille pattern, blank notes and hieroglyphs, what only stands for something
(U+FFFC), and the places Unicode keeps for characters that will never be drawn."""


def can_be_seen(text: str) -> bool:
    """Tell whether a reader would see anything of this text.

    A letter newer than this Python's tables counts as seen: a phone may well draw it.
    """
    return any(map(_is_seen, text))


def clean_line(text: str) -> str:
    """Return the text composed (NFC), with single spaces; "" where nothing in it can be seen."""
    composed = unicodedata.normalize("NFC", text)
    kept = "".join(
        " " if letter.isspace() else letter
        for letter in composed
        if letter.isspace() or unicodedata.category(letter) != "Cc"
    )
    line = " ".join(_UNWANTED.sub("", kept).split())
    return line if can_be_seen(line) else ""


def clean_text(text: str) -> str:
    """Return a text of several lines composed (NFC), its lines ended as browsers count them (`\\n`), nothing around
    it; "" where nothing in it can be seen."""
    whole = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").strip()
    return whole if can_be_seen(whole) else ""


def _is_seen(letter: str) -> bool:
    if unicodedata.category(letter) in _INVISIBLE or _DRAWS_NOTHING.match(letter):
        return False
    return ord(letter) & 0xFFFE != 0xFFFE  # the last two of each plane are no characters
