"""Mailing codes and taking them. Nothing here depends on whether an address is known until its code comes back."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from forum.live import log
from forum.mail.verbs import queue_mail
from forum.people.models import User
from forum.people.verbs import prove
from forum.signin.codes import digest, new_code
from forum.signin.models import SignInCode
from forum.signin.queries import user_of_address

GOOD_FOR = timedelta(minutes=10)


def ask_for_code(address: str, *, language: str, is_held: bool = False, at: datetime | None = None) -> bool:
    """Mail a new code to an address, known or not; tell whether one was mailed.

    Codes mailed before stay good. Where the asker is held, they have to do; but where there is none, whoever holds
    back the asker, a code goes out: nobody can keep somebody from signing in by asking often in their name.
    """
    at = at or timezone.now()
    with log.transaction():
        if is_held and SignInCode.objects.good_for(address, at).exists():
            return False
        code, end = new_code(), at + GOOD_FOR
        SignInCode.objects.create(address=address, digest=digest(code), expires_at=end)
        queue_mail("signin.code", address, language=language, useful_until=end, at=at, code=code)
    return True


def spend_code(address: str, code: str, *, at: datetime | None = None) -> User | None:
    """Take a code that was mailed to this address, and every other of it with it; return who has shown to be whom.

    Places that waited for them to show it are theirs from then on.
    """
    at = at or timezone.now()
    with log.transaction():
        taken, _ = SignInCode.objects.good_for(address, at).filter(digest=digest(code)).delete()
        if not taken:
            return None
        SignInCode.objects.filter(address=address).delete()
        user = user_of_address(address)
        if user is not None:
            prove(user, at=at)
    return user


def forget_codes(at: datetime) -> None:
    """Delete the codes that are good no more."""
    SignInCode.objects.filter(expires_at__lte=at).delete()
