"""Who may set up desks."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from forum.errors import Gone
from forum.live.principal import Principal
from forum.people.access import Visitor, with_role
from forum.people.models import Role, User


def desk_team(user: User | AnonymousUser, slug: str) -> Visitor:
    """Return who asks, if of the desk team or an organizer; raise SignInRequired or Denied otherwise."""
    return with_role(user, slug, Role.DESK)


def team_only(principal: Principal, slug: str) -> str:
    """Let the forum's team, whatever their roles, hear of its desks; refuse everybody else with Gone."""
    if principal.kind != "person" or principal.forum != slug or not principal.roles:
        raise Gone
    return slug
