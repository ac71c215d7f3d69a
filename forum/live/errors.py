"""What the engine itself refuses: the closed list of codes on the wire beside those of `forum.errors`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from forum.errors import Busy, Conflict, Denied, Gone, Refusal, SignInRequired
from forum.live.frames import UNSET, Err

__all__ = ["Busy", "Conflict", "Denied", "Gone", "Refusal", "SignInRequired"]


class BadFrame(Refusal):
    """Not a request at all: what it breaks is in docs/protocol.md."""

    code = live_code = "proto.bad"
    status = 400
    sentence = _("This was not understood.")
    next_step = _("Load the page again.")


class UnknownVerb(Refusal):
    """No such verb or topic kind here."""

    code = live_code = "proto.unknown"
    status = 404
    sentence = _("This is not known here.")
    next_step = _("Load the page again.")


class WrongVersion(Refusal):
    """A protocol version that is not spoken here."""

    code = live_code = "proto.version"
    status = 400
    sentence = _("This page is too old for the server.")
    next_step = _("Load the page again.")


class Invalid(Refusal):
    """A field is missing, of a wrong type, empty or too long; `field` names it."""

    code = live_code = "invalid"
    status = 400
    sentence = _("A value is missing or not allowed.")
    next_step = _("Correct it and try again.")

    def __init__(self, field: str = "") -> None:
        super().__init__()
        self.field = field


class TooLarge(Refusal):
    """A frame over 16 KiB."""

    code = live_code = "too.large"
    status = 413
    sentence = _("This is too large to be sent.")
    next_step = _("Make it shorter and try again.")


class TokenExpired(Refusal):
    """A genuine token, past its time."""

    code = live_code = "auth.expired"
    status = 401
    sentence = _("This access has run out.")
    next_step = _("Get a new one and try again.")


class RateLimited(Refusal):
    """Too much at once; `retry` says in how many seconds it fits again."""

    code = live_code = "rate.limited"
    status = 429
    sentence = _("That was too much at once.")
    next_step = _("Wait a moment and try again.")

    def __init__(self, retry_seconds: float) -> None:
        super().__init__()
        self.retry_seconds = retry_seconds


class ServerFault(Refusal):
    """A bug of the server, for this request only; it is in the log."""

    code = live_code = "server"
    status = 500
    sentence = _("Something broke on our side.")
    next_step = _("Try again; if it stays, tell an organizer.")


BUSY_RETRY_SECONDS = 1.0
_SPOKEN = {"refused", "denied", "conflict"}


def as_frame(refusal: Refusal, request_id: str | None) -> Err:
    """Return a refusal as the wire says it: by its code alone, with a sentence only where a person needs it."""
    code = refusal.live_code
    retry = BUSY_RETRY_SECONDS if code == "busy" else getattr(refusal, "retry_seconds", UNSET)
    return Err(
        id=request_id,
        code=code,
        reason=refusal.code if code == "refused" else UNSET,
        text=refusal.text if code in _SPOKEN else UNSET,
        retry=retry if retry is UNSET else round(retry, 2),
        field=getattr(refusal, "field", "") or UNSET,
    )
