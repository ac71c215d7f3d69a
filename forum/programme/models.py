"""The programme: tracks, sessions and speakers. Times live on the session, with its calendar identity."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forum.keys import new_key


class Track(models.Model):
    """A thread through the programme. `color` is a CSS3 colour name, as RFC 7986 wants it."""

    forum = models.ForeignKey("forum.Forum", models.CASCADE, related_name="tracks")
    key = models.SlugField(max_length=40)
    name = models.CharField(max_length=120)
    color = models.CharField(max_length=24, default="teal")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "key"]
        constraints = [models.UniqueConstraint(fields=["forum", "key"], name="track_key_once_per_forum")]

    def __str__(self) -> str:
        return self.name

    @property
    def hue(self) -> str:
        """The colour class of the look; neighbours in the programme never share one."""
        return f"hue-{self.position % 6 + 1}"


class SpeakerQuerySet(models.QuerySet["Speaker"]):
    def with_pictures(self) -> SpeakerQuerySet:
        """Add which picture each has, without reading any."""
        return self.annotate(picture_digest=F("picture__digest"))


class Speaker(models.Model):
    """Somebody who speaks. `links` are addresses of their own pages, in the order they want them seen."""

    forum = models.ForeignKey("forum.Forum", models.CASCADE, related_name="speakers")
    key = models.CharField(max_length=40, default=new_key)
    name = models.CharField(max_length=120)
    organization = models.CharField(max_length=120, blank=True)
    title = models.CharField(max_length=120, blank=True)
    biography = models.TextField(blank=True)
    links = models.JSONField(default=list, blank=True)

    objects = SpeakerQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["forum", "key"], name="speaker_key_once_per_forum")]

    def __str__(self) -> str:
        return self.name

    @property
    def photo(self) -> str:
        """The address of the picture, of one read `with_pictures`; "" without."""
        digest = getattr(self, "picture_digest", None)
        return f"/pictures/{digest}.jpg" if digest else ""


class SpeakerPicture(models.Model):
    """A square JPEG of a speaker, drawn anew from what was given and without anything else that stood in it.

    In the database, so that every host of a site has it; its digest is its address, so that it may be kept for good.
    """

    speaker = models.OneToOneField(Speaker, models.CASCADE, primary_key=True, related_name="picture")
    digest = models.CharField(max_length=32, db_index=True)
    image = models.BinaryField()
    changed_at = models.DateTimeField(default=timezone.now)


class SessionKind(models.TextChoices):
    KEYNOTE = "keynote", _("Keynote")
    TALK = "talk", _("Talk")
    PANEL = "panel", _("Panel")
    WORKSHOP = "workshop", _("Workshop")
    COMMUNITY = "community", _("Community meetup")
    PITCH = "pitch", _("Pitch")
    TOUR = "tour", _("Guided tour")
    JOB_FAIR = "job_fair", _("Job fair")
    NETWORKING = "networking", _("Networking")
    BREAK = "break", _("Break")


class SessionStatus(models.TextChoices):
    CONFIRMED = "confirmed", _("Confirmed")
    TENTATIVE = "tentative", _("Tentative")
    CANCELLED = "cancelled", _("Cancelled")


SPOKEN = {"ko": _("Korean"), "en": _("English")}


class SessionQuerySet(models.QuerySet["Session"]):
    def with_details(self) -> SessionQuerySet:
        """Everything a programme page prints, in three queries whatever the number of rows."""
        speakers = models.Prefetch("speakers", Speaker.objects.with_pictures())
        return self.select_related("track", "space").prefetch_related(speakers)


class Session(models.Model):
    """An item of the programme. Not a web session, not a networking Mixer."""

    forum = models.ForeignKey("forum.Forum", models.CASCADE, related_name="sessions")
    key = models.CharField(max_length=40, default=new_key)
    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=20, choices=SessionKind.choices, default=SessionKind.TALK)
    track = models.ForeignKey(Track, models.SET_NULL, null=True, blank=True, related_name="sessions")
    space = models.ForeignKey("forum.Space", models.SET_NULL, null=True, blank=True, related_name="sessions")
    speakers = models.ManyToManyField(Speaker, related_name="sessions", blank=True)
    title = models.CharField(max_length=200)
    abstract = models.TextField(blank=True)
    language = models.CharField(max_length=5, default="ko")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    status = models.CharField(max_length=12, choices=SessionStatus.choices, default=SessionStatus.CONFIRMED)
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "space__floor", "key"]
        constraints = [
            models.UniqueConstraint(fields=["forum", "key"], name="session_key_once_per_forum"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_start"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("session", args=[self.forum.slug, self.key])

    @property
    def is_cancelled(self) -> bool:
        return self.status == SessionStatus.CANCELLED

    @property
    def spoken(self) -> str | Promise:
        """The language it is held in, in words."""
        return SPOKEN.get(self.language, _("Korean and English"))
