"""Who may see a mixer, and who may steer it."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from forum.errors import Denied, Gone
from forum.live.principal import Principal
from forum.people.access import Visitor, signed_in, taking_part, with_role
from forum.people.models import Role, User
from networking.rounds.models import Mixer
from networking.rounds.queries import find_mixer


def mixer_for(principal: Principal, key: str) -> Mixer:
    """Return a mixer of this person's forum. Raises Gone, for devices too: they take part in nothing."""
    if principal.kind != "person":
        raise Gone
    return find_mixer(principal.forum, key)


def mixer_to_steer(principal: Principal, key: str) -> Mixer:
    """Return a mixer this person may steer. Raises Gone, or Denied for those who only take part."""
    mixer = mixer_for(principal, key)
    if principal.roles.isdisjoint({Role.HOST, Role.ORGANIZER}):
        raise Denied
    return mixer


def people_inside(user: User | AnonymousUser, slug: str) -> Visitor:
    """Return who may enter lobbies: people of the forum, its team. Raises SignInRequired, NotRegistered."""
    found = signed_in(user, slug)
    return found if found.is_team else taking_part(user, slug)


def hosts(user: User | AnonymousUser, slug: str) -> Visitor:
    """Return who makes and steers mixers from a page. Raises SignInRequired, or Denied for everybody else."""
    return with_role(user, slug, Role.HOST)


def may_steer(visitor: Visitor) -> bool:
    """Tell whether this visitor makes and steers mixers."""
    return visitor.may(Role.HOST)
