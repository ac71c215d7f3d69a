"""Whose session a cookie stands for: what the statements written by hand say is what Django says."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum.live import sessions
from forum.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    return User.objects.create_user("ann@example.org", "a password")


@pytest.fixture
def session(user: User) -> str:
    browser = Client()
    browser.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return browser.cookies[settings.SESSION_COOKIE_NAME].value


def both(session: str) -> int | None:
    """Return what both ways find, which is the same."""
    by_hand = sessions.user_of(session)
    assert by_hand == sessions._as_django_finds_it(session)
    return by_hand


def test_a_session_that_is_open_is_found_in_two_statements(user: User, session: str) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert sessions.user_of(session) == user.pk
    assert len(asked) == 2
    assert both(session) == user.pk


@pytest.mark.parametrize("session_key", ["", "unknown", "x" * 32, "' OR 1=1 --", "\ud55c"])
def test_an_unknown_key_is_nobody(session: str, session_key: str) -> None:
    del session
    assert both(session_key) is None


def test_a_session_whose_time_is_over_is_nobody(session: str) -> None:
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))

    assert both(session) is None


def test_a_session_opened_with_another_password_is_nobody(user: User, session: str) -> None:
    user.set_password("another")
    user.save()

    assert both(session) is None


def test_who_was_switched_off_or_forgotten_is_nobody(user: User, session: str) -> None:
    User.objects.update(is_active=False)
    assert both(session) is None
    user.delete()
    assert both(session) is None


@pytest.mark.parametrize("name", [BACKEND_SESSION_KEY, HASH_SESSION_KEY])
def test_a_session_that_says_half_is_nobody(session: str, name: str) -> None:
    store = import_module(settings.SESSION_ENGINE).SessionStore(session)
    del store[name]
    store.save()

    assert both(session) is None


def test_a_session_of_before_signing_in_is_nobody(session: str) -> None:
    del session
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store["theme"] = "dark"
    store.save()

    assert both(store.session_key) is None


def test_a_secret_that_was_replaced_signs_nobody_out(user: User, session: str) -> None:
    with override_settings(SECRET_KEY="x" * 60, SECRET_KEY_FALLBACKS=[settings.SECRET_KEY]):
        assert sessions.user_of(session) == user.pk
