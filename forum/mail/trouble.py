"""What it means when a mail cannot be handed over: for the mail, and for those after it. Pure."""

from __future__ import annotations

import re
import smtplib
from enum import Enum

_ENHANCED = re.compile(rb"^\s*([245])\.(\d{1,3})\.\d{1,3}")
_POLICY = b"7"


class Trouble(Enum):
    """LINE: the server is away or takes nobody; the mail is not to blame. LATER: this mail may pass another time.
    FOR_GOOD: this mail will never arrive."""

    LINE = "line"
    LATER = "later"
    FOR_GOOD = "for good"


def trouble_of(error: Exception) -> Trouble:
    """Tell what an error of the mail backend means (RFC 5321, 4.2.1: 4xx passes, 5xx stays).

    A 5xx for a reason of policy (RFC 3463, X.7.X) is often a list or a limit that somebody mends: it is tried again.
    """
    match error:
        case smtplib.SMTPRecipientsRefused():
            return _of_reply(*next(iter(error.recipients.values()), (0, b"")))
        case smtplib.SMTPDataError():
            return _of_reply(error.smtp_code, error.smtp_error)
        case smtplib.SMTPException() | OSError():
            return Trouble.LINE
        case _:
            return Trouble.LATER


def in_words(error: Exception) -> str:
    """Return what an organizer can do something with: the server's own reply, else the error's kind and text."""
    reply: bytes | str
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, reply = next(iter(error.recipients.values()), (0, b""))
    elif isinstance(error, smtplib.SMTPResponseException):
        code, reply = error.smtp_code, error.smtp_error
    else:
        return f"{type(error).__name__}: {error}"[:300]
    said = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else str(reply)
    return " ".join(f"{code} {said}".split())[:300]


def _of_reply(code: int, reply: bytes | str) -> Trouble:
    if code == 421:
        return Trouble.LINE  # the server closes the channel, whatever was being said
    if code < 500:
        return Trouble.LATER
    enhanced = _ENHANCED.match(reply if isinstance(reply, bytes) else reply.encode())
    return Trouble.LATER if enhanced and enhanced[2] == _POLICY else Trouble.FOR_GOOD
