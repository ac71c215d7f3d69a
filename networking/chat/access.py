"""Who may take away what was said."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from forum.errors import Denied
from forum.live.principal import Principal
from forum.people.access import Visitor, signed_in
from forum.people.models import Role, User
from networking.rooms.access import room_for
from networking.rooms.models import Room


def room_to_moderate(principal: Principal, key: str) -> Room:
    """Return a room in which this principal may hide messages. Raises Gone, or Denied for mere members."""
    room = room_for(principal, key)
    if Role.MODERATOR not in principal.roles:
        raise Denied
    return room


def may_hide(visitor: Visitor) -> bool:
    """Tell whether this visitor hides messages; an organizer as such reads nobody's conversations."""
    return Role.MODERATOR in visitor.roles


def moderators(user: User | AnonymousUser, slug: str) -> Visitor:
    """Return who hides messages from a page. Raises SignInRequired, or Denied for everybody else."""
    found = signed_in(user, slug)
    if not may_hide(found):
        raise Denied
    return found
