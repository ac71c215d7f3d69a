"""Meet someone now: the line of those who ask, and the proposals made to two of them."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from forum.keys import new_key
from networking.talks.models import Place


class AskQuerySet(models.QuerySet["Ask"]):
    def open(self) -> AskQuerySet:
        return self.filter(closed_at=None)

    def waiting(self) -> AskQuerySet:
        """Open ones of people to whom nothing is proposed at the moment, in whatever mixer."""
        proposed = MatchSide.objects.filter(attendee=OuterRef("attendee"), closed_at=None)
        return self.open().filter(~Exists(proposed))

    def close(self, why: str, at: datetime) -> int:
        return self.open().update(closed_at=at, closed_why=why)


class Ask(models.Model):
    """Somebody asks to meet someone now. Being declined costs nothing: their place is `asked_at`."""

    class Why(models.TextChoices):
        MET = "met"
        CANCELLED = "cancelled"
        DECLINED = "declined"
        SILENT = "silent"
        ABSENT = "absent"
        SEATED = "seated"
        OUTSIDE = "outside"

    mixer = models.ForeignKey("networking.Mixer", models.CASCADE, related_name="asks")
    attendee = models.ForeignKey("forum.Attendee", models.CASCADE, related_name="asks")
    asked_at = models.DateTimeField(default=timezone.now)
    unseen_since = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_why = models.CharField(max_length=10, choices=Why.choices, blank=True)

    objects = AskQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mixer", "attendee"], condition=Q(closed_at=None), name="ask_one_open"
            )
        ]


class Match(models.Model):
    """A proposal to two who ask. It becomes a meeting when both accept; until then nobody has met anybody."""

    class State(models.TextChoices):
        PROPOSED = "proposed"
        LIVE = "live"
        DECLINED = "declined"
        EXPIRED = "expired"
        CANCELLED = "cancelled"

    mixer = models.ForeignKey("networking.Mixer", models.CASCADE, related_name="matches")
    key = models.CharField(max_length=12, unique=True, default=new_key, editable=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    score = models.PositiveSmallIntegerField(default=0)
    again = models.BooleanField(default=False)
    place = models.CharField(max_length=6, choices=Place.choices, default=Place.ONLINE)
    proposed_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    meeting = models.OneToOneField(
        "networking.Meeting", models.SET_NULL, null=True, blank=True, related_name="match"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="proposed", settled_at=None)
                | ~Q(state="proposed") & Q(settled_at__isnull=False),
                name="match_settled_or_proposed",
            )
        ]


class MatchSide(models.Model):
    """One of the two: why they, and what they said. The constraint is the promise: one proposal at a time."""

    match = models.ForeignKey(Match, models.CASCADE, related_name="sides")
    ask = models.ForeignKey(Ask, models.CASCADE, related_name="sides")
    attendee = models.ForeignKey("forum.Attendee", models.CASCADE, related_name="match_sides")
    reasons = models.JSONField(default=list)
    accepted_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["match", "attendee"], name="matchside_once"),
            models.UniqueConstraint(
                fields=["attendee"], condition=Q(closed_at=None), name="matchside_one_open"
            ),
        ]
