"""Who talks with whom: because something brought them together, or because they asked for it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from networking.talks.occasions import Occasion


class Place(models.TextChoices):
    """Where people talk: face to face, or over the chat alone."""

    HALL = "hall", _("In the hall")
    ONLINE = "online", _("Online")


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def on(self, occasion: Occasion) -> MeetingQuerySet:
        """The conversations of one occasion."""
        return self.filter(occasion_kind=occasion.kind, occasion_key=occasion.key)


class Meeting(models.Model):
    """People talking: seated in one of the `turn`s of an occasion, or, without a turn, because they asked for it.

    Only in the hall there are tables. A talk somebody asked for has none, and no bell: it `lasts` about so long.
    """

    forum = models.ForeignKey("forum.Forum", models.CASCADE, related_name="meetings")
    occasion_kind = models.CharField(max_length=10)
    occasion_key = models.CharField(max_length=12)
    turn = models.PositiveSmallIntegerField(null=True, blank=True)
    lasts = models.DurationField(null=True, blank=True)
    room = models.OneToOneField("networking.Room", models.CASCADE, related_name="meeting")
    place = models.CharField(max_length=6, choices=Place.choices, default=Place.ONLINE)
    table = models.PositiveSmallIntegerField(null=True, blank=True)
    score = models.PositiveSmallIntegerField(default=0)
    again = models.BooleanField(default=False)
    began_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["occasion_key", "occasion_kind", "turn", "table"], name="meeting_table_once_a_turn"
            ),
            models.CheckConstraint(
                condition=Q(place="hall") | Q(table=None), name="meeting_table_in_the_hall"
            ),
        ]

    @property
    def occasion(self) -> Occasion:
        return Occasion(self.occasion_kind, self.occasion_key)


class MeetingMemberQuerySet(models.QuerySet["MeetingMember"]):
    def live(self) -> MeetingMemberQuerySet:
        """People's places in the conversations they are in now."""
        return self.filter(left_at=None)

    def on(self, occasion: Occasion) -> MeetingMemberQuerySet:
        """People's places in the conversations of one occasion."""
        return self.filter(meeting__occasion_kind=occasion.kind, meeting__occasion_key=occasion.key)


class MeetingMember(models.Model):
    """Somebody is in a meeting until `left_at`. The constraint is the promise: nobody is in two at once.

    `reasons` tell this person why, as `talks/reasons.py` keeps it: each of those who meet reads it from their own
    side.
    `unseen_since` is when somebody was first found without a connection; a reconnect clears it. `left_early` says
    that they left by themselves before the talk's time: these people are not brought together again on this occasion.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="members")
    attendee = models.ForeignKey("forum.Attendee", models.CASCADE, related_name="meetings")
    reasons = models.JSONField(default=list)
    unseen_since = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    left_early = models.BooleanField(default=False)

    objects = MeetingMemberQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "attendee"], name="meetingmember_once"),
            models.UniqueConstraint(
                fields=["attendee"], condition=Q(left_at=None), name="meetingmember_one_live"
            ),
        ]


class Rating(models.Model):
    """What a meeting was worth to one of those in it, 1 to 5. Only the pairing reads it."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="ratings")
    attendee = models.ForeignKey("forum.Attendee", models.CASCADE, related_name="ratings")
    worth = models.PositiveSmallIntegerField()
    rated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "attendee"], name="rating_once"),
            models.CheckConstraint(condition=Q(worth__range=(1, 5)), name="rating_one_to_five"),
        ]
