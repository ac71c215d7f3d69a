"""What people report about each other, and what became of it."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.keys import new_key


class Report(models.Model):
    """Somebody tells the moderators about somebody. Evidence: the room's events first_seq to last_seq.

    `cid` is the reporter's name for the sending: sent again, it is still one report. `sealed` keeps the events said
    before the report, as event frames, whoever hides or erases them meanwhile; settling the report empties it.
    """

    class Why(models.TextChoices):
        HARASSMENT = "harassment", _("Harassment")
        SPAM = "spam", _("Spam or advertising")
        OTHER = "other", _("Something else")

    key = models.CharField(max_length=12, unique=True, default=new_key, editable=False)
    cid = models.CharField(max_length=64, null=True)  # noqa: DJ001 (those from before have none, and are not the same)
    room = models.ForeignKey("networking.Room", models.CASCADE, related_name="reports")
    reporter = models.ForeignKey("forum.Attendee", models.CASCADE, related_name="reports_made")
    about = models.ForeignKey("forum.Attendee", models.CASCADE, related_name="reports_received")
    why = models.CharField(max_length=12, choices=Why.choices)
    text = models.TextField(blank=True, max_length=2000)
    first_seq = models.BigIntegerField()
    last_seq = models.BigIntegerField()
    sealed = models.JSONField(default=list)
    reported_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["reported_at"]
        constraints = [models.UniqueConstraint(fields=["reporter", "cid"], name="report_sent_once")]

    def __str__(self) -> str:
        return self.key
