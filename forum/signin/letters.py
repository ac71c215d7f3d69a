"""The letter that answers somebody who asked to sign in: the code, or that nobody is known by the address."""

from __future__ import annotations

from forum.mail.models import OutboxMail
from forum.mail.registry import Letter, letter, rendered
from forum.mail.strangers import may_write_to_a_stranger
from forum.signin.queries import user_of_address


@letter("signin.code")
def code(mail: OutboxMail) -> Letter | None:
    user = user_of_address(mail.to)
    if user is None and not may_write_to_a_stranger():
        return None
    if user is None:
        return rendered("forum/signin/mail/unknown", {}, language=mail.language)
    return rendered("forum/signin/mail/code", {"code": mail.facts["code"]}, language=user.language)
