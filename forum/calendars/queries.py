"""Reading feeds: all that one prints in two statements, so that what is printed and what is compared are the same."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, override

from forum.calendars import entries
from forum.calendars.feeds import Feed
from forum.calendars.models import FeedToken
from forum.errors import Gone
from forum.forums.models import Forum
from forum.keys import digest_of
from forum.people.models import Attendee
from forum.programme.models import SessionQuerySet
from forum.programme.queries import begins_on

PARTS = {"tracks": "track__key", "spaces": "space__key", "speakers": "speakers__key", "sessions": "key"}
"""The parts of a programme with a feed of their own, and where their key stands; a day is one, too."""

LASTS = timedelta(days=90)
"""How long after a forum its private feeds go on."""


def public_feed(forum: Forum, language: str, kind: str = "", key: str = "") -> Feed:
    """Return the programme, or one day, track, space, speaker or session; an empty part: Gone."""
    with override(language):
        rows = entries.gathered(_part(forum, kind, key).values_list(*entries.COLUMNS))
        if kind and not rows:
            raise Gone
        route, part = ("partial-feed", [kind, key]) if kind else ("public-feed", [])
        return _feed(
            forum,
            name=" · ".join(filter(None, (forum.name, _label(kind, key, rows)))),
            path=f"{reverse(route, args=[forum.slug, *part])}?lang={language}",
            language=language,
            events=tuple(entries.sessions_of(forum, rows)),
            moments=[row.changed_at for row in rows],
            is_shared=True,
        )


def token_by_secret(secret: str, at: datetime) -> FeedToken:
    """Return the living token behind an address; refuse unknown, revoked, outlived ones alike with Gone."""
    found = (
        FeedToken.objects.filter(digest=digest_of(secret), revoked_at=None)
        .filter(attendee__withdrawn_at=None, attendee__forum__ends_at__gt=at - LASTS)
        .select_related("attendee__forum__venue")
        .first()
    )
    if found is None:
        raise Gone
    return found


def private_feed(token: FeedToken, path: str) -> Feed:
    """Return the days of the forum and what the token's owner saved, in their language."""
    attendee, forum = token.attendee, token.attendee.forum
    columns = [f"session__{name}" for name in entries.COLUMNS]
    found = list(attendee.saved_sessions.values_list("saved_at", "removed_at", *columns))
    with override(attendee.language):
        rows = entries.gathered(columns for _, removed_at, *columns in found if removed_at is None)
        return _feed(
            forum,
            name=gettext("My %(forum)s") % {"forum": forum.name},
            path=path,
            language=attendee.language,
            events=(*entries.days_of(forum), *entries.sessions_of(forum, rows)),
            moments=[
                token.created_at,
                *(row.changed_at for row in rows),
                *(at for saved_at, removed_at, *_ in found for at in (saved_at, removed_at) if at),
            ],
            is_shared=False,
        )


def token_of(attendee: Attendee) -> FeedToken | None:
    """Return the attendee's living token; its secret is known to nobody any more."""
    return attendee.feed_tokens.filter(revoked_at=None).first()


def _feed(forum: Forum, *, moments: list[datetime], **facts: Any) -> Feed:
    return Feed(
        description=forum.tagline,
        zone=forum.time_zone,
        at=forum.starts_at,
        changed_at=max([entries.printed_at(forum), *moments]),
        **facts,
    )


def _part(forum: Forum, kind: str, key: str) -> SessionQuerySet:
    if not kind:
        return forum.sessions.all()
    if kind == "days":
        return _day(forum, key)
    if kind not in PARTS:
        raise Gone
    part = forum.sessions.filter(**{PARTS[kind]: key})
    # Asked for apart: joined to the names, the filter would leave out the others who speak in the same session.
    return forum.sessions.filter(pk__in=part.values("pk")) if kind == "speakers" else part


def _day(forum: Forum, key: str) -> SessionQuerySet:
    try:
        return forum.sessions.filter(begins_on(forum, date.fromisoformat(key)))
    except ValueError:
        raise Gone from None


def _label(kind: str, key: str, rows: list[entries.Row]) -> str:
    """Return what a part of the programme is called."""
    if kind == "days":
        return date_format(date.fromisoformat(key))
    if kind == "speakers":
        return rows[0].speakers[key]
    if kind == "sessions":
        return rows[0].title
    return {"": "", "tracks": rows[0].track, "spaces": rows[0].space}[kind] if rows else ""
