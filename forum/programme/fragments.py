"""Pieces of pages that look the same to everybody, drawn once for what they show. For pages.

What is shown is the key, in the language it is said in: whoever changes it, by a verb or in the database, changes the
key with it, in every process at once. The age only makes room again. Nothing of one person goes in here, and no form.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256

import msgspec
from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from forum.forums.models import Forum
from forum.programme import queries

KEPT_SECONDS = 60 * 60


def drawn(piece: str, shows: object, draw: Callable[[], str]) -> SafeString:
    """Return a piece of a page in the active language; it is drawn where what it `shows` was not drawn here before."""
    facts = msgspec.msgpack.encode((piece, get_language(), shows))
    return SafeString(cache.get_or_set(f"drawn:{sha256(facts).hexdigest()}", draw, KEPT_SECONDS) or "")


def all_faces(forum: Forum) -> SafeString:
    """Return everybody who speaks, by name; "" for nobody."""
    return _faces(forum, queries.faces_of(forum), lambda: queries.speakers_of(forum))


def faces_at_front(forum: Forum) -> SafeString:
    """Return the faces on the front page; "" for none."""
    return _faces(forum, queries.faces_at_front(forum), lambda: queries.speakers_at_front(forum))


def about(forum: Forum) -> SafeString:
    """Return what the forum is about, the way there, and whom to ask."""
    rows = (forum, forum.venue)
    shows = [getattr(row, field.attname) for row in rows for field in row._meta.concrete_fields]
    return drawn("about", shows, lambda: render_to_string("forum/programme/_about.html", {"forum": forum}))


def _faces(forum: Forum, shown: Sequence[object], read: Callable[[], object]) -> SafeString:
    if not shown:
        return SafeString("")

    def draw() -> str:
        return render_to_string("forum/programme/_people.html", {"speakers": read(), "forum": forum})

    return drawn("faces", (forum.slug, shown), draw)
