"""What somebody means to go to."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class SavedSession(models.Model):
    """One person saved one session; `removed_at` is when they took it out again, for calendars to notice."""

    attendee = models.ForeignKey("forum.Attendee", models.CASCADE, related_name="saved_sessions")
    session = models.ForeignKey("forum.Session", models.CASCADE, related_name="saved_by")
    saved_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attendee", "session"], name="session_saved_once")]
