"""The outbox: a mail is a row, written in the transaction of what it tells about."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone

from forum.addresses import readable
from forum.columns import AddressColumn

MAX_ATTEMPTS = 6


class OutboxQuerySet(models.QuerySet["OutboxMail"]):
    def waiting(self, at: datetime) -> OutboxQuerySet:
        """Unsent mail that is due, oldest first, without what another process is just sending."""
        free = Q(claimed_until=None) | Q(claimed_until__lt=at)
        return self.filter(free, sent_at=None, failed_at=None, due_at__lte=at).order_by("due_at", "pk")


class OutboxMail(models.Model):
    """One letter to one address: which one, and the facts it is written from when it is sent.

    Facts are keys and codes, never a name. They are gone once the mail has left. `failed_at` is when it was given up.
    """

    to = AddressColumn()
    letter = models.CharField(max_length=40)
    facts = models.JSONField(default=dict)
    language = models.CharField(max_length=2, default="ko")
    forum = models.ForeignKey("forum.Forum", models.CASCADE, null=True, related_name="+")
    queued_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now, db_index=True)
    useful_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["to", "-queued_at"], name="mail_to_whom_and_when")]

    @property
    def readable_to(self) -> str:
        """The address as its owner writes it."""
        return readable(self.to)
