"""What stands for something else: public keys for rows outside the database, digests for secrets inside it. Pure."""

from __future__ import annotations

import secrets
from hashlib import sha256

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford base 32 in lower case: no i, l, o, u."""

LENGTH = 12


def new_key() -> str:
    """Return 12 random characters (60 bits), opaque and easy to read aloud."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def digest_of(secret: str) -> str:
    """Return what is kept of a secret that is random enough to be looked up: SHA-256 in hex, unsalted."""
    return sha256(secret.encode(errors="surrogatepass")).hexdigest()
