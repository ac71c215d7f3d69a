"""What the values of the environment must be. A fault is one sentence that names the variable and what to do."""

from __future__ import annotations

from email.utils import parseaddr
from typing import Any
from urllib.parse import SplitResult, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

POSTGRESQL, SQLITE = "django.db.backends.postgresql", "django.db.backends.sqlite3"
DATABASES = {
    "postgres": POSTGRESQL,
    "postgresql": POSTGRESQL,
    "psql": POSTGRESQL,
    "pgsql": POSTGRESQL,
    "sqlite": SQLITE,
}
REDIS = ("redis", "rediss", "unix")
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
KEY_LENGTH, KEY_LETTERS = 50, 5
MAKE_A_KEY = 'python3 -c "import secrets; print(secrets.token_urlsafe(50))"'


def check_key(key: str) -> None:
    """Refuse a key that can be guessed: short, of few letters, or one of those that stand in examples."""
    if not key:
        raise ImproperlyConfigured(
            f"SECRET_KEY must be set: a long random text that only this site knows. {MAKE_A_KEY} makes one."
        )
    is_example = key.startswith("django-insecure-") or "change" in key.lower()
    if len(key) < KEY_LENGTH or len(set(key)) < KEY_LETTERS or is_example:
        raise ImproperlyConfigured(
            f"SECRET_KEY can be guessed: it must be random and {KEY_LENGTH} letters long. {MAKE_A_KEY} makes one."
        )


def public_url(url: str, *, must_be_https: bool) -> str:
    """Return the address people reach the site at, without a slash at its end."""
    if not url:
        raise ImproperlyConfigured(
            "PUBLIC_URL must be set: how people reach the site, such as https://forum.example."
        )
    parts = _split("PUBLIC_URL", url.rstrip("/"))
    if must_be_https and parts.scheme != "https":
        raise ImproperlyConfigured("PUBLIC_URL must begin with https:// in production.")
    is_bare = not (parts.path or parts.query or parts.fragment or parts.username or parts.password)
    if parts.scheme not in ("http", "https") or not parts.hostname or not is_bare:
        raise ImproperlyConfigured(
            "PUBLIC_URL must be a scheme, a host and perhaps a port, such as https://forum.example."
        )
    return url.rstrip("/")


def database(url: str) -> dict[str, Any]:
    """Return Django's settings of the one database; PostgreSQL and SQLite are those that are known here."""
    parts = _split("DATABASE_URL", url)
    engine = DATABASES.get(parts.scheme)
    if engine is None:
        raise ImproperlyConfigured(
            "DATABASE_URL must name PostgreSQL (postgres://user:password@host:5432/name) "
            f"or SQLite (sqlite:////path/to/file); {parts.scheme or url[:20]!r} is neither."
        )
    found: dict[str, Any] = environ.Env.db_url_config(url)
    if found["NAME"] in ("", ":memory:"):
        raise ImproperlyConfigured(
            "DATABASE_URL names no database: postgres://user:password@host:5432/name, or sqlite:////path/to/file."
        )
    return found


def redis_url(url: str) -> str:
    """Return the address of Redis, or the empty text for none."""
    parts = _split("REDIS_URL", url)
    if url and (parts.scheme not in REDIS or not (parts.hostname or parts.path)):
        raise ImproperlyConfigured("REDIS_URL must be an address such as redis://host:6379/0.")
    return url


def email(url: str) -> dict[str, Any]:
    """Return Django's settings of the mail server."""
    _split("EMAIL_URL", url)
    try:
        found: dict[str, Any] = environ.Env.email_url_config(url)
    except (ImproperlyConfigured, KeyError, ValueError) as error:
        raise ImproperlyConfigured(
            "EMAIL_URL must be an address such as smtp+tls://user:password@host:587."
        ) from error
    return found


def sender(text: str) -> str:
    """Return the sender of every mail."""
    if "@" not in parseaddr(text)[1] or "\n" in text:
        raise ImproperlyConfigured(
            "MAIL_FROM must be an address, perhaps with a name: Forum <forum@forum.example>."
        )
    return text


def hosts(names: list[str]) -> list[str]:
    """Return the further host names."""
    for name in names:
        if "/" in name or name == "*":
            raise ImproperlyConfigured(
                "ALLOWED_HOSTS must be host names, separated by commas: a.example,b.example."
            )
    return names


def log_level(name: str) -> str:
    """Return the name of a level of logging."""
    if name.upper() not in LEVELS:
        raise ImproperlyConfigured(f"LOG_LEVEL must be one of {', '.join(LEVELS)}.")
    return name.upper()


def _split(name: str, url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port  # read here, or refused by whoever reads it
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is no address: {error}.") from error
    return parts
