"""Tickets and how many there are. Who the holder is stands in `forum.people`; scans stand in `checkin`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from forum.keys import new_key
from tickets.registration.codes import new_code, new_typing_code, spaced


class QuotaQuerySet(models.QuerySet["Quota"]):
    def take_seat(self) -> bool:
        """Take one seat if there is one: the statement itself decides, also under 64 at once."""
        return bool(self.filter(taken__lt=F("size")).update(taken=F("taken") + 1))

    def give_back_seat(self) -> None:
        self.filter(taken__gt=0).update(taken=F("taken") - 1)


class Quota(models.Model):
    """So many seats, shared by the ticket types that draw from it. `taken` is counted, never guessed."""

    forum = models.ForeignKey("forum.Forum", models.CASCADE, related_name="quotas")
    key = models.SlugField(max_length=40)
    size = models.PositiveIntegerField()
    taken = models.PositiveIntegerField(default=0)

    objects = QuotaQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["forum", "key"], name="quota_key_once_per_forum"),
            models.CheckConstraint(condition=Q(taken__lte=F("size")), name="quota_never_oversold"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.taken}/{self.size}"

    @property
    def left(self) -> int:
        return self.size - self.taken


class TicketType(models.Model):
    """A kind of ticket. Outside `valid_from` … `valid_until` it opens no door; empty means no limit."""

    forum = models.ForeignKey("forum.Forum", models.CASCADE, related_name="ticket_types")
    quota = models.ForeignKey(Quota, models.RESTRICT, related_name="types")
    key = models.SlugField(max_length=40)
    name = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField(default=0)
    valid_from = models.DateTimeField(null=True, blank=True)
    valid_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "key"]
        constraints = [models.UniqueConstraint(fields=["forum", "key"], name="ticket_type_key_once")]

    def __str__(self) -> str:
        return self.name

    def is_valid_at(self, at: datetime) -> bool:
        is_early = self.valid_from is not None and at < self.valid_from
        is_late = self.valid_until is not None and at >= self.valid_until
        return not is_early and not is_late


class Registration(models.Model):
    """Somebody registered for a forum, once. `network` tells for two days which registrations came from one network."""

    attendee = models.OneToOneField("forum.Attendee", models.CASCADE, related_name="registration")
    registered_at = models.DateTimeField(default=timezone.now)
    network = models.CharField(max_length=32, blank=True, db_index=True)

    def __str__(self) -> str:
        return str(self.attendee)


class TicketQuerySet(models.QuerySet["Ticket"]):
    def live(self) -> TicketQuerySet:
        return self.filter(canceled_at=None)

    def of(self, forum: Any) -> TicketQuerySet:
        """The forum's tickets with all that a page or a mail says about them, in one query."""
        return self.with_holder().filter(registration__attendee__forum=forum)

    def with_holder(self) -> TicketQuerySet:
        return self.select_related(
            "type", "registration__attendee__user", "registration__attendee__forum__venue"
        )


class Ticket(models.Model):
    """One admission. Whoever shows `code` is let in, so it appears only to the holder and the mail.

    `told_sequence` is the forum's `sequence` that the holder was mailed last: below it, they know other times.
    """

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="tickets")
    type = models.ForeignKey(TicketType, models.RESTRICT, related_name="tickets")
    key = models.CharField(max_length=12, unique=True, default=new_key, editable=False)
    code = models.CharField(max_length=27, unique=True, default=new_code, editable=False)
    typing_code = models.CharField(max_length=8, unique=True, default=new_typing_code, editable=False)
    issued_at = models.DateTimeField(default=timezone.now)
    told_sequence = models.PositiveIntegerField(default=0, editable=False)
    blocked_at = models.DateTimeField(null=True, blank=True)
    canceled_at = models.DateTimeField(null=True, blank=True)

    objects = TicketQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["registration"], condition=Q(canceled_at=None), name="ticket_one_live_each"
            )
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def attendee(self) -> Any:
        return self.registration.attendee

    @property
    def spaced_typing_code(self) -> str:
        return spaced(self.typing_code)


class RetiredCode(models.Model):
    """A code that was replaced: a desk calls it `revoked` and knows whose it was, instead of `invalid`."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="retired_codes")
    code = models.CharField(max_length=27, unique=True)
    retired_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"code of {self.ticket_id}"
