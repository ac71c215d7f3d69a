"""Who is on a socket, and the resolvers by which rooms say so. The engine knows no users, only principals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any, TypeAlias

from django.conf import settings
from django.contrib.auth import get_user
from django.core.signing import BadSignature, TimestampSigner, b64_decode, b64_encode
from django.http import HttpRequest
from msgspec import MsgspecError, json

from forum.keys import digest_of
from forum.live.errors import SignInRequired, TokenExpired

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


def recognize(token: str, session_key: str, forum_slug: str, language: str | None) -> Principal:
    """Return who shows this token, or else this session, in a forum; refuse whoever is nobody there."""
    if token:
        return of_token(token, forum_slug).speaking(language)
    found = of_session(_user_of(session_key), forum_slug)
    return replace(found.speaking(language), session=digest_of(session_key))


def of_session(user_id: int, forum_slug: str) -> Principal:
    """Return who this user is in this forum; refuse whoever is nobody there."""
    for resolver in _session_resolvers:
        principal = resolver(user_id, forum_slug)
        if principal is not None:
            return principal
    raise SignInRequired


def of_token(token: str, forum_slug: str) -> Principal:
    """Return who this token stands for in this forum; refuse it if it stands for nobody there."""
    purpose, payload = read_token(token)
    principal = _token_resolvers[purpose](payload, forum_slug)
    if principal is None:
        raise SignInRequired
    return principal


def _user_of(session_key: str) -> int:
    """Return the id of the user signed in with this session, checked as Django's middleware does."""
    if not session_key:
        raise SignInRequired
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    user = get_user(request)
    if user.pk is None:
        raise SignInRequired
    return int(user.pk)


def _signer(purpose: str) -> TimestampSigner:
    return TimestampSigner(salt=f"forum.live.{purpose}")
