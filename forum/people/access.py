"""Who asks, and what they may: the first thing every door calls."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from forum.errors import Denied, NotRegistered, SignInRequired
from forum.forums.models import Forum
from forum.forums.queries import forum_by_slug
from forum.people.holds import Session, hold_in
from forum.people.models import Attendee, Role, User
from forum.people.queries import held_attendee, standing_of


@dataclass(frozen=True)
class Visitor:
    """Somebody before one forum. `key` is who acts in verbs and journal, "" for a stranger.

    `here` is who takes part as far as this browser alone is concerned: the attendee, or whom it registered before
    anybody signed in; for what nobody else sees. `keeps_ticket` tells whether it shows somebody's ticket.
    """

    user: User | AnonymousUser
    forum: Forum
    attendee: Attendee | None = None
    roles: frozenset[str] = frozenset()
    key: str = ""
    here: Attendee | None = None
    keeps_ticket: bool = False

    @property
    def is_team(self) -> bool:
        return bool(self.roles)

    def may(self, *roles: str) -> bool:
        """Tell whether one of these roles is held; an organizer may everything."""
        return not self.roles.isdisjoint({Role.ORGANIZER, *roles})


@dataclass(frozen=True)
class Participant(Visitor):
    """A visitor who takes part."""

    attendee: Attendee


def visitor(user: User | AnonymousUser, slug: str, session: Session | None = None) -> Visitor:
    """Return who asks for a page of this forum; raise Gone where there is no such forum.

    With the browser's `session` whom it keeps is known as well, as long as nobody is signed in there.
    """
    forum = forum_by_slug(slug)
    attendee, roles, key = standing_of(user, forum)
    hold = None if user.is_authenticated else hold_in(session, slug)
    held = held_attendee(forum, hold) if hold else None
    here = attendee or (held if hold and hold.has_registered else None)
    return Visitor(user, forum, attendee, roles, key, here, keeps_ticket=(attendee or held) is not None)


def signed_in(user: User | AnonymousUser, slug: str) -> Visitor:
    """Like `visitor`, and raise SignInRequired when nobody is signed in."""
    found = visitor(user, slug)
    if not user.is_authenticated:
        raise SignInRequired
    return found


def taking_part(user: User | AnonymousUser, slug: str) -> Participant:
    """Like `signed_in`, and raise NotRegistered for somebody who does not take part."""
    found = signed_in(user, slug)
    if found.attendee is None:
        raise NotRegistered(forum=found.forum.name)
    return Participant(
        user, found.forum, found.attendee, found.roles, found.key, found.attendee, keeps_ticket=True
    )


def saving_here(user: User | AnonymousUser, slug: str, session: Session) -> Participant:
    """Like `taking_part`, and let in the browser in which somebody registered: for what nobody else sees."""
    found = visitor(user, slug, session)
    if found.here is None or found.attendee is not None:
        return taking_part(user, slug)
    return Participant(user, found.forum, found.here, key=found.here.key, here=found.here, keeps_ticket=True)


def with_role(user: User | AnonymousUser, slug: str, *roles: str) -> Visitor:
    """Like `signed_in`, and raise Denied without one of these roles (an organizer needs none of them)."""
    found = signed_in(user, slug)
    if not found.may(*roles):
        raise Denied
    return found
