"""What somebody shows of themselves here, and whom they do not want to meet."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class CardQuerySet(models.QuerySet["Card"]):
    def listed(self, forum_id: int) -> CardQuerySet:
        """Cards of people who take part in this forum and let themselves be found."""
        return self.filter(attendee__forum_id=forum_id, attendee__withdrawn_at=None, is_listed=True)


class Card(models.Model):
    """One person's card at one forum. Tags are keys of `tags.csv`, or words of their own in lower case."""

    attendee = models.OneToOneField("forum.Attendee", models.CASCADE, related_name="card")
    headline = models.CharField(_("Headline"), max_length=120, blank=True)
    shows = models.TextField(_("What I bring"), max_length=600, blank=True)
    seeks = models.JSONField(_("I look for"), default=list)
    offers = models.JSONField(_("I offer"), default=list)
    topics = models.JSONField(_("Topics"), default=list)
    languages = models.JSONField(_("Languages I speak"), default=list)
    is_listed = models.BooleanField(_("Others may find my card"), default=False)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = CardQuerySet.as_manager()

    def __str__(self) -> str:
        return self.headline


class BlockQuerySet(models.QuerySet["Block"]):
    def of(self, attendee_id: int) -> BlockQuerySet:
        """Blocks this person made, and those made against them: a block counts both ways."""
        return self.filter(Q(blocker_id=attendee_id) | Q(blocked_id=attendee_id))

    def within(self, forum_id: int) -> BlockQuerySet:
        return self.filter(blocker__forum_id=forum_id)


class Block(models.Model):
    """Somebody does not want to meet somebody. Never told to anybody, never overridden."""

    blocker = models.ForeignKey("forum.Attendee", models.CASCADE, related_name="blocks_made")
    blocked = models.ForeignKey("forum.Attendee", models.CASCADE, related_name="blocks_received")
    blocked_at = models.DateTimeField(default=timezone.now)

    objects = BlockQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["blocker", "blocked"], name="block_once"),
            models.CheckConstraint(condition=~Q(blocker=F("blocked")), name="block_not_oneself"),
        ]
