"""The one reader of the environment: every variable with its type, its default and a sentence."""

from __future__ import annotations

import os
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("VAR_DIR") or BASE_DIR / "var")
DEMO = "demo.environment"


@dataclass(frozen=True)
class Variable:
    """One variable of the environment, as `docs/operations.md` lists it."""

    name: str
    kind: type
    default: Any
    says: str


VARIABLES = (
    Variable(
        "MADANG_MODE",
        str,
        "production",
        "`production`, `rehearsal` (production settings on plain http of this machine) or `demo`.",
    ),
    Variable("DATABASE_URL", str, "", "Where the data lives; empty: SQLite in `var/`."),
    Variable("REDIS_URL", str, "", "What carries wake-ups between processes; empty: in memory, one process."),
    Variable(
        "SECRET_KEY", str, "", "Signs sessions and tokens; in demo mode one is made and kept in `var/`."
    ),
    Variable("SECRET_KEY_FALLBACKS", list, [], "Former keys, still accepted while they are rotated out."),
    Variable("PUBLIC_URL", str, "", "How people reach the site: scheme, host and port, without a path."),
    Variable(
        "ALLOWED_HOSTS", list, [], "Further host names to answer to; the host of PUBLIC_URL is always in."
    ),
    Variable(
        "EMAIL_URL", str, "", "Mail server, `smtp+tls://user:password@host:587`; empty: files in `var/mail/`."
    ),
    Variable("MAIL_FROM", str, "Madang <forum@localhost>", "The sender of every mail."),
    Variable(
        "CALENDAR_UID_DOMAIN",
        str,
        "madang.invalid",
        "Right half of every calendar UID; never change it later.",
    ),
    Variable("PORT", int, 8000, "Where `make run` listens."),
    Variable("LAN", bool, False, "Whether `make run` serves the network around, too, over https."),
    Variable("CROWD", int, 24, "How many simulated attendees `make run` brings; 0 for none."),
    Variable("VAR_DIR", str, "", "Where the site keeps what it has no other place for; empty: `var/`."),
    Variable("STATIC_ROOT", str, "", "Where `collectstatic` puts the files; empty: `var/static/`."),
    Variable("LOG_LEVEL", str, "INFO", "How much is logged."),
)

_OF_PRODUCTION = ("SECRET_KEY", "DATABASE_URL", "PUBLIC_URL")
_READERS = {str: "str", int: "int", bool: "bool", list: "list"}


def read() -> dict[str, Any]:
    """Return every variable by name, typed; a malformed value is refused by name."""
    env = environ.Env()
    values: dict[str, Any] = {}
    for variable in VARIABLES:
        try:
            values[variable.name] = getattr(env, _READERS[variable.kind])(
                variable.name, default=variable.default
            )
        except ValueError as error:
            raise ImproperlyConfigured(f"{variable.name} is not a valid {variable.kind.__name__}.") from error
    return values


def own_folder() -> Path:
    """Return `var/`, where the site keeps what it has no other place for; refuse in words where nobody may write."""
    try:
        VAR_DIR.mkdir(exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"{VAR_DIR} cannot be made ({error.strerror}); it must be ours to write."
        ) from error
    if not os.access(VAR_DIR, os.W_OK):
        raise ImproperlyConfigured(f"{VAR_DIR} must be ours to write, and is not.")
    return VAR_DIR


# The demo that `make run` keeps ---------------------------------------------------------------------


def keep_demo(known: Mapping[str, str]) -> None:
    """Write down what makes the demo, so that commands find it without being told."""
    lines = [f"{name}={value}\n" for name, value in known.items() if "\n" not in value]
    kept = own_folder() / DEMO
    kept.touch(mode=0o600)  # an address of a database may hold a password
    kept.write_text("".join(lines))


def find_demo(environment: MutableMapping[str, str]) -> bool:
    """Fill in the demo that was run here, where nothing says what else is meant; tell whether nothing was said."""
    kept = VAR_DIR / DEMO
    mode = environment.get("MADANG_MODE", "demo")
    if mode != "demo" or any(name in environment for name in _OF_PRODUCTION) or not kept.exists():
        return False
    was_said = "MADANG_MODE" in environment
    for line in kept.read_text().splitlines():
        name, _, value = line.partition("=")
        environment.setdefault(name, value)
    return not was_said
