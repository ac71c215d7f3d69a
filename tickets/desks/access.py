"""Who may set up desks."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from forum.people.access import Visitor, with_role
from forum.people.models import Role, User


def desk_team(user: User | AnonymousUser, slug: str) -> Visitor:
    """Return who asks, if of the desk team or an organizer; raise SignInRequired or Denied otherwise."""
    return with_role(user, slug, Role.DESK)
