"""Networking sessions and their rounds: who is ready, who meets whom, when, at which table."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.keys import new_key
from networking.rooms.models import Latched
from networking.rounds.frames import MIXER
from networking.rounds.planners import ROUNDS
from networking.talks.occasions import Occasion


class Phase(models.TextChoices):
    WAITING = "waiting", _("Waiting for the start")
    ROUND = "round", _("Round")
    BREAK = "break", _("Break")
    PAUSED = "paused", _("Paused")
    ENDED = "ended", _("Ended")


class Where(models.TextChoices):
    """Where a session takes place: who is let in takes part in the hall, who is connected online."""

    HALL = "hall", _("In the hall")
    ONLINE = "online", _("Online")
    BOTH = "both", _("In the hall and online")


class Policy(models.TextChoices):
    """What gives way where not everybody can meet somebody new."""

    NEVER_ALONE = "never_alone", _("Nobody sits out: rather meet somebody again")
    NEVER_TWICE = "never_twice", _("Nobody meets twice: rather sit out a round")


class MixerQuerySet(Latched["Mixer"]):
    def running(self) -> MixerQuerySet:
        return self.filter(phase__in=(Phase.ROUND, Phase.BREAK))


class Mixer(models.Model):
    """One networking session: rounds of short talks, breaks between them, and a line for "meet someone now".

    How it is seated goes by its `kind`, see `planners.py`. The clock is this row: `phase` holds until `ends_at`, and
    `rev` counts every change of phase, so that of all who want to change it at once exactly one can. `plan` holds the
    seating of the coming round, groups of attendee ids, while `claimed_until` says until when somebody is at work on
    it. `tended_at` is when the line was last looked after, `door_seen` the number of the door's topic up to which
    comings and goings are counted. Two who asked for each other in the hall meet at the `meeting_point`.
    """

    forum = models.ForeignKey("forum.Forum", models.CASCADE, related_name="mixers")
    key = models.CharField(max_length=12, unique=True, default=new_key, editable=False)
    kind = models.CharField(max_length=10, default=ROUNDS)
    name = models.CharField(_("Name"), max_length=120)
    where = models.CharField(max_length=6, choices=Where.choices, default=Where.BOTH)
    meeting_point = models.CharField(_("Meeting point"), max_length=120, blank=True)
    round_length = models.DurationField(default=timedelta(minutes=6))
    break_length = models.DurationField(default=timedelta(minutes=2))
    rounds = models.PositiveSmallIntegerField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    policy = models.CharField(max_length=12, choices=Policy.choices, default=Policy.NEVER_ALONE)
    opens_lobby_at = models.DateTimeField(null=True, blank=True)
    phase = models.CharField(max_length=10, choices=Phase.choices, default=Phase.WAITING)
    rev = models.PositiveIntegerField(default=0)
    round = models.PositiveSmallIntegerField(default=0)
    ends_at = models.DateTimeField(null=True, blank=True)
    paused_phase = models.CharField(max_length=10, choices=Phase.choices, blank=True)
    paused_left = models.DurationField(null=True, blank=True)
    plan = models.JSONField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    tended_at = models.DateTimeField(null=True, blank=True)
    door_seen = models.PositiveBigIntegerField(default=0)
    latch = models.PositiveBigIntegerField(default=0)

    objects = MixerQuerySet.as_manager()

    class Meta:
        ordering = ["opens_lobby_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(phase__in=("round", "break"), ends_at__isnull=False)
                | Q(phase__in=("waiting", "paused", "ended"), ends_at=None),
                name="mixer_clock_runs_or_stands",
            ),
            models.CheckConstraint(
                condition=Q(phase="paused", paused_left__isnull=False)
                | ~Q(phase="paused") & Q(paused_left=None, paused_phase=""),
                name="mixer_pause_remembers",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def topic(self) -> str:
        return f"mixer:{self.key}"

    @property
    def occasion(self) -> Occasion:
        return Occasion(MIXER, self.key)

    @property
    def is_for_the_hall(self) -> bool:
        """Tell whether only those who are let in take part."""
        return self.where == Where.HALL

    @property
    def may_repeat(self) -> bool:
        return self.policy == Policy.NEVER_ALONE

    def is_overdue(self, at: datetime) -> bool:
        return self.ends_at is not None and self.ends_at <= at

    def has_another_round(self, at: datetime) -> bool:
        """Tell whether a round may begin after a break that begins now."""
        if self.rounds is not None and self.round >= self.rounds:
            return False
        return self.until is None or at + self.break_length < self.until


class Ready(models.Model):
    """Somebody wants to be seated in the coming rounds. `given_by`: their own key, or a kiosk's or host's."""

    mixer = models.ForeignKey(Mixer, models.CASCADE, related_name="ready")
    attendee = models.ForeignKey("forum.Attendee", models.CASCADE, related_name="ready")
    given_at = models.DateTimeField(default=timezone.now)
    given_by = models.CharField(max_length=40)
    sat_out = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mixer", "attendee"], name="ready_once")]


class Round(models.Model):
    """One round of a mixer that took place."""

    mixer = models.ForeignKey(Mixer, models.CASCADE, related_name="played")
    number = models.PositiveSmallIntegerField()
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mixer", "number"], name="round_once")]
