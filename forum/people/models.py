"""People: who may sign in, takes part, works for a forum, and when they came."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import connection, models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from forum.addresses import readable
from forum.columns import AddressColumn
from forum.hangul import readable_in
from forum.keys import new_key
from forum.picked import Pick, written


class Language(models.TextChoices):
    KO = "ko", _("Korean")
    EN = "en", _("English")


class UserManager(BaseUserManager["User"]):
    """Makes and finds users by e-mail address, in whichever spelling."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=username)


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who can sign in, by a code sent to this address."""

    email = AddressColumn(_("E-mail"), unique=True)
    name = models.CharField(_("Name"), max_length=120, blank=True)
    language = models.CharField(_("Language"), max_length=2, choices=Language.choices, default=Language.KO)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.email

    @property
    def readable_email(self) -> str:
        """The address as its owner writes it."""
        return readable(self.email)


class Occupation(models.TextChoices):
    """What somebody is at this forum, in their own words; matching and the badge use it."""

    RESEARCHER = "researcher", _("Researcher")
    DEVELOPER = "developer", _("Developer")
    FOUNDER = "founder", _("Founder")
    INVESTOR = "investor", _("Investor")
    RECRUITER = "recruiter", _("Recruiter")
    JOB_SEEKER = "job_seeker", _("Job seeker")
    STUDENT = "student", _("Student")
    PUBLIC = "public", _("Public sector")
    OTHER = "other", _("Other")


class AttendeeQuerySet(models.QuerySet["Attendee"]):
    def of(self, forum: Any) -> AttendeeQuerySet:
        """Those who take part in this forum and have not withdrawn."""
        return self.filter(forum=forum, withdrawn_at=None)

    def unconfirmed(self) -> AttendeeQuerySet:
        """Those whose place waits for them to show that the address is theirs."""
        return self.filter(withdrawn_at=None, confirm_by__isnull=False)

    def lapsed(self) -> AttendeeQuerySet:
        """Those who did not show it in time."""
        return self.filter(withdrawn_at__isnull=False, confirm_by__isnull=False)


class Attendee(models.Model):
    """One person at one forum. `key` stands for them on every wire.

    `confirm_by` is until when somebody has to show that the address is theirs; empty once they did, or need not. Who
    withdrew with it still there did not: their place has lapsed. `proved_at` is when they last showed who they are,
    which ends what a browser may do for who merely typed the address.
    """

    forum = models.ForeignKey("forum.Forum", models.CASCADE, related_name="attendees")
    user = models.ForeignKey(User, models.CASCADE, related_name="attendances")
    key = models.CharField(max_length=12, unique=True, default=new_key, editable=False)
    name = models.CharField(_("Name"), max_length=120)
    latin_name = models.CharField(_("Name in Latin letters"), max_length=120, blank=True)
    organization = models.CharField(_("Organization"), max_length=120, blank=True)
    occupation = models.CharField(
        _("Role"), max_length=20, choices=Occupation.choices, default=Occupation.OTHER
    )
    language = models.CharField(_("Language"), max_length=2, choices=Language.choices, default=Language.KO)
    enrolled_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    confirm_by = models.DateTimeField(null=True, blank=True)
    proved_at = models.DateTimeField(null=True, blank=True)

    objects = AttendeeQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["forum", "user"], name="attendee_once_per_forum")]
        indexes = [
            models.Index(
                fields=["confirm_by"], condition=Q(confirm_by__isnull=False), name="attendee_to_confirm"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def called(self) -> str:
        """The name as readers of the active language can read it."""
        return readable_in(get_language(), self.name, self.latin_name)

    @property
    def has_lapsed(self) -> bool:
        return self.withdrawn_at is not None and self.confirm_by is not None


class Role(models.TextChoices):
    ORGANIZER = "organizer", _("Organizer")
    PROGRAMME = "programme", _("Programme team")
    DESK = "desk", _("Desk team")
    MODERATOR = "moderator", _("Moderator")
    HOST = "host", _("Host of networking")
    GUIDE = "guide", _("Guide")


class TeamMember(models.Model):
    """One role of one user in one forum."""

    forum = models.ForeignKey("forum.Forum", models.CASCADE, related_name="team")
    user = models.ForeignKey(User, models.CASCADE, related_name="roles")
    key = models.CharField(max_length=12, default=new_key, editable=False)
    role = models.CharField(max_length=20, choices=Role.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["forum", "user", "role"], name="team_role_once")]

    def __str__(self) -> str:
        return f"{self.user} ({self.role})"


_ARRIVE = """
INSERT INTO forum_arrival (attendee_id, arrived_at, is_first)
VALUES (%s, %s, NOT EXISTS (SELECT 1 FROM forum_arrival AS earlier WHERE earlier.attendee_id = %s))
ON CONFLICT DO NOTHING
"""


class ArrivalQuerySet(models.QuerySet["Arrival"]):
    def open_stay(self, attendee: Attendee, at: datetime) -> Arrival | None:
        """Open a stay unless one is open: the one statement that decides, whoever else asks at this instant.

        None means that somebody was faster, be it with this stay or with the very first one.
        """
        moment = connection.ops.adapt_datetimefield_value(at)
        return written(_ARRIVE, [attendee.pk, moment, attendee.pk], _ARRIVED)


class Arrival(models.Model):
    """One stay: from being let in to leaving. At most one is open for each person.

    `is_of_team` is known of a stay just opened: whether the person holds a role in the forum.
    """

    is_of_team = True

    attendee = models.ForeignKey(Attendee, models.CASCADE, related_name="arrivals")
    arrived_at = models.DateTimeField()
    departed_at = models.DateTimeField(null=True, blank=True)
    is_first = models.BooleanField(default=False)

    objects = ArrivalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["attendee"], condition=Q(departed_at=None), name="arrival_one_open"
            ),
            models.UniqueConstraint(
                fields=["attendee"], condition=Q(is_first=True), name="arrival_one_first"
            ),
            models.CheckConstraint(
                condition=Q(departed_at=None) | Q(departed_at__gte=F("arrived_at")),
                name="arrival_departs_after",
            ),
        ]


_ARRIVED = Pick(
    Arrival,
    "forum_arrival",
    is_of_team="""EXISTS (
    SELECT 1 FROM forum_teammember AS member JOIN forum_attendee AS person
    ON person.forum_id = member.forum_id AND person.user_id = member.user_id
    WHERE person.id = forum_arrival.attendee_id)""",
)
