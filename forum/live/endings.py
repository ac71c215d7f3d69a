"""How a socket may end: the one table that server, browser client, pages, desks, crowds and tests read.

`manage.py protocol` writes it into docs/protocol.md and into the browser's `forum/live/published.js`. A code that is
not in the table (1006: the line broke) is like any that is not final: the client comes back.
"""

from __future__ import annotations

import random as dice
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Ending:
    """One close code. After a final one the same client is not wanted back before somebody did what it `offers`."""

    code: int
    name: str
    when: str
    says: str | Promise = ""
    """What a page then says; empty where the client comes back by itself and a page has nothing to say."""
    offers: str = ""
    """The next step a page then offers, one of OFFERS."""

    @property
    def is_final(self) -> bool:
        """Tell whether a client stays away by itself."""
        return bool(self.offers)

    @property
    def offer(self) -> str | Promise:
        """What stands on the button of the next step."""
        return OFFERS[self.offers]


OFFERS: dict[str, str | Promise] = {
    "sign-in": _("Sign in"),
    "go-on": _("Go on here"),
    "reload": _("Load again"),
    "forum": _("Forum page"),
}

TOO_LARGE = Ending(1009, "too_large", "a frame over 64 KiB")
RESTART = Ending(1012, "restart", "the server restarts: come back at once, elsewhere")
SIGN_IN = Ending(
    4001,
    "sign_in",
    "nobody is signed in by what `hello` showed, or the session it was said with has ended",
    _("You are no longer signed in on this device."),
    "sign-in",
)
REVOKED = Ending(
    4003,
    "revoked",
    "the right to be here has ended",
    _("You no longer have access here. If that surprises you, ask an organizer."),
    "forum",
)
UNKNOWN = Ending(
    4004, "unknown", "no such address, or no such forum", _("There is nothing live here any more."), "reload"
)
OUTDATED = Ending(
    4006,
    "outdated",
    "a `hello` that is not understood here: another version, an unknown or impossible field",
    _("A new version is out. Please load the page again."),
    "reload",
)
LIMITS = Ending(
    4008,
    "limits",
    "too slow (no `hello` arrived within 10 s, nothing acknowledged for 20 s) or too fast (three strikes, too many "
    "`hello`s)",
)
REPLACED = Ending(
    4009,
    "replaced",
    "more than six sockets of one person: the oldest makes room",
    _("This page stopped because you opened it elsewhere."),
    "go-on",
)
EXPIRED = Ending(4010, "expired", "a `hello` with a token past its time: come back with a fresh one")
ERRORS = Ending(4011, "errors", "five server errors within a minute")

ENDINGS = {
    ending.code: ending
    for ending in (
        TOO_LARGE, RESTART, SIGN_IN, REVOKED, UNKNOWN, OUTDATED, LIMITS, REPLACED, EXPIRED, ERRORS,
    )
}  # fmt: skip

OF_REFUSALS = {
    "auth.required": SIGN_IN,
    "auth.expired": EXPIRED,
    "denied": REVOKED,
    "gone": UNKNOWN,
    "invalid": OUTDATED,
    "proto.bad": OUTDATED,
    "proto.version": OUTDATED,
    "rate.limited": LIMITS,
}
"""How a socket ends whose `hello` was refused with this code. Any other code (`busy`, `server`) ends nothing."""


def is_final(code: int | None) -> bool:
    """Tell whether a client stays away after this close code; one that is not in the table is not final."""
    return code in ENDINGS and ENDINGS[code].is_final


# How a client comes back --------------------------------------------------------------------------

FIRST_PAUSE_SECONDS = (0.3, 1.0)
PAUSE_BASE_SECONDS = 1.0
PAUSE_LIMIT_SECONDS = 20.0


def pause_seconds(failures: int, random: Callable[[], float] = dice.random) -> float:
    """Return how long to wait before try number `failures` (from 0): short at first, then full jitter, so that a
    thousand clients of one restarted server do not return in the same instant."""
    if failures == 0:
        shortest, longest = FIRST_PAUSE_SECONDS
        return shortest + random() * (longest - shortest)
    return random() * min(PAUSE_LIMIT_SECONDS, PAUSE_BASE_SECONDS * 2.0 ** min(failures, 10))
