"""Desks: devices that scan, without an account. Their secrets are kept as digests only."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from forum.keys import new_key

SEEN_EVERY = timedelta(seconds=10)
"""How often `last_seen_at` is written while a desk works."""

SILENT_AFTER = timedelta(seconds=90)
"""An idle desk speaks every twenty seconds, one whose screen is off once a minute."""


class Condition(models.TextChoices):
    """How a desk stands; what needs somebody first."""

    SILENT = "silent"
    IN_USE = "in_use"
    PAIRED = "paired"
    WAITING = "waiting"
    LINK_OVER = "link_over"
    CLOSED = "closed"


class DeskQuerySet(models.QuerySet["Desk"]):
    def of(self, forum: Any) -> DeskQuerySet:
        return self.filter(forum=forum)

    def open(self) -> DeskQuerySet:
        return self.filter(revoked_at=None)

    def offered(self, pairing_digest: str, at: datetime) -> DeskQuerySet:
        """The open desk that a pairing secret is for, unless it was used or its time is over."""
        return self.open().filter(pairing_digest=pairing_digest, pairing_until__gt=at)


class Desk(models.Model):
    """One device at a door. `key` stands for it on every wire and in the journal.

    `pairing_digest` is emptied by the one pairing it allows; `token_digest` stands for what the device shows
    ever after. Both are SHA-256 in hex.
    """

    forum = models.ForeignKey("forum.Forum", models.CASCADE, related_name="desks")
    key = models.CharField(max_length=12, unique=True, default=new_key, editable=False)
    name = models.CharField(max_length=60)
    pairing_digest = models.CharField(max_length=64, unique=True, null=True, blank=True)
    pairing_until = models.DateTimeField(null=True, blank=True)
    token_digest = models.CharField(max_length=64, unique=True, null=True, blank=True)
    opened_at = models.DateTimeField(default=timezone.now)
    paired_at = models.DateTimeField(null=True, blank=True)
    last_seen_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = DeskQuerySet.as_manager()

    class Meta:
        ordering = ["opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["forum", "name"], condition=Q(revoked_at=None), name="desk_name_once_per_forum"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_link_over(self) -> bool:
        """Whether a pairing link was offered that nobody used in its time."""
        return self.pairing_until is not None and self.pairing_until <= timezone.now()

    @property
    def condition(self) -> Condition:
        return self.condition_at(timezone.now())

    def condition_at(self, at: datetime) -> Condition:
        """Return how the desk stands: closed, waiting for a device, at work, or at work and not heard of."""
        if self.revoked_at:
            return Condition.CLOSED
        if self.paired_at is None:
            return Condition.LINK_OVER if self.is_link_over else Condition.WAITING
        heard_at = max(self.paired_at, self.last_seen_at or self.paired_at)
        if at - heard_at > SILENT_AFTER:
            return Condition.SILENT
        return Condition.IN_USE if self.last_seen_at else Condition.PAIRED

    def is_due_to_be_seen(self, at: datetime) -> bool:
        return self.last_seen_at is None or self.last_seen_at < at - SEEN_EVERY
