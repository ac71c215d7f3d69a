"""Enrolling people, letting them in and out, giving roles. Who may do so is decided by the doors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from forum.errors import ConsentRequired
from forum.forums.models import Forum
from forum.journal.verbs import note
from forum.live import log
from forum.live.frames import instant
from forum.people.frames import AccessChanged, PersonArrived, PersonLeft, PersonRegistered
from forum.people.models import Arrival, Attendee, Consent, ConsentText, TeamMember, User
from forum.people.queries import is_inside, roles_of, standing_of


class Enrolment(NamedTuple):
    """`is_new` is false when the address takes part already; then nothing about the person was changed."""

    attendee: Attendee
    is_new: bool


class Matter(NamedTuple):
    """One thing people are asked to agree to."""

    kind: str
    is_required: bool
    title_ko: str
    title_en: str
    body_ko: str
    body_en: str

    def is_said_by(self, text: ConsentText | None) -> bool:
        """Tell whether a version says just this."""
        return text is not None and all(
            getattr(text, name) == value for name, value in self._asdict().items()
        )


def enrol(
    forum: Forum,
    *,
    email: str,
    name: str,
    latin_name: str = "",
    organization: str = "",
    occupation: str,
    language: str,
    consents: Iterable[int],
    by: str = "",
    at: datetime | None = None,
) -> Enrolment:
    """Make somebody an attendee, and a user if the address is new; append `arrivals.registered`.

    `consents` are the ids of the texts agreed to; raise ConsentRequired when a required one is missing.
    An address that takes part already is left as it is: whoever types it need not be its owner.
    """
    at = at or timezone.now()
    agreed = _agreed_texts(forum, frozenset(consents))
    details = {
        "name": name,
        "latin_name": latin_name,
        "organization": organization,
        "occupation": occupation,
        "language": language,
        "enrolled_at": at,
    }
    with log.transaction():
        user = user_of(email, name=name, language=language)
        attendee, is_new = Attendee.objects.get_or_create(forum=forum, user=user, defaults=details)
        is_new = is_new or _came_back(attendee, details)
        if is_new:
            _keep_consents(attendee, agreed, at)
            note("enrol", by=by or attendee.key, forum_id=forum.pk, subject=attendee.key, at=at)
            log.append(f"arrivals:{forum.slug}", PersonRegistered(), by="")
    return Enrolment(attendee, is_new)


def choose_consents(attendee: Attendee, given: Iterable[int], *, by: str, at: datetime | None = None) -> None:
    """Give the consents whose texts' ids are `given`, take all others back. Raises ConsentRequired: what is
    required ends by leaving the forum."""
    at = at or timezone.now()
    agreed = _agreed_texts(attendee.forum, frozenset(given))
    with log.transaction():
        standing = Consent.objects.filter(attendee=attendee, withdrawn_at=None)
        known = set(standing.values_list("text_id", flat=True))
        _keep_consents(attendee, [text for text in agreed if text.pk not in known], at)
        standing.exclude(text__in=agreed).update(withdrawn_at=at)
        kinds = sorted(text.kind for text in agreed)
        note("choose_consents", by=by, forum_id=attendee.forum_id, subject=attendee.key, at=at, kinds=kinds)


def ask_consents(forum: Forum, matters: Sequence[Matter], *, by: str, at: datetime | None = None) -> None:
    """Ask people to agree to these matters, in this order, and to no others from now on.

    A text that reads differently is a new version: nobody has agreed to that yet.
    """
    at = at or timezone.now()
    with log.transaction():
        current = {text.kind: text for text in forum.consent_texts.filter(retired_at=None)}
        kept = {matter.kind for matter in matters if matter.is_said_by(current.get(matter.kind))}
        forum.consent_texts.filter(retired_at=None).exclude(kind__in=kept).update(retired_at=at)
        for position, matter in enumerate(matters):
            if matter.kind in kept:
                forum.consent_texts.filter(pk=current[matter.kind].pk).update(position=position)
            else:
                earlier = forum.consent_texts.filter(kind=matter.kind).count()
                ConsentText.objects.create(
                    forum=forum, version=earlier + 1, position=position, **matter._asdict()
                )
        note("ask_consents", by=by, forum_id=forum.pk, subject=forum.slug, at=at)


def user_of(email: str, *, name: str = "", language: str = "ko") -> User:
    """Return the user with this address; who is new signs in by the code that is mailed there."""
    defaults = {"name": name, "language": language, "password": make_password(None)}
    user, _ = User.objects.get_or_create(email=email.strip().lower(), defaults=defaults)
    return user


def record_arrival(attendee: Attendee, *, by: str, at: datetime | None = None) -> Arrival:
    """Let somebody in and tell the door's topic and the person; an open stay is returned as it is."""
    at = at or timezone.now()
    with log.transaction(savepoint=False):
        arrival, is_new = _stay(attendee, at)
        if not is_new:
            return arrival
        log.append(_door(attendee), PersonArrived(at=instant(at), first=arrival.is_first), by="")
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
        _tell_access(attendee, roles_of(attendee.user_id, attendee.forum), is_in=False, by=by)
    return arrival


def give_role(forum: Forum, user: User, role: str, *, by: str, at: datetime | None = None) -> TeamMember:
    """Take a user into the forum's team; the same role twice is the same row."""
    with log.transaction():
        member, is_new = TeamMember.objects.get_or_create(forum=forum, user=user, role=role)
        if is_new:
            note("give_role", by=by, forum_id=forum.pk, subject=member.key, at=at, role=role)
            _tell_roles(forum, user, by=by)
    return member


def take_role(forum: Forum, user: User, role: str, *, by: str, at: datetime | None = None) -> bool:
    """Take a role back; tell whether it was held. Their live connections are checked again."""
    key = standing_of(user, forum).key
    with log.transaction():
        taken, _ = TeamMember.objects.filter(forum=forum, user=user, role=role).delete()
        if taken:
            note("take_role", by=by, forum_id=forum.pk, subject=key, at=at, role=role)
            _tell_roles(forum, user, by=by)
            log.revoke(key)
    return bool(taken)


def _agreed_texts(forum: Forum, given: frozenset[int]) -> list[ConsentText]:
    """Return the current texts among `given`."""
    current = list(forum.consent_texts.filter(retired_at=None))
    if any(text.is_required and text.pk not in given for text in current):
        raise ConsentRequired
    return [text for text in current if text.pk in given]


def _came_back(attendee: Attendee, details: dict[str, object]) -> bool:
    """Take somebody back who had withdrawn, with what they say now; at most one caller succeeds."""
    withdrawn = Attendee.objects.filter(pk=attendee.pk, withdrawn_at__isnull=False)
    if not withdrawn.update(withdrawn_at=None, **details):
        return False
    attendee.refresh_from_db()
    return True


def _keep_consents(attendee: Attendee, agreed: list[ConsentText], at: datetime) -> None:
    """Write what was agreed to; a consent taken back earlier is given anew."""
    Consent.objects.bulk_create(
        [Consent(attendee=attendee, text=text, given_at=at) for text in agreed],
        update_conflicts=True,
        unique_fields=["attendee", "text"],
        update_fields=["given_at", "withdrawn_at"],
    )


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
