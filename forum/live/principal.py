"""Who is on a socket, and the resolvers by which rooms say so. The engine knows no users, only principals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from django.core.signing import BadSignature, TimestampSigner, b64_decode, b64_encode
from msgspec import MsgspecError, json

from forum.keys import digest_of
from forum.live.errors import SignInRequired, TokenExpired
from forum.live.sessions import user_of

LANGUAGES = ("ko", "en")


@dataclass(frozen=True, slots=True)
class Principal:
    """A person or a device of one forum; topics, authors, presence and limits know it by its opaque key.

    `session` is the digest of the session it was recognized by, "" where a token was shown.
    """

    kind: str
    key: str
    forum: str
    name: str
    roles: frozenset[str] = frozenset()
    language: str = "ko"
    limits: str = "person"
    session: str = ""

    @property
    def topic(self) -> str:
        """The own topic, joined by `hello`."""
        return f"user:{self.key}"

    def speaking(self, language: str | None) -> Principal:
        """Return the same principal with another language, if it is one of ours."""
        return replace(self, language=language) if language in LANGUAGES else self


SessionResolver: TypeAlias = Callable[[int, str], Principal | None]
TokenResolver: TypeAlias = Callable[[dict[str, Any], str], Principal | None]

_session_resolvers: list[SessionResolver] = []
_token_resolvers: dict[str, TokenResolver] = {}


def session_resolver(resolver: SessionResolver) -> SessionResolver:
    """Register who turns a signed-in user and a forum's slug into a principal."""
    _session_resolvers.append(resolver)
    return resolver


def token_resolver(purpose: str) -> Callable[[TokenResolver], TokenResolver]:
    """Register who turns the payload of a token signed for `purpose` into a principal."""

    def register(resolver: TokenResolver) -> TokenResolver:
        _token_resolvers[purpose] = resolver
        return resolver

    return register


def sign(purpose: str, payload: dict[str, Any], ttl_seconds: float) -> str:
    """Return a token that says `payload` for `purpose`, for so long; nothing of it is kept."""
    body = b64_encode(json.encode({"p": payload, "ttl": ttl_seconds})).decode()
    return f"{purpose}.{_signer(purpose).sign(body)}"


def read_token(token: str) -> tuple[str, dict[str, Any]]:
    """Return purpose and payload of a genuine token; refuse a forged one and one past its time, without a query."""
    purpose, _, signed = token.partition(".")
    if purpose not in _token_resolvers:
        raise SignInRequired
    try:
        body = json.decode(b64_decode(_signer(purpose).unsign(signed).encode()))
    except (BadSignature, MsgspecError, ValueError) as error:
        raise SignInRequired from error
    try:
        _signer(purpose).unsign(signed, max_age=body["ttl"])
    except BadSignature as error:
        raise TokenExpired from error
    return purpose, body["p"]


@dataclass(frozen=True, slots=True)
class Proof:
    """What somebody showed of themselves in a forum: a session's key, or what a genuine token said."""

    forum: str
    language: str | None = None
    session_key: str = ""
    purpose: str = ""
    payload: dict[str, Any] = field(default_factory=dict)


def read_proof(token: str, session_key: str, forum_slug: str, language: str | None) -> Proof:
    """Return what was shown; a token, which wins over a session, is judged here and now and not once more later.
    Asks no database."""
    if not token:
        return Proof(forum_slug, language, session_key)
    purpose, payload = read_token(token)
    return Proof(forum_slug, language, "", purpose, payload)


def recognize(proof: Proof) -> Principal:
    """Return who this is now; refuse whoever is nobody in that forum. May be asked again at any time."""
    if proof.purpose:
        return _resolved(proof.purpose, proof.payload, proof.forum).speaking(proof.language)
    found = of_session(_user_of(proof.session_key), proof.forum)
    return replace(found.speaking(proof.language), session=digest_of(proof.session_key))


def of_session(user_id: int, forum_slug: str) -> Principal:
    """Return who this user is in this forum; refuse whoever is nobody there."""
    for resolver in _session_resolvers:
        principal = resolver(user_id, forum_slug)
        if principal is not None:
            return principal
    raise SignInRequired


def of_token(token: str, forum_slug: str) -> Principal:
    """Return who this token stands for in this forum; refuse it if it stands for nobody there."""
    return _resolved(*read_token(token), forum_slug)


def _resolved(purpose: str, payload: dict[str, Any], forum_slug: str) -> Principal:
    principal = _token_resolvers[purpose](payload, forum_slug)
    if principal is None:
        raise SignInRequired
    return principal


def _user_of(session_key: str) -> int:
    user_id = user_of(session_key) if session_key else None
    if user_id is None:
        raise SignInRequired
    return user_id


def _signer(purpose: str) -> TimestampSigner:
    return TimestampSigner(salt=f"forum.live.{purpose}")
