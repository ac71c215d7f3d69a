"""Secrets of devices: random enough to be looked up by an unsalted digest. Pure."""

from __future__ import annotations

import secrets

from forum.keys import ALPHABET
from forum.typed import typed

SECRET_BYTES = 24
PAIRING_LENGTH = 12
LETTERS = ALPHABET.upper()


def new_secret() -> str:
    """Return 192 random bits as 32 characters that fit into an address."""
    return secrets.token_urlsafe(SECRET_BYTES)


def new_pairing() -> str:
    """Return 60 random bits that a hand can type: three groups of four, good for a day and for one device."""
    letters = "".join(secrets.choice(LETTERS) for _ in range(PAIRING_LENGTH))
    return "-".join(letters[place : place + 4] for place in range(0, PAIRING_LENGTH, 4))


def pairing_in(text: str) -> str:
    """Return the pairing secret in what was typed, scanned or pasted: itself, or a link that ends with it."""
    parts = [part for part in text.split("/") if part.strip()]
    return typed(parts[-1], LETTERS) if parts else ""
