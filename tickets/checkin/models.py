"""Where codes are scanned, who is in (state), and every scan that ever was (log)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection, models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.picked import Pick, written


class Direction(models.TextChoices):
    IN = "in", _("In")
    OUT = "out", _("Out")


class Status(models.TextChoices):
    OK = "ok", _("Welcome")
    REFUSED = "refused", _("Not admitted")
    INCOMPLETE = "incomplete", _("Needs a look")


class Checkpoint(models.Model):
    """A place where codes are scanned. Being let in at an entrance is an arrival at the forum.

    `types` limits it to some kinds of ticket; empty means all. `queries.py` fills the three facts below.
    """

    is_limited = True
    inside = 0
    entered = 0

    forum = models.ForeignKey("forum.Forum", models.CASCADE, related_name="checkpoints")
    key = models.SlugField(max_length=40)
    name = models.CharField(max_length=80)
    is_entrance = models.BooleanField(default=True)
    types = models.ManyToManyField("tickets.TicketType", blank=True, related_name="checkpoints")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "key"]
        constraints = [models.UniqueConstraint(fields=["forum", "key"], name="checkpoint_key_once_per_forum")]

    def __str__(self) -> str:
        return self.name


_ENTER = """
INSERT INTO tickets_admission (checkpoint_id, ticket_id, is_inside, entries, first_at, first_desk_id, last_at)
VALUES (%s, %s, %s, 1, %s, %s, %s)
ON CONFLICT (checkpoint_id, ticket_id) DO UPDATE
SET is_inside = excluded.is_inside, entries = tickets_admission.entries + 1, last_at = excluded.last_at
WHERE NOT tickets_admission.is_inside
"""


class AdmissionQuerySet(models.QuerySet["Admission"]):
    def enter(self, *, checkpoint_id: int, ticket_id: int, desk_id: int, at: datetime) -> Admission | None:
        """Let a ticket in unless it is in: the one statement that decides, whoever else asks at this instant.

        None means that the ticket is in.
        """
        moment = connection.ops.adapt_datetimefield_value(at)
        row = [checkpoint_id, ticket_id, True, moment, desk_id, moment]
        return written(_ENTER, row, _ENTERED)

    def standing(self, *, checkpoint_id: int, ticket_id: int) -> Admission:
        """Return how a ticket that came in once stands."""
        names: dict[str, Any] = {"first_desk_name": F("first_desk__name")}
        return self.annotate(**names).get(checkpoint=checkpoint_id, ticket=ticket_id)

    def leave(self, *, checkpoint_id: int, ticket_id: int, at: datetime) -> bool:
        """Let a ticket out; False if it is not in, or came in after `at` (an exit that was reported late)."""
        inside = self.filter(checkpoint=checkpoint_id, ticket=ticket_id, is_inside=True, last_at__lte=at)
        return bool(inside.update(is_inside=False, last_at=at))


class Admission(models.Model):
    """One ticket at one checkpoint, as it stands now; `enter` and `leave` alone write it."""

    first_desk_name: str | None

    checkpoint = models.ForeignKey(Checkpoint, models.CASCADE, related_name="admissions")
    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="admissions")
    is_inside = models.BooleanField()
    entries = models.PositiveIntegerField(default=1)
    first_at = models.DateTimeField()
    first_desk = models.ForeignKey("tickets.Desk", models.SET_NULL, null=True, related_name="+")
    last_at = models.DateTimeField()

    objects = AdmissionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["checkpoint", "ticket"], name="admission_once_per_ticket")
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id} at {self.checkpoint_id}"


_ENTERED = Pick(
    Admission,
    "tickets_admission",
    first_desk_name="(SELECT desk.name FROM tickets_desk AS desk WHERE desk.id = tickets_admission.first_desk_id)",
)


class CheckInQuerySet(models.QuerySet["CheckIn"]):
    def with_people(self) -> CheckInQuerySet:
        return self.select_related("desk", "ticket__type", "ticket__registration__attendee")


class CheckIn(models.Model):
    """One scan, admitted or not; append only, and the journal of itself.

    `answer` is what the desk was told, without the person: a name is looked up, never copied into a log.
    `happened_at` is when the code was shown, `received_at` when the server learned of it.
    """

    checkpoint = models.ForeignKey(Checkpoint, models.CASCADE, related_name="scans")
    desk = models.ForeignKey("tickets.Desk", models.RESTRICT, related_name="scans")
    ticket = models.ForeignKey("tickets.Ticket", models.SET_NULL, null=True, related_name="scans")
    nonce = models.CharField(max_length=64)
    direction = models.CharField(max_length=3, choices=Direction.choices)
    status = models.CharField(max_length=10, choices=Status.choices)
    reason = models.CharField(max_length=20, blank=True)
    answer = models.JSONField()
    happened_at = models.DateTimeField()
    received_at = models.DateTimeField(default=timezone.now)

    objects = CheckInQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["desk", "nonce"], name="scan_once_per_nonce")]
        indexes = [models.Index(fields=["checkpoint", "-received_at"], name="scan_latest_first")]

    def __str__(self) -> str:
        return f"{self.direction} {self.status}"
