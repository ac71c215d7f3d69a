"""A code as a picture. A tool."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import segno
from django.utils.safestring import SafeString, mark_safe

QUIET_MODULES = 4
"""White around the code, without which some scanners do not find it (ISO/IEC 18004)."""


PNG_SCALE = 12


def qr_png(text: str) -> bytes:
    """Return the code as a PNG with its white around it, for mail programs, which draw no SVG."""
    kept = BytesIO()
    _code(text).save(kept, kind="png", scale=PNG_SCALE, border=QUIET_MODULES)
    return kept.getvalue()


def qr_svg(text: str, *, quiet: int = QUIET_MODULES) -> SafeString:
    """Return an inline SVG, black on white in every theme and as large as its box.

    Digits make the smallest code, which leaves room for more error correction. Ask for less `quiet` where a
    white card gives the rest.
    """
    code = _code(text)
    look = {"omitsize": True, "light": "#fff", "dark": "#000", "svgclass": "qr", "lineclass": None}
    svg: str = code.svg_inline(border=quiet, **look)
    return mark_safe(svg)  # noqa: S308 (made from modules alone, holds no text)


def _code(text: str) -> Any:
    return segno.make(text, micro=False, error="q" if text.isdecimal() else "m")
