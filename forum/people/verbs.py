"""Enrolling people, letting them in and out, giving roles. Who may do so is decided by the doors."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from forum.addresses import NotAnAddress, read_address
from forum.errors import AddressUnreadable
from forum.forums.models import Forum
from forum.journal.verbs import note
from forum.keys import digest_of
from forum.live import log
from forum.live.frames import instant
from forum.people.frames import AccessChanged, ArrivalCounts, PersonArrived, PersonLeft, PersonRegistered
from forum.people.models import Arrival, Attendee, TeamMember, User
from forum.people.queries import is_inside, roles_of, standing_of


class Enrolment(NamedTuple):
    """`is_new` is false when the address takes part already; then nothing about the person was changed."""

    attendee: Attendee
    is_new: bool


def enrol(
    forum: Forum,
    *,
    email: str,
    name: str,
    latin_name: str = "",
    organization: str = "",
    occupation: str,
    language: str,
    confirm_by: datetime | None = None,
    by: str = "",
    at: datetime | None = None,
) -> Enrolment:
    """Make somebody an attendee, and a user if the address is new; append `arrivals.registered`.

    With `confirm_by` their place lapses then, unless they have shown before that the address is theirs.

    An address that takes part already is left as it is: whoever types it need not be its owner.
    Raises AddressUnreadable.
    """
    at = at or timezone.now()
    details = {
        "name": name,
        "latin_name": latin_name,
        "organization": organization,
        "occupation": occupation,
        "language": language,
        "enrolled_at": at,
        "confirm_by": confirm_by,
    }
    with log.transaction():
        user = user_of(email, name=name, language=language)
        attendee, is_new = Attendee.objects.get_or_create(forum=forum, user=user, defaults=details)
        is_new = is_new or _came_back(attendee, details)
        if is_new:
            note("enrol", by=by or attendee.key, forum_id=forum.pk, subject=attendee.key, at=at)
            log.append(f"arrivals:{forum.slug}", PersonRegistered(), by="")
            recount_door(forum)
    return Enrolment(attendee, is_new)


def confirm(attendee: Attendee, *, by: str, at: datetime | None = None) -> bool:
    """Note that the address is theirs who registered with it; tell whether that was still open."""
    with log.transaction(savepoint=False):
        if not Attendee.objects.unconfirmed().filter(pk=attendee.pk).update(confirm_by=None):
            return False
        attendee.confirm_by = None
        note("confirm", by=by, forum_id=attendee.forum_id, subject=attendee.key, at=at)
    return True


def take_back_in(attendee: Attendee, *, by: str, at: datetime | None = None) -> bool:
    """Let somebody take part again whose place had lapsed, and who shows now that the address is theirs."""
    with log.transaction(savepoint=False):
        if not Attendee.objects.lapsed().filter(pk=attendee.pk).update(withdrawn_at=None, confirm_by=None):
            return False
        attendee.withdrawn_at = attendee.confirm_by = None
        note("take_back_in", by=by, forum_id=attendee.forum_id, subject=attendee.key, at=at)
        log.append(_door(attendee), PersonRegistered(), by="")
        recount_door(attendee.forum)
    return True


def prove(user: User, *, at: datetime | None = None) -> None:
    """Note that a user showed who they are, by a code that was mailed to them: in every forum, and once for all that
    other browsers keep for whoever typed the address there."""
    at = at or timezone.now()
    with log.transaction():
        user.attendances.update(proved_at=at)
        for attendee in Attendee.objects.unconfirmed().filter(user=user):
            confirm(attendee, by=attendee.key, at=at)


def end_holds(attendee: Attendee, *, at: datetime) -> None:
    """End what browsers may do for somebody without a sign-in."""
    Attendee.objects.filter(pk=attendee.pk).update(proved_at=at)


def recount_door(forum: Forum) -> None:
    """Have the numbers of the door counted anew after the commit, for everybody who follows them."""
    log.touch(f"arrivals:{forum.slug}", ArrivalCounts.kind)


def user_of(email: str, *, name: str = "", language: str = "ko") -> User:
    """Return the user with this address; who is new signs in by the code that is mailed there.

    Raises AddressUnreadable: a user nobody can write to could never sign in.
    """
    try:
        email = read_address(email)
    except NotAnAddress as error:
        raise AddressUnreadable(address=email) from error
    defaults = {"name": name, "language": language, "password": make_password(None)}
    user, _ = User.objects.get_or_create(email=email, defaults=defaults)
    return user


def record_arrival(attendee: Attendee, *, by: str, at: datetime | None = None) -> Arrival:
    """Let somebody in and tell the door's topic and the person; an open stay is returned as it is."""
    at = at or timezone.now()
    with log.transaction(savepoint=False):
        arrival, is_new = _stay(attendee, at)
        if not is_new:
            return arrival
        log.append(_door(attendee), PersonArrived(at=instant(at), first=arrival.is_first), by="")
        recount_door(attendee.forum)
        roles = roles_of(attendee.user_id, attendee.forum) if arrival.is_of_team else frozenset()
        _tell_access(attendee, roles, is_in=True, by=by)
    return arrival


def record_departure(attendee: Attendee, *, by: str, at: datetime | None = None) -> Arrival | None:
    """Close the open stay; None when there is none or it began after `at` (an exit reported late)."""
    at = at or timezone.now()
    with log.transaction(savepoint=False):
        arrival = attendee.arrivals.filter(departed_at=None, arrived_at__lte=at).first()
        if arrival is None or not _close(arrival, at):
            return None
        log.append(_door(attendee), PersonLeft(at=instant(at)), by="")
        recount_door(attendee.forum)
        _tell_access(attendee, roles_of(attendee.user_id, attendee.forum), is_in=False, by=by)
    return arrival


def retell_stays(attendee: Attendee, stays: Iterable[tuple[datetime, datetime | None]], *, by: str) -> None:
    """Make a person's stays (from, to) those that a door's log tells, oldest first, after it learned of something that
    happened before. The numbers of the door follow; the person is told if they are in, or out, by that."""
    with log.transaction(savepoint=False):
        told = [_Told(came, left, number == 0) for number, (came, left) in enumerate(stays)]
        kept = {
            _Told(one.arrived_at, one.departed_at, one.is_first): one.pk for one in attendee.arrivals.all()
        }
        Arrival.objects.filter(pk__in=[pk for stay, pk in kept.items() if stay not in told]).delete()
        Arrival.objects.bulk_create(stay.row(attendee) for stay in told if stay not in kept)
        recount_door(attendee.forum)
        is_in = any(stay.left is None for stay in told)
        if is_in != any(stay.left is None for stay in kept):
            _tell_access(attendee, roles_of(attendee.user_id, attendee.forum), is_in=is_in, by=by)


def give_role(forum: Forum, user: User, role: str, *, by: str, at: datetime | None = None) -> TeamMember:
    """Take a user into the forum's team; the same role twice is the same row. Open connections have it at once."""
    with log.transaction():
        member, is_new = TeamMember.objects.get_or_create(forum=forum, user=user, role=role)
        if is_new:
            note("give_role", by=by, forum_id=forum.pk, subject=member.key, at=at, role=role)
            _tell_roles(forum, user, by=by)
            log.recheck(standing_of(user, forum).key)
    return member


def take_role(forum: Forum, user: User, role: str, *, by: str, at: datetime | None = None) -> bool:
    """Take a role back; tell whether it was held. Their live connections are checked again."""
    key = standing_of(user, forum).key
    with log.transaction():
        taken, _ = TeamMember.objects.filter(forum=forum, user=user, role=role).delete()
        if taken:
            note("take_role", by=by, forum_id=forum.pk, subject=key, at=at, role=role)
            _tell_roles(forum, user, by=by)
            log.recheck(key)
    return bool(taken)


def end_session(user: User, session_key: str) -> None:
    """Close the live connections that this user opened with this session, in every forum."""
    keys = Attendee.objects.filter(user=user).values_list("key", flat=True)
    with log.transaction():
        for key in keys.union(TeamMember.objects.filter(user=user).values_list("key", flat=True)):
            log.end_session(key, digest_of(session_key))


class _Told(NamedTuple):
    """One stay as a door tells it."""

    came: datetime
    left: datetime | None
    is_first: bool

    def row(self, attendee: Attendee) -> Arrival:
        return Arrival(attendee=attendee, arrived_at=self.came, departed_at=self.left, is_first=self.is_first)


def _came_back(attendee: Attendee, details: dict[str, object]) -> bool:
    """Take somebody back who had withdrawn, with what they say now; at most one caller succeeds."""
    withdrawn = Attendee.objects.filter(pk=attendee.pk, withdrawn_at__isnull=False)
    if not withdrawn.update(withdrawn_at=None, **details):
        return False
    attendee.refresh_from_db()
    return True


def _stay(attendee: Attendee, at: datetime) -> tuple[Arrival, bool]:
    """Return the open stay and whether it was opened now. Somebody faster may have left again meanwhile."""
    while True:
        if opened := Arrival.objects.open_stay(attendee, at):
            return opened, True
        if standing := Arrival.objects.filter(attendee=attendee, departed_at=None).first():
            return standing, False


def _close(arrival: Arrival, at: datetime) -> bool:
    arrival.departed_at = at
    return bool(Arrival.objects.filter(pk=arrival.pk, departed_at=None).update(departed_at=at))


def _door(attendee: Attendee) -> str:
    return f"arrivals:{attendee.forum.slug}"


def _tell_access(attendee: Attendee, roles: frozenset[str], *, is_in: bool, by: str) -> None:
    log.append(f"user:{attendee.key}", AccessChanged(is_in=is_in, roles=sorted(roles)), by=by)


def _tell_roles(forum: Forum, user: User, *, by: str) -> None:
    standing = standing_of(user, forum)
    if standing.key:
        is_in = standing.attendee is not None and is_inside(standing.attendee)
        log.append(f"user:{standing.key}", AccessChanged(is_in=is_in, roles=sorted(standing.roles)), by=by)
