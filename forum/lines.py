"""One line of text as people may write it: nothing invisible that turns or hides the rest. Pure."""

from __future__ import annotations

import re
import unicodedata

TURNING = "\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c"
"""What changes the direction of whatever stands after it (Unicode TR 9); a name needs none of it."""

_UNWANTED = re.compile(f"[{TURNING}\ufeff\ufff9-\ufffb]")
_INVISIBLE = frozenset(("Cc", "Cf", "Cn", "Co", "Cs", "Zs", "Zl", "Zp", "Mn", "Me"))
_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
"""Letters that draw nothing: the Hangul fillers and the empty Braille pattern."""


def clean_line(text: str) -> str:
    """Return the text composed (NFC), with single spaces; "" where nothing in it can be seen."""
    composed = unicodedata.normalize("NFC", text)
    kept = "".join(
        " " if letter.isspace() else letter
        for letter in composed
        if letter.isspace() or unicodedata.category(letter) != "Cc"
    )
    line = " ".join(_UNWANTED.sub("", kept).split())
    return line if any(map(_is_seen, line)) else ""


def _is_seen(letter: str) -> bool:
    return letter not in _BLANK_LETTERS and unicodedata.category(letter) not in _INVISIBLE
