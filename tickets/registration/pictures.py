"""A code as a picture."""

from __future__ import annotations

import segno
from django.utils.safestring import SafeString, mark_safe

QUIET_MODULES = 4
"""White around the code, without which some scanners do not find it (ISO/IEC 18004)."""


def qr_svg(text: str, *, quiet: int = QUIET_MODULES) -> SafeString:
    """Return an inline SVG, black on white in every theme and as large as its box.

    Digits make the smallest code, which leaves room for more error correction. Ask for less `quiet` where a
    white card gives the rest.
    """
    code = segno.make(text, micro=False, error="q" if text.isdecimal() else "m")
    look = {"omitsize": True, "light": "#fff", "dark": "#000", "svgclass": "qr", "lineclass": None}
    svg = code.svg_inline(border=quiet, **look)
    return mark_safe(svg)  # noqa: S308 (made from modules alone, holds no text)
