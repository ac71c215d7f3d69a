"""What people are asked to agree to, version by version, and what they agreed to."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone


class ConsentText(models.Model):
    """One version of one thing people are asked to agree to, separately (PIPA Art. 22)."""

    forum = models.ForeignKey("forum.Forum", models.CASCADE, related_name="consent_texts")
    kind = models.SlugField(max_length=30)
    version = models.PositiveIntegerField(default=1)
    title = models.CharField(max_length=160)
    body = models.TextField()
    is_required = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["forum", "kind", "version"], name="consent_version_once"),
            models.UniqueConstraint(
                fields=["forum", "kind"], condition=Q(retired_at=None), name="consent_one_current_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} v{self.version}"


class Consent(models.Model):
    """Somebody agreed to one version of a text, and perhaps took it back."""

    attendee = models.ForeignKey("forum.Attendee", models.CASCADE, related_name="consents")
    text = models.ForeignKey(ConsentText, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attendee", "text"], name="consent_once_per_text")]
