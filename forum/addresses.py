"""E-mail addresses as people type and paste them, read into the one spelling they are kept and looked up by. Pure."""

from __future__ import annotations

import re
import unicodedata

import idna

LONGEST = 254
"""What fits into the envelope of a mail (RFC 5321, 4.5.3.1.3)."""

_LONGEST_LOCAL = 64
_LONGEST_PASTED = 1000
_ATOM = "[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_NAMED = re.compile(r"[^<>]*<([^<>]*)>")
_QUOTES = {'"': '"', "'": "'", "<": ">", "(": ")", "‘": "’", "“": "”", "「": "」", "《": "》"}
_AFTER = " \t\r\n,;."


class NotAnAddress(ValueError):
    """A text that no mail can be sent to."""


def read_address(text: str) -> str:
    """Return the one spelling of an address: lower case, its domain in letters of ASCII (IDNA 2008).

    Takes spaces around it, full-width letters, what cannot be seen, quotes, brackets, `Minji <minji@…>`, `mailto:`.
    Raises NotAnAddress, also for what some servers take and no guest has: letters outside ASCII before the @,
    numbers in place of a domain, a domain without a dot.
    """
    local, at, domain = _unwrapped(text).rpartition("@")
    address = f"{_local(local.strip())}@{_domain(domain.strip())}"
    if not at or len(address) > LONGEST:
        raise NotAnAddress(text)
    return address


def same_spelling(text: str) -> str:
    """Return the one spelling of an address, and of anything else at least one: lower case without spaces around."""
    try:
        return read_address(text)
    except NotAnAddress:
        return text.strip().lower()


def readable(address: str) -> str:
    """Return a kept address as its owner writes it: a domain of Hangul in Hangul."""
    local, at, domain = address.rpartition("@")
    return f"{local}{at}{'.'.join(map(_shown, domain.split('.')))}"


def _unwrapped(text: str) -> str:
    """Return the text without what stands around an address that was pasted."""
    if len(text) > _LONGEST_PASTED:
        raise NotAnAddress
    seen = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    plain = unicodedata.normalize("NFKC", seen).lstrip().rstrip(_AFTER)
    if named := _NAMED.fullmatch(plain):
        plain = named[1].lstrip().rstrip(_AFTER)
    while len(plain) > 1 and _QUOTES.get(plain[0]) == plain[-1]:
        plain = plain[1:-1].lstrip().rstrip(_AFTER)
    return plain[len("mailto:") :] if plain[:7].lower() == "mailto:" else plain


def _local(text: str) -> str:
    if len(text) > 1 and text[0] == text[-1] == '"':
        text = text[1:-1]  # RFC 5321, 4.1.2: the same mailbox as without quotes
    local = text.lower()
    if len(local) > _LONGEST_LOCAL or not _LOCAL.fullmatch(local):
        raise NotAnAddress(text)
    return local


def _domain(text: str) -> str:
    labels = [_label(label) for label in text.lower().replace("。", ".").split(".")]
    if len(labels) < 2 or labels[-1].isdecimal():
        raise NotAnAddress(text)
    return ".".join(labels)


def _label(label: str) -> str:
    if label.isascii() and not label.startswith("xn--"):
        encoded = label
    else:
        try:
            encoded = idna.encode(label, uts46=True).decode()
        except idna.IDNAError as error:
            raise NotAnAddress(label) from error
    if not _LABEL.fullmatch(encoded):
        raise NotAnAddress(label)
    return encoded


def _shown(label: str) -> str:
    try:
        return idna.decode(label) if label.startswith("xn--") else label
    except idna.IDNAError:
        return label
