"""Public keys: what stands for a row outside the database. Opaque, random, easy to read aloud."""

from __future__ import annotations

import secrets

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford base 32 in lower case: no i, l, o, u."""

LENGTH = 12


def new_key() -> str:
    """Return 12 random characters (60 bits)."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
