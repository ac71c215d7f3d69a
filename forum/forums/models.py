"""A forum (one event), where it takes place, and its physical spaces."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.core.validators import validate_slug
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from forum.columns import AddressColumn
from forum.forums.days import Day, Page, days_open, pages_of

RESERVED_SLUGS = frozenset(
    "account admin api cal desk en health ko live manage media metrics pictures static theme".split()  # noqa: SIM905
)
"""First and second path words that belong to the house; a forum may not be called so."""


def floor_name(floor: int) -> str:
    """Return a floor as lifts say it: 5F, B1."""
    return f"{floor}F" if floor >= 0 else f"B{-floor}"


class Venue(models.Model):
    """A building; its address is what LOCATION says in every calendar."""

    name = models.CharField(max_length=120)
    address = models.CharField(max_length=240)

    def __str__(self) -> str:
        return self.name


class Space(models.Model):
    """A physical room on a floor. Not a live Room, not a Session."""

    venue = models.ForeignKey(Venue, models.CASCADE, related_name="spaces")
    key = models.SlugField(max_length=40)
    name = models.CharField(max_length=120)
    floor = models.SmallIntegerField(default=1)
    capacity = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["floor", "key"]
        constraints = [models.UniqueConstraint(fields=["venue", "key"], name="space_key_once_per_venue")]

    def __str__(self) -> str:
        return f"{self.level} {self.name}"

    @property
    def level(self) -> str:
        """The floor as lifts say it."""
        return floor_name(self.floor)


class Forum(models.Model):
    """One event with a beginning and an end.

    `sequence` counts the changes of when and where it is, as calendars do (RFC 5545 3.8.7.4), `changed_at` is when
    anything that is printed of it changed last. `days_told` is the most days it ever had: a calendar that was told
    of more than there are now must hear that the others are called off. `programme_revision` counts every change
    of the programme.
    """

    slug = models.SlugField(max_length=40, unique=True, validators=[validate_slug])
    name = models.CharField(max_length=160)
    tagline = models.CharField(max_length=240, blank=True)
    description = models.TextField(blank=True)
    venue = models.ForeignKey(Venue, models.PROTECT, related_name="forums")
    time_zone = models.CharField(max_length=60, default="Asia/Seoul")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    sequence = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(null=True, blank=True, editable=False)
    days_told = models.PositiveSmallIntegerField(default=1, editable=False)
    programme_revision = models.PositiveIntegerField(default=0, editable=False)
    registration_opens_at = models.DateTimeField()
    registration_closes_at = models.DateTimeField()
    confirm_minutes = models.PositiveSmallIntegerField(default=60)
    contact = AddressColumn(blank=True)
    privacy_contact = AddressColumn(blank=True)

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="forum_ends_after_start")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("forum", args=[self.slug])

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def days(self) -> list[Day]:
        """The days its doors are open."""
        return days_open(self.starts_at, self.ends_at, self.zone)

    @property
    def days_gone(self) -> list[Day]:
        """The days after them that it had once, and has no more."""
        there = len(self.days)
        more = max(self.days_told - there, 0)
        return days_open(self.starts_at, self.ends_at, self.zone, more=more)[there:]

    @property
    def pages(self) -> list[Page]:
        """The days on which its programme is told."""
        return pages_of(self.starts_at, self.ends_at, self.zone)

    def is_running(self, at: datetime | None = None) -> bool:
        return self.starts_at <= (at or timezone.now()) < self.ends_at

    def is_registration_ahead(self, at: datetime | None = None) -> bool:
        return (at or timezone.now()) < self.registration_opens_at

    def is_registration_open(self, at: datetime | None = None) -> bool:
        return self.registration_opens_at <= (at or timezone.now()) < self.registration_closes_at
