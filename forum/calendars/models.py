"""Private feeds: the address is the secret, so only its digest is kept."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone


class FeedToken(models.Model):
    """One live private feed per person. `digest` is the SHA-256 of the token in hex."""

    attendee = models.ForeignKey("forum.Attendee", models.CASCADE, related_name="feed_tokens")
    digest = models.CharField(max_length=64, unique=True)
    prefix = models.CharField(max_length=6)
    created_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True, blank=True)
    fetched_at = models.DateTimeField(null=True, blank=True)
    fetched_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["attendee"], condition=Q(revoked_at=None), name="feed_one_live_per_person"
            )
        ]
