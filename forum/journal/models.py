"""Who did what to whom, append only. A scan's own row is its journal; it is not repeated here."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class JournalEntry(models.Model):
    """`by` is a principal's key, `verb` the name of the verb, `subject` a public key; no free text."""

    forum = models.ForeignKey("forum.Forum", models.CASCADE, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    by = models.CharField(max_length=40)
    verb = models.CharField(max_length=40)
    subject = models.CharField(max_length=80, blank=True)
    details = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["forum", "at"], name="journal_by_forum")]
