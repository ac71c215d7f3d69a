"""What a desk decides about a code, and how that is said. Pure.

The reasons keep the names the field knows from pretix; the desk app has a sentence for each.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

REASONS = (
    "invalid",
    "other_forum",
    "revoked",
    "canceled",
    "blocked",
    "invalid_time",
    "product",
    "already_redeemed",
    "not_inside",
)
"""In the order they are looked for: a cancelled ticket never passes for a harmless second scan."""

NOT_REFUSED = {"": "ok", "not_inside": "incomplete"}
"""Whoever was not in and leaves is not held up; only somebody should look how they came in."""

FIELDS = ("status", "reason", "direction", "again", "first_at", "desk")
"""Of every answer, in the order it is given: PostgreSQL keeps JSON in an order of its own."""


@dataclass(frozen=True)
class Verdict:
    """Admitted, or the reason why not. `first_at` and `desk` tell when and where the ticket first came in, `forum`
    how the forum is called, in both languages, to which the code belongs."""

    reason: str = ""
    is_again: bool = False
    first_at: datetime | None = None
    desk: str = ""
    forum: dict[str, str] | None = None

    @property
    def status(self) -> str:
        return NOT_REFUSED.get(self.reason, "refused")

    def answer(self, direction: str) -> dict[str, Any]:
        """Return what is kept of the answer: all of it but the person."""
        return {
            "status": self.status,
            "reason": self.reason or None,
            "direction": direction,
            "again": self.is_again,
            "first_at": as_text(self.first_at),
            "desk": self.desk or None,
            **({"forum": self.forum} if self.forum else {}),
        }


def as_text(at: datetime | None) -> str | None:
    """Return an instant as every frame writes it: UTC, milliseconds, Z."""
    if at is None:
        return None
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
