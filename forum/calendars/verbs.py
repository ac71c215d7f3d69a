"""Making, replacing and revoking private feeds."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from forum.calendars.models import FeedToken
from forum.errors import Conflict
from forum.journal.verbs import note
from forum.keys import digest_of
from forum.people.models import Attendee, User

NOTED_EVERY = timedelta(minutes=10)


def make_feed(attendee: Attendee, *, replaces: str | None = None, by: str, at: datetime | None = None) -> str:
    """Return the secret of a new private feed, this once; an older one of the same person stops working.

    `replaces` is the prefix of the one its owner means to replace, "" for none; where another one lives by now, they
    do not know what would stop, and Conflict is raised.
    """
    at = at or timezone.now()
    secret = secrets.token_urlsafe(32)
    try:
        with transaction.atomic():
            living = attendee.feed_tokens.filter(revoked_at=None)
            if replaces is not None and replaces != (living.values_list("prefix", flat=True).first() or ""):
                raise Conflict
            living.update(revoked_at=at)
            FeedToken.objects.create(
                attendee=attendee, digest=digest_of(secret), prefix=secret[:6], created_at=at
            )
            note("make_feed", by=by, forum_id=attendee.forum_id, subject=attendee.key, at=at)
    except IntegrityError:
        raise Conflict from None
    return secret


def revoke_feed(attendee: Attendee, *, by: str, at: datetime | None = None) -> bool:
    """Stop the private feed; tell whether there was one."""
    at = at or timezone.now()
    with transaction.atomic():
        stopped = attendee.feed_tokens.filter(revoked_at=None).update(revoked_at=at)
        if stopped:
            note("revoke_feed", by=by, forum_id=attendee.forum_id, subject=attendee.key, at=at)
    return bool(stopped)


def forget_readers(user: User) -> None:
    """Erase by what this user's feeds were fetched: programs may carry their owner's name."""
    FeedToken.objects.filter(attendee__user=user).update(fetched_by="")


def note_fetch(token: FeedToken, agent: str, at: datetime) -> None:
    """Keep for the owner when and by what the feed was fetched last, written at most every ten minutes."""
    if token.fetched_at is None or at - token.fetched_at > NOTED_EVERY:
        FeedToken.objects.filter(pk=token.pk).update(fetched_at=at, fetched_by=agent[:200])
