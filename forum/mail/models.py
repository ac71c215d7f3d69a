"""The outbox: a mail is a row, written in the transaction of what it tells about."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone

from forum.columns import AddressColumn

MAX_ATTEMPTS = 6


class OutboxQuerySet(models.QuerySet["OutboxMail"]):
    def waiting(self, at: datetime) -> OutboxQuerySet:
        """Unsent mail that is due, oldest first, without what another process is just sending."""
        free = Q(claimed_until=None) | Q(claimed_until__lt=at)
        return self.filter(free, sent_at=None, due_at__lte=at, attempts__lt=MAX_ATTEMPTS).order_by("due_at")


class OutboxMail(models.Model):
    """One mail to one address. `attachments` is a list of {name, type, text}; claimed by compare-and-set."""

    to = AddressColumn()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    attachments = models.JSONField(default=list)
    queued_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now, db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True)

    objects = OutboxQuerySet.as_manager()
