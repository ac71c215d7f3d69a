"""What the pages of the live line need of its table of endings."""

from __future__ import annotations

from django import template

from forum.live.endings import ENDINGS, Ending

register = template.Library()


@register.simple_tag
def final_endings() -> list[Ending]:
    """Return the endings after which a page has something to say and a next step to offer."""
    return [ending for ending in ENDINGS.values() if ending.is_final]
