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

    def is_due_to_be_seen(self, at: datetime) -> bool:
        return self.last_seen_at is None or self.last_seen_at < at - SEEN_EVERY
