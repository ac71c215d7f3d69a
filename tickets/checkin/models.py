"""Where codes are scanned, who is in (state), and every scan that ever was (log)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection, models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.statements import count
from tickets.checkin.rules import Standing

ENTRANCES = 0
"""The zone that all entrances of a forum open."""


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

    @property
    def zone(self) -> int:
        """What is entered here: the checkpoint's own room, or, by an entrance, the forum."""
        return ENTRANCES if self.is_entrance else self.pk


_STAND = """
INSERT INTO tickets_admission
(zone, ticket_id, checkpoint_id, is_inside, entries, first_at, first_desk_id, last_at, moves)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (zone, ticket_id) DO UPDATE SET
checkpoint_id = excluded.checkpoint_id, is_inside = excluded.is_inside, entries = excluded.entries,
first_at = excluded.first_at, first_desk_id = excluded.first_desk_id, last_at = excluded.last_at,
moves = excluded.moves
WHERE tickets_admission.moves = excluded.moves - 1
"""


class AdmissionQuerySet(models.QuerySet["Admission"]):
    def stand(self, *, zone: int, ticket_id: int, standing: Standing, moves: int) -> bool:
        """Let a ticket stand as judged by so many moves: the one statement that decides, whoever else asks at this
        instant. False means that there is a move more by now, so that the judgement is to be made anew."""
        first = standing.first
        row = [
            zone, ticket_id, standing.checkpoint_id, standing.is_inside, standing.entries,
            _moment(first.at) if first else None, first.desk_id if first else None, _moment(standing.last_at), moves,
        ]  # fmt: skip
        return bool(count(_STAND, row))


class Admission(models.Model):
    """How one ticket stands in one zone by all its scans there; `stand` alone writes it.

    `zone` is the checkpoint's id; the entrances of a forum share one, 0: who came in by the front door is in, and may
    leave by the back door. `checkpoint`, `first_at` and `first_desk` tell of the first time in; somebody who was only
    ever seen leaving has no first time, and no entries.
    """

    checkpoint = models.ForeignKey(Checkpoint, models.CASCADE, related_name="admissions")
    zone = models.BigIntegerField()
    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="admissions")
    is_inside = models.BooleanField()
    entries = models.PositiveIntegerField(default=1)
    first_at = models.DateTimeField(null=True)
    first_desk = models.ForeignKey("tickets.Desk", models.SET_NULL, null=True, related_name="+")
    last_at = models.DateTimeField()
    moves = models.PositiveIntegerField(default=1)

    objects = AdmissionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["zone", "ticket"], name="admission_once_per_zone")]

    def __str__(self) -> str:
        return f"{self.ticket_id} at {self.checkpoint_id}"


def _moment(at: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(at)


class CheckInQuerySet(models.QuerySet["CheckIn"]):
    def with_people(self) -> CheckInQuerySet:
        return self.select_related("desk", "ticket__type", "ticket__registration__attendee")

    def conflicts(self) -> CheckInQuerySet:
        """Entries that a desk could not confirm while the guest stood there and that turned out not to be good: these
        guests are inside, or were, and nobody has looked for them yet."""
        return self.filter(was_held=True, direction=Direction.IN, look=None).exclude(status=Status.OK)


class CheckIn(models.Model):
    """One scan, admitted or not; append only, and the journal of itself.

    `answer` is what the desk was told, without the person: a name is looked up, never copied into a log.
    `happened_at` is when the code was shown, `received_at` when the server learned of it. `was_held`: the guest was
    told nothing while they stood there, because the desk had no answer.
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
    was_held = models.BooleanField(default=False)

    objects = CheckInQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["desk", "nonce"], name="scan_once_per_nonce")]
        indexes = [
            models.Index(fields=["checkpoint", "-received_at"], name="scan_latest_first"),
            models.Index(fields=["checkpoint"], condition=Q(was_held=True), name="scan_held"),
        ]

    def __str__(self) -> str:
        return f"{self.direction} {self.status}"


class Look(models.Model):
    """Somebody, at a desk or of the team (by public key), has looked after a guest who should not be inside."""

    scan = models.OneToOneField(CheckIn, models.CASCADE, related_name="look")
    by = models.CharField(max_length=12)
    looked_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"look at {self.scan_id}"
