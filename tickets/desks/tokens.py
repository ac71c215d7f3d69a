"""Secrets of devices: random enough to be looked up by an unsalted digest. Pure."""

from __future__ import annotations

from secrets import token_urlsafe

SECRET_BYTES = 24


def new_secret() -> str:
    """Return 192 random bits as 32 characters that fit into an address."""
    return token_urlsafe(SECRET_BYTES)
