"""Live rooms and who belongs to them. What is said there is in the log of the room's topic, nowhere else."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.keys import new_key


class Why(models.TextChoices):
    """Why a room was closed."""

    LEFT = "left", _("The other left")
    TIME = "time", _("The time is over")
    CLOSED = "closed", _("Closed by a host")


Row = TypeVar("Row", bound=models.Model)


class Latched(models.QuerySet[Row]):
    """Rows with a `latch`: who touches it is, until commit, the only one to change what hangs on the row."""

    def hold(self) -> int:
        """Touch the latch; return how many rows there are. An update: SQLite drops row locks silently."""
        return self.update(latch=F("latch") + 1)


class RoomQuerySet(Latched["Room"]):
    def with_member(self, attendee_id: int) -> RoomQuerySet:
        """Rooms this person belongs to and has not left; a closed room is not left by that."""
        stays = Membership.objects.filter(room=OuterRef("pk"), attendee_id=attendee_id, left_at=None)
        return self.filter(Exists(stays))

    def close(self, why: str, at: datetime) -> int:
        """Close those that are open; return how many were."""
        return self.filter(closed_at=None).update(closed_at=at, closed_why=why)


class Room(models.Model):
    """A live room. Not a Space, not a Session."""

    forum = models.ForeignKey("forum.Forum", models.CASCADE, related_name="rooms")
    key = models.CharField(max_length=12, unique=True, default=new_key, editable=False)
    title = models.CharField(max_length=160)
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_why = models.CharField(max_length=10, choices=Why.choices, blank=True)
    latch = models.PositiveBigIntegerField(default=0)

    objects = RoomQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_why="") | Q(closed_at__isnull=False) & ~Q(closed_why=""),
                name="room_closed_with_a_reason",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def topic(self) -> str:
        return f"room:{self.key}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class Membership(models.Model):
    """Somebody belongs to a room, until they leave it; they may still read what was said up to number `read_to`."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="memberships")
    attendee = models.ForeignKey("forum.Attendee", models.CASCADE, related_name="memberships")
    joined_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)
    read_to = models.PositiveBigIntegerField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "attendee"], name="membership_once")]
