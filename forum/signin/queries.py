"""Reading who may sign in by a code."""

from __future__ import annotations

from forum.people.models import User


def user_of_address(address: str) -> User | None:
    """Return who signs in with this address; None for strangers and closed accounts."""
    return User.objects.filter(email=address, is_active=True).first()
