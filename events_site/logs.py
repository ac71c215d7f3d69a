"""What may stand in a log: no secret, whoever wrote the line; no traceback a second while a neighbour is away."""

from __future__ import annotations

import logging
import logging.config
import re
import sys
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any

HIDDEN = "…"

_WORDS = re.compile(r"(?:[a-z]+|\d+)(?:_(?:[a-z]+|\d+))+")
_RANDOM = re.compile(r"(?<![\w-])(?=[\w-]*[A-Za-z])(?=[\w-]*\d)[A-Za-z0-9_-]{22,}(?![\w-])")
_SHAPES = (
    # The addresses that are secrets themselves, and what is asked for in any other.
    (re.compile(r"(/cal/|/pair/)[^/\s?\"'<>]+"), rf"\1{HIDDEN}"),
    (re.compile(r"([?&][\w.\-]+=)[^&\s\"'<>]+"), rf"\1{HIDDEN}"),
    # What is called a secret, in headers, cookies, forms and reprs.
    (re.compile(r"\b(Desk|Live|Bearer|Basic)(\s+)[\w.:~+/=-]{12,}"), rf"\1\2{HIDDEN}"),
    (
        re.compile(
            r"(?i)\b([\w-]*(?:sessionid|csrf\w*|passw(?:or)?d|token|secret|pairing|(?:login_|set-)?cookie|code))"
            r"([\"']?\s*[:=]\s*[\"']?)[^\s\"',;&<>)}\]]+"
        ),
        rf"\1\2{HIDDEN}",
    ),
    (re.compile(r"(://)[^/\s:@]*:[^/\s@]+@"), rf"\1{HIDDEN}@"),
    # What looks like one: signed values, codes of tickets, people's addresses.
    (re.compile(r"[\w.-]{4,}:[\w-]{4,}:[\w-]{20,}"), HIDDEN),
    (re.compile(r"(?<!\d)\d{20,}(?!\d)"), HIDDEN),
    (re.compile(r"[^\s\"'<>(:=/…]+@(?=[\w-]+\.[\w.-]+)"), f"{HIDDEN}@"),
)


def masked(text: str) -> str:
    """Return the text without anything that opens a door or names a mailbox. What is random is hidden by its
    length: public keys of rows have 12 characters and stay."""
    for shape, instead in _SHAPES:
        text = shape.sub(instead, text)
    return _RANDOM.sub(lambda run: run[0] if _WORDS.fullmatch(run[0]) else HIDDEN, text)


class Masked(logging.Formatter):
    """Masks the whole of what a handler writes: the message, its arguments, the traceback."""

    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))


class Rarely(logging.Filter):
    """Lets one line a minute pass, without its traceback, and has it count those that were held back."""

    def __init__(self, seconds: float = 60.0, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._seconds, self._clock = seconds, clock
        self._last: float | None = None
        self._held = 0

    def filter(self, record: logging.LogRecord) -> bool:
        now = self._clock()
        if self._last is not None and now - self._last < self._seconds:
            self._held += 1
            return False
        error = record.exc_info[1] if record.exc_info else None
        record.msg = f"{record.getMessage()}: {error!r} ({self._held} more since the last line)"
        record.args, record.exc_info, record.exc_text = (), None, None
        self._last, self._held = now, 0
        return True


def configure(config: dict[str, Any]) -> None:
    """Set logging up (Django's LOGGING_CONFIG), and let what goes past it to the terminal go through it."""
    logging.config.dictConfig(config)
    logging.captureWarnings(True)
    sys.excepthook = _log_uncaught
    threading.excepthook = lambda args: _log_uncaught(
        args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
    )


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
    else:
        logging.getLogger("uncaught").critical("%s", kind.__name__, exc_info=(kind, error, trace))
