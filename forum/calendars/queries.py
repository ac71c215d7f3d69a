"""Reading feeds: two queries say whether anything changed, the sessions are read only if so."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db.models import CharField, Count, Max, Q, Sum, Value
from django.db.models.functions import Coalesce, NullIf
from django.urls import reverse
from django.utils.translation import gettext, override

from forum.calendars.feeds import Feed
from forum.calendars.models import FeedToken
from forum.errors import Gone
from forum.forums.models import Forum
from forum.keys import digest_of
from forum.people.models import Attendee
from forum.programme.models import SessionQuerySet

PARTS = {
    "tracks": ("track__key", "track__name"),
    "spaces": ("space__key", "space__name"),
    "speakers": ("speakers__key", "speakers__name"),
    "sessions": ("key", "title"),
}
"""The parts of a programme with a feed of their own: where their key stands, and what they are called."""

LASTS = timedelta(days=90)
"""How long after a forum its private feeds go on."""


def public_feed(forum: Forum, language: str, kind: str = "", key: str = "") -> Feed:
    """Return the programme, or one day, track, space, speaker or session; an empty part: Gone."""
    sessions = forum.sessions.filter(_part(forum, kind, key))
    known = sessions.aggregate(
        count=Count("pk"),
        changed_at=Max("changed_at"),
        sequences=Sum("sequence"),
        label=_label(kind, key, language),
    )
    if kind and not known["count"]:
        raise Gone
    route, part = ("partial-feed", [kind, key]) if kind else ("public-feed", [])
    with override(language):
        name = " · ".join(filter(None, (forum.name, known["label"])))
    return Feed(
        forum=forum,
        name=name,
        path=f"{reverse(route, args=[forum.slug, *part])}?lang={language}",
        language=language,
        sessions=sessions.with_details(),
        changed_at=known["changed_at"] or forum.registration_opens_at,
        facts=(known["count"], known["sequences"]),
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
    """Return what the token's owner saved, in their language."""
    attendee = token.attendee
    standing = Q(removed_at=None)
    known = attendee.saved_sessions.aggregate(
        count=Count("pk", filter=standing),
        saved=Max("saved_at"),
        removed=Max("removed_at"),
        changed=Max("session__changed_at", filter=standing),
        sequences=Sum("session__sequence", filter=standing),
    )
    moments = [known[name] for name in ("saved", "removed", "changed") if known[name]]
    with override(attendee.language):
        name = gettext("My %(forum)s") % {"forum": attendee.forum.name}
    return Feed(
        forum=attendee.forum,
        name=name,
        path=path,
        language=attendee.language,
        sessions=_saved(attendee).with_details(),
        changed_at=max([token.created_at, *moments]),
        facts=tuple(known.values()),
    )


def token_of(attendee: Attendee) -> FeedToken | None:
    """Return the attendee's living token; its secret is known to nobody any more."""
    return attendee.feed_tokens.filter(revoked_at=None).first()


def _saved(attendee: Attendee) -> SessionQuerySet:
    return attendee.forum.sessions.filter(saved_by__attendee=attendee, saved_by__removed_at=None)


def _part(forum: Forum, kind: str, key: str) -> Q:
    if not kind:
        return Q()
    if kind == "days":
        return _day(forum, key)
    if kind not in PARTS:
        raise Gone
    return Q(**{PARTS[kind][0]: key})


def _label(kind: str, key: str, language: str) -> Max:
    """Return what the part is called, within the one query that tells whether anything changed."""
    if kind not in PARTS:
        return Max(Value(key))
    field = PARTS[kind][1]
    other = "en" if language == "ko" else "ko"
    written = NullIf(f"{field}_{language}", Value(""), output_field=CharField())
    return Max(Coalesce(written, f"{field}_{other}", output_field=CharField()))


def _day(forum: Forum, key: str) -> Q:
    try:
        begins = datetime.combine(date.fromisoformat(key), time(), forum.zone)
    except ValueError:
        raise Gone from None
    return Q(starts_at__gte=begins, starts_at__lt=begins + timedelta(days=1))
