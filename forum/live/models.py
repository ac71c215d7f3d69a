"""The log and who is there: topics with their last number, entries, processes, presence."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from forum.keys import new_key


class Topic(models.Model):
    """A stream of events; its row is the lock under which it gets its next number."""

    name = models.CharField(max_length=100, unique=True)
    head = models.BigIntegerField(default=0)
    version = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} at {self.head}"


class LogEntry(models.Model):
    """One event, as it was said. Append only; a redacted payload is `{}` and keeps its number."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="entries", db_index=False)
    seq = models.BigIntegerField()
    kind = models.CharField(max_length=60)
    payload = models.TextField()
    author = models.CharField(max_length=40, blank=True)
    cid = models.CharField(max_length=64, null=True)  # noqa: DJ001 (no cid, and two of those are not the same)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "seq"], name="logentry_number_once"),
            models.UniqueConstraint(
                fields=["topic", "author", "cid"],
                condition=models.Q(cid__isnull=False),
                name="logentry_said_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.seq}"


class Node(models.Model):
    """A running process that holds sockets; silent for too long, it counts as gone."""

    key = models.CharField(max_length=12, unique=True, default=new_key)
    seen_at = models.DateTimeField(db_default=Now(), db_index=True)

    def __str__(self) -> str:
        return self.key


class Presence(models.Model):
    """Somebody is in a topic through a node, with one device or several. True only while the node lives."""

    node = models.ForeignKey(Node, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    topic = models.CharField(max_length=100)
    key = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "key", "node"], name="presence_once_a_node")]

    def __str__(self) -> str:
        return f"{self.key} in {self.topic}"
