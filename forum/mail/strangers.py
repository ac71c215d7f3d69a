"""Letters to people nobody here knows: few, so that nobody can have this site write to half the world. A tool."""

from __future__ import annotations

from forum.live.limits import Limit, buckets

LETTERS = Limit(burst=60, per_second=1 / 30)


def may_write_to_a_stranger() -> bool:
    """Take one of the few letters to strangers, if one is left; who asked for it learns neither way."""
    return not buckets.take("strangers", "letters", LETTERS)
