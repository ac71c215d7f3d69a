"""Writing the journal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from forum.journal.models import JournalEntry


def note(
    verb: str,
    *,
    by: str,
    forum_id: int | None = None,
    subject: str = "",
    at: datetime | None = None,
    **details: Any,
) -> None:
    """Append one entry inside the caller's transaction; `details` hold keys and numbers, never free text."""
    JournalEntry.objects.create(
        forum_id=forum_id, at=at or timezone.now(), by=by, verb=verb, subject=subject, details=details
    )
