"""Leaving: a person withdraws from one forum, or is forgotten altogether.

Does what the ground floor owes, then tells the wings above by its signals, all in one transaction: if one
of them fails, nobody has left.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone

from forum.calendars.verbs import forget_readers, revoke_feed
from forum.consents.verbs import take_back_consents
from forum.journal.verbs import note
from forum.keys import new_key
from forum.live import log
from forum.mail.verbs import forget_mail
from forum.people.frames import PersonWithdrawn
from forum.people.models import Attendee, User
from forum.people.verbs import record_departure, recount_door
from forum.signals import attendee_withdrawn, person_forgotten
from forum.signin.models import SignInCode


def withdraw(attendee: Attendee, *, by: str, at: datetime | None = None) -> bool:
    """End somebody's part in a forum: out of the door, feed and consents revoked, live connections closed.

    Told once however often it is said; False when they had withdrawn already. They may register again.
    """
    at = at or timezone.now()
    with log.transaction():
        here = Attendee.objects.filter(pk=attendee.pk, withdrawn_at=None)
        if not here.update(withdrawn_at=at, confirm_by=None):
            return False
        attendee.confirm_by = None
        _let_go(attendee, "withdraw", by=by, at=at)
    return True


def lapse(attendee: Attendee, *, at: datetime) -> bool:
    """End the part of somebody who has not shown in time that the address is theirs; False if they just did.

    One conditional statement decides, whoever is confirmed, scanned or signed in at this instant.
    """
    with log.transaction():
        late = Attendee.objects.unconfirmed().filter(pk=attendee.pk, confirm_by__lte=at)
        if not late.update(withdrawn_at=at):
            return False
        _let_go(attendee, "lapse", by="", at=at)
    return True


def forget(user: User, *, by: str, at: datetime | None = None) -> None:
    """Withdraw somebody everywhere and erase what identifies them; keys stay, for counts and logs."""
    at = at or timezone.now()
    with log.transaction():
        for attendee in user.attendances.select_related("forum", "user"):
            withdraw(attendee, by=by, at=at)
            note("forget", by=by, forum_id=attendee.forum_id, subject=attendee.key, at=at)
        person_forgotten.send(User, user=user, by=by)
        user.attendances.update(name="–", latin_name="", organization="")
        for key in user.roles.values_list("key", flat=True):
            log.revoke(key)
        user.roles.all().delete()
        forget_readers(user)
        forget_mail(user.email)
        SignInCode.objects.filter(address=user.email).delete()
        EmailAddress.objects.filter(user=user).delete()
        _forget_sessions(user)
        _erase(user)


def _forget_sessions(user: User) -> None:
    """End every session of this user, and those in which a code for their address is waited for."""
    gone = [session.pk for session in Session.objects.iterator() if _is_about(session.get_decoded(), user)]
    Session.objects.filter(pk__in=gone).delete()


def _is_about(said: dict[str, Any], user: User) -> bool:
    return said.get(SESSION_KEY) == str(user.pk) or user.email in json.dumps(said, ensure_ascii=False)


def _erase(user: User) -> None:
    """Make the row nobody's: an address that cannot exist (RFC 2606), no name, no way in."""
    user.email = f"{new_key()}@forgotten.invalid"
    user.name = ""
    user.is_active = user.is_staff = user.is_superuser = False
    user.set_unusable_password()
    user.save()


def _let_go(attendee: Attendee, verb: str, *, by: str, at: datetime) -> None:
    """Give back what the ground floor gave, and have the wings above do the same."""
    attendee.withdrawn_at = at
    record_departure(attendee, by=by, at=at)
    revoke_feed(attendee, by=by, at=at)
    take_back_consents(attendee, at=at)
    note(verb, by=by, forum_id=attendee.forum_id, subject=attendee.key, at=at)
    log.append(f"arrivals:{attendee.forum.slug}", PersonWithdrawn())
    recount_door(attendee.forum)
    log.revoke(attendee.key)
    attendee_withdrawn.send(Attendee, attendee=attendee, by=by)
