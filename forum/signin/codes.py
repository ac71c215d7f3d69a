"""What a code to sign in looks like, and what is kept of it. Pure."""

from __future__ import annotations

import secrets

from forum.keys import digest_of
from forum.typed import typed

LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
"""No vowels: no code is a word (RFC 8628, 6.1)."""

LENGTH = 8


def new_code() -> str:
    """Return 8 letters (34 bits) in two groups; it is good for ten minutes, and tries are counted."""
    letters = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    return f"{letters[:4]}-{letters[4:]}"


def digest(code: str) -> str:
    """Return what is kept of a code, the same however it was typed."""
    return digest_of(typed(code, LETTERS))
