"""Reading people: who takes part, who works here, who is inside."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q, QuerySet

from forum.errors import Gone
from forum.forums.models import Forum
from forum.people.frames import ArrivalCounts
from forum.people.holds import Hold
from forum.people.models import Arrival, Attendee, TeamMember, User
from forum.picked import Pick, every, first


class Standing(NamedTuple):
    """What somebody is at one forum; `key` stands for them on every wire, "" for strangers."""

    attendee: Attendee | None
    roles: frozenset[str]
    key: str


def active_user(user_id: int) -> User | None:
    """Return the user unless it is gone or switched off."""
    return User.objects.filter(pk=user_id, is_active=True).first()


def held_attendee(forum: Forum, hold: Hold) -> Attendee | None:
    """Return whom a browser keeps, unless they have shown who they are since: then it has to ask them again."""
    still = Q(proved_at=None) | Q(proved_at__lte=hold.since)
    return Attendee.objects.of(forum).filter(still, key=hold.key).select_related("user", "forum").first()


def held_address(hold: Hold | None) -> str:
    """Return the address of whom a browser registered, as long as it may act for them; else nothing."""
    if hold is None or not hold.has_registered:
        return ""
    still = Q(proved_at=None) | Q(proved_at__lte=hold.since)
    held = Attendee.objects.filter(still, key=hold.key, withdrawn_at=None)
    return held.values_list("user__email", flat=True).first() or ""


def attendee_by_key(forum: Forum, key: str) -> Attendee:
    """Return the attendee with this public key, or refuse with Gone."""
    found = Attendee.objects.of(forum).filter(key=key).select_related("user", "forum").first()
    if found is None:
        raise Gone
    return found


_KNOWN = (
    Pick(Attendee, "person", "id", "forum_id", "user_id", "key", "name", "language"),
    Pick(Forum, "forum", "id", "slug"),
)
_TEAM = Pick(TeamMember, "team", "id", "key", "role")
_IN_TEAM = "FROM forum_teammember AS team WHERE forum_id = %s AND user_id = %s"
_TAKING_PART = """FROM forum_attendee AS person JOIN forum_forum AS forum ON forum.id = person.forum_id
JOIN forum_user AS account ON account.id = person.user_id AND account.is_active
WHERE forum.slug = %s AND person.withdrawn_at IS NULL AND """


def known_by_key(forum_slug: str, key: str) -> Attendee | None:
    """Return what a socket says of the attendee with this key, with the forum; None for who does not take part."""
    return _known("person.key = %s", forum_slug, key)


def known_by_user(forum_slug: str, user_id: int) -> Attendee | None:
    """Return the same of the attendee this user is."""
    return _known("person.user_id = %s", forum_slug, user_id)


def _known(where: str, forum_slug: str, who: str | int) -> Attendee | None:
    found = first(_TAKING_PART + where, [forum_slug, who], *_KNOWN)
    if found is None:
        return None
    attendee: Attendee
    attendee, attendee.forum = found
    return attendee


def roles_of(user_id: int, forum: Forum) -> frozenset[str]:
    """Return the roles of this user in the forum's team."""
    return frozenset(team.role for (team,) in every(_IN_TEAM, [forum.pk, user_id], _TEAM))


def standing_of(user: User | AnonymousUser, forum: Forum) -> Standing:
    """Return attendee, roles and key in two queries. The attendee's key wins over that of the oldest role."""
    if user.pk is None:
        return Standing(None, frozenset(), "")
    found = first(_MINE, [forum.pk, user.pk], _ME)
    attendee: Attendee | None = found[0] if found else None
    if attendee:
        attendee.user, attendee.forum = user, forum
    team = [member for (member,) in every(f"{_IN_TEAM} ORDER BY team.id", [forum.pk, user.pk], _TEAM)]
    key = attendee.key if attendee else next((member.key for member in team), "")
    return Standing(attendee, frozenset(member.role for member in team), key)


_ME = Pick(Attendee, "person")
_MINE = """FROM forum_attendee AS person
WHERE person.forum_id = %s AND person.user_id = %s AND person.withdrawn_at IS NULL"""


Selection = Callable[[Forum], QuerySet[Any]]
_without_place: list[Selection] = []


def without_place(select: Selection) -> Selection:
    """Let a room of another wing name the attendees (by their ids) who take part but hold no place any more."""
    _without_place.append(select)
    return select


def arrival_counts(forum: Forum) -> ArrivalCounts:
    """Return the three numbers of the door, in two queries."""
    expected = Attendee.objects.of(forum)
    for select in _without_place:
        expected = expected.exclude(pk__in=select(forum))
    stays = Arrival.objects.filter(attendee__forum=forum).aggregate(
        arrived=Count("pk", filter=Q(is_first=True)), inside=Count("pk", filter=Q(departed_at=None))
    )
    return ArrivalCounts(registered=expected.count(), **stays)


def is_inside(attendee: Attendee) -> bool:
    """Tell whether this person was let in and has not left."""
    return attendee.arrivals.filter(departed_at=None).exists()


def inside_since(attendee: Attendee) -> datetime | None:
    """Return when this person was let in; None for who has not come or has left."""
    stay = attendee.arrivals.filter(departed_at=None).first()
    return stay.arrived_at if stay else None
