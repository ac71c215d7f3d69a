"""What signing in does by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta

from forum.live.due import due
from forum.signin.verbs import forget_codes


@due("signin.forget", every=timedelta(minutes=10))
def forget(now: datetime) -> None:
    forget_codes(now)
