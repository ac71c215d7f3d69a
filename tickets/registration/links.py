"""Links that open one ticket without a sign-in, for its mail and for the browser that registered. A tool.

A token is `<ticket key>.<signature over key and code>`: it tells nothing, is kept nowhere, and a replaced
code ends all links to the ticket at once.
"""

from __future__ import annotations

from django.core.signing import BadSignature, Signer

_SIGNER = Signer(salt="tickets.link", sep=":")


def sign(key: str, code: str) -> str:
    """Return the token that opens this ticket while it has this code."""
    return f"{key}.{_SIGNER.signature(f'{key}:{code}')}"


def key_in(token: str) -> str:
    """Return the ticket a token is about, before anything is believed; empty where it cannot be one."""
    key = token.partition(".")[0]
    return key if key.isascii() and key.isalnum() else ""


def opens(token: str, *, key: str, code: str) -> bool:
    """Tell whether the token was signed for this ticket and code, by the present or a former secret."""
    try:
        _SIGNER.unsign(f"{key}:{code}:{token.partition('.')[2]}")
    except BadSignature:
        return False
    return key_in(token) == key
