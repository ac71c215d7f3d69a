"""Names in two scripts, and who can read which. Pure."""

from __future__ import annotations

import re

_SYLLABLE = re.compile(r"[\uac00-\ud7a3]")


def readable_in(language: str | None, name: str, other: str = "") -> str:
    """Return of a name in two scripts the one that readers of a language ("ko" where none is known) read: with Hangul
    in Korean, without it elsewhere; where there is no such one, the first."""
    is_korean = (language or "ko") == "ko"
    names = (name, other)
    return next((one for one in names if one and bool(_SYLLABLE.search(one)) == is_korean), name)
