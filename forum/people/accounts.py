"""Signing in with django-allauth: by a code sent by mail, for people who registered; nobody signs up here."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forum.mail.verbs import queue_mail
from forum.people.models import User
from forum.people.queries import language_of
from forum.people.verbs import end_session


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Closes sign-up, speaks in our words, and sends through the outbox.

    A known and an unknown address get the same page in the same time: for both, one mail is one row.
    """

    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed. Please write to the organizers."),
        "email_password_mismatch": _("Address and password do not fit together."),
        "incorrect_code": _("That is not the code we sent. Look at the newest mail and try again."),
        "too_many_login_attempts": _("Too many tries. Wait five minutes, then ask for a new code."),
        "rate_limited": _("You have asked for many codes. Wait five minutes, then ask again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def logout(self, request: HttpRequest) -> None:
        """Sign out, and end what this device still has open in other tabs."""
        user, session_key = request.user, request.session.session_key
        super().logout(request)
        if isinstance(user, User) and session_key:
            end_session(user, session_key)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue the mail in the reader's language; a stranger is answered in the language of the page."""
        queue_mail(email, template=template_prefix, context=context, language=language_of(email))
