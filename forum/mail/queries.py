"""Reading the outbox: what waits, and what never arrived."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Min
from django.utils import timezone

from forum.mail.models import OutboxMail

if TYPE_CHECKING:
    from forum.forums.models import Forum

LATE = timedelta(minutes=2)
"""After so long a mail that waits is late: those that are well leave within seconds."""


class Post(NamedTuple):
    """Mail about one forum: how much is late and since when, and to which addresses none arrives."""

    late: int
    late_since: datetime | None
    failed: list[OutboxMail]


def could_not_be_mailed(address: str, *, since: datetime) -> bool:
    """Tell whether a mail to this address was given up since then."""
    return OutboxMail.objects.filter(to=address, failed_at__gte=since).exists()


def post_of(forum: Forum, *, limit: int = 20, at: datetime | None = None) -> Post:
    """Return how mail about a forum fares, in two queries; what was given up newest first, each address once."""
    at = at or timezone.now()
    about = OutboxMail.objects.filter(forum=forum)
    late = about.filter(sent_at=None, failed_at=None, queued_at__lt=at - LATE, due_at__lt=at)
    since = late.aggregate(since=Min("queued_at"))["since"]
    failed = {mail.to: mail for mail in about.filter(failed_at__isnull=False).order_by("failed_at", "pk")}
    newest = sorted(failed.values(), key=lambda mail: mail.failed_at or at, reverse=True)
    return Post(late.count() if since else 0, since, newest[:limit])
