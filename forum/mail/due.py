"""What the outbox does by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta

from forum.live.due import due
from forum.mail.verbs import forget_sent, send_due


@due("mail.send", every=timedelta(seconds=2), alone=True)
def send(now: datetime) -> None:
    send_due(at=now)


@due("mail.forget", every=timedelta(hours=6))
def forget(now: datetime) -> None:
    forget_sent(now)
