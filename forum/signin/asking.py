"""For which address a browser has asked for a code: kept by the browser itself, signed, for an hour. A tool."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass, field
from typing import TypeVar

from django.conf import settings
from django.core.signing import BadSignature, dumps, loads
from django.http import HttpRequest
from django.http.response import HttpResponseBase

Answer = TypeVar("Answer", bound=HttpResponseBase)

COOKIE = "signing-in"
HOUR_SECONDS = 3600
"""Longer than a code is good, so that a late one can be told from one of another browser."""


@dataclass(frozen=True)
class Asked:
    """The address, when a code was mailed there last, wrong tries since, and whether asking was held back.

    `mailed` names the asking that had a code mailed; "" where an earlier code has to do. Tries are counted here to tell
    people soon, wherever their next request goes; an old cookie shown again is held by what the server counts.
    """

    address: str
    at: float = field(default_factory=time.time)
    tries: int = 0
    is_held: bool = False
    mailed: str = ""


def asked_in(request: HttpRequest) -> Asked | None:
    """Return what the browser has asked for within the hour."""
    try:
        return Asked(**loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=HOUR_SECONDS))
    except BadSignature:
        return None


def remember(answer: Answer, asked: Asked) -> Answer:
    """Let the browser keep what it has asked for."""
    answer.set_cookie(
        COOKIE,
        dumps(asdict(asked), salt=COOKIE),
        max_age=HOUR_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return answer


def forget(answer: Answer) -> Answer:
    answer.delete_cookie(COOKIE, samesite="Lax")
    return answer
