"""What a browser keeps of somebody who is not signed in: whom it registered, or whose ticket it opened by a link.

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
    """Whom a browser keeps for one forum, since when; `address` is the one they were registered with here, if any."""

    key: str
    since: datetime
    address: str

    @property
    def has_registered(self) -> bool:
        return bool(self.address)


def keep(session: Session, forum_slug: str, key: str, *, address: str = "") -> None:
    """Keep somebody in this browser, instead of whom it kept for the forum before."""
    held = {"key": key, "since": time.time(), "address": address}
    session[_HELD] = {**session.get(_HELD, {}), forum_slug: held}


def hold_in(session: Session | None, forum_slug: str) -> Hold | None:
    """Return whom the browser of this session keeps for the forum."""
    held = session.get(_HELD, {}).get(forum_slug) if session else None
    if not held:
        return None
    return Hold(held["key"], datetime.fromtimestamp(held["since"], UTC), held["address"])


def address_typed_in(session: Session) -> str:
    """Return the address that somebody was registered with last in this browser."""
    typed = [held for held in session.get(_HELD, {}).values() if held["address"]]
    return max(typed, key=lambda held: held["since"])["address"] if typed else ""
