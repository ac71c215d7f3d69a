"""Kinds of letters: each room registers how its own are written, which happens when they are sent,
not before. A tool."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from django.conf import settings
from django.template import Context, Engine
from django.utils.translation import override

from forum.mail.models import OutboxMail


class Attachment(NamedTuple):
    """A text file beside the mail; `type` may carry a parameter (`text/calendar; method=REQUEST`)."""

    name: str
    type: str
    text: str


@dataclass(frozen=True)
class Letter:
    """What a mail says. `sender` is the name before the address all mail comes from; `pictures` are PNGs that the
    HTML shows as `cid:NAME`, so that they are there without a connection."""

    subject: str
    text: str
    html: str
    sender: str = ""
    reply_to: str = ""
    files: tuple[Attachment, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)


EAVES = (Path(__file__).parent / "eaves.png").read_bytes()
"""The eaves under the roof of every page, as a picture for mails: 1200 × 42, drawn by a browser from frame.css."""

Writer: TypeAlias = Callable[[OutboxMail], Letter | None]
_writers: dict[str, Writer] = {}


def letter(name: str) -> Callable[[Writer], Writer]:
    """Register a function `(mail) -> Letter`; None where there is nothing to say any more, and nothing is sent."""

    def register(write: Writer) -> Writer:
        if name in _writers:
            raise ValueError(f"{name} is registered twice")
        _writers[name] = write
        return write

    return register


def is_known(name: str) -> bool:
    """Tell whether some room writes letters of this kind."""
    return name in _writers


def letter_of(mail: OutboxMail) -> Letter | None:
    """Write the letter of a mail, with what is true now."""
    return _writers[mail.letter](mail)


def rendered(template: str, context: Mapping[str, Any], *, language: str, **more: Any) -> Letter:
    """Return a letter in this language from `<template>.subject.txt`, `<template>.txt` and `<template>.html`.

    Each knows `public_url` and `language`; `more` are further fields of the letter. About a forum (`forum` in the
    context) it comes from the forum, and answers go to its hosts.
    """
    known = {"public_url": settings.PUBLIC_URL, "language": language, **context}
    with override(language):
        subject = " ".join(_render(f"{template}.subject.txt", known).split())
        text, html = _render(f"{template}.txt", known), _render(f"{template}.html", known)
        if forum := context.get("forum"):
            more = {"sender": forum.name, "reply_to": forum.contact, **more}
    more["pictures"] = {"eaves": EAVES, **more.get("pictures", {})}
    return Letter(subject, text, html, **more)


def _render(name: str, context: dict[str, Any]) -> str:
    """Render one part; only HTML is escaped, a plain text must not say `&amp;`."""
    page = Engine.get_default().get_template(name)
    return page.render(Context(context, autoescape=name.endswith(".html"))).strip() + "\n"


@letter("written")
def as_it_stands(mail: OutboxMail) -> Letter:
    """Return a letter that was written beforehand: its facts are its fields."""
    files = tuple(Attachment(**file) for file in mail.facts.get("files", ()))
    return Letter(**{**mail.facts, "files": files})
