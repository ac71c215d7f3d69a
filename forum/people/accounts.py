"""What django-allauth does here: the password of the demo cast, and signing out. Codes are `forum.signin`'s. A door."""

from __future__ import annotations

from typing import ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forum.people.models import User
from forum.people.verbs import end_session
from forum.ways import read_way


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Closes sign-up, and speaks in our words. It sends no mail."""

    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed. Please write to the organizers."),
        "email_password_mismatch": _("Address and password do not fit together."),
        "too_many_login_attempts": _("Too many tries. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str | None) -> bool:
        return bool(read_way(url or ""))

    def logout(self, request: HttpRequest) -> None:
        """Sign out, and end what this device still has open in other tabs."""
        user, session_key = request.user, request.session.session_key
        super().logout(request)
        if isinstance(user, User) and session_key:
            end_session(user, session_key)
