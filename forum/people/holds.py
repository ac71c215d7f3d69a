"""What a browser keeps of somebody who is not signed in: whom it registered, or whose ticket it opened by a link. A
tool.

It stands in the session, which the site alone can write. A hold is no sign-in: whoever types an address need not be
its owner. It shows the way to the ticket; where the browser itself registered the person, it saves sessions, too, which
nobody else sees. It ends when the person shows who they are by a code, in whichever browser, or when their ticket gets
another code.
"""

from __future__ import annotations

import time
from collections.abc import MutableMapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

Session = MutableMapping[str, Any]
_HELD = "held"


class Hold(NamedTuple):
    """Whom a browser keeps for one forum, since when, and whether it registered them itself."""

    key: str
    since: datetime
    has_registered: bool


def keep(session: Session, forum_slug: str, key: str, *, has_registered: bool) -> None:
    """Keep somebody in this browser, instead of whom it kept for the forum before; a key, nothing that tells who."""
    held = {"key": key, "since": time.time(), "has_registered": has_registered}
    session[_HELD] = {**session.get(_HELD, {}), forum_slug: held}


def hold_in(session: Session | None, forum_slug: str) -> Hold | None:
    """Return whom the browser of this session keeps for the forum."""
    held = session.get(_HELD, {}).get(forum_slug) if session else None
    return _hold(held) if held else None


def last_registered_in(session: Session) -> Hold | None:
    """Return whom the browser of this session registered last, for whichever forum."""
    held = [_hold(one) for one in session.get(_HELD, {}).values() if one["has_registered"]]
    return max(held, key=lambda hold: hold.since, default=None)


def _hold(held: dict[str, Any]) -> Hold:
    return Hold(held["key"], datetime.fromtimestamp(held["since"], UTC), held["has_registered"])
