"""One person is one user in whichever spelling their address comes, and users told apart by it become one."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction

from forum.addresses import NotAnAddress
from forum.errors import AddressUnreadable
from forum.forums.models import Forum
from forum.mail.models import OutboxMail
from forum.people.models import Attendee, TeamMember, User
from forum.people.verbs import enrol, user_of
from tests.forum.cast import a_forum, an_attendee

pytestmark = pytest.mark.django_db

PLAIN, HANGUL, LOUD = "minji@xn--bj0bj06e.kr", "minji@한글.kr", " MINJI@한글.KR"
respell = import_module("forum.migrations.0002_one_spelling_of_addresses").respell


def written_as(user: User, email: str) -> None:
    """Write an address as older versions kept it, past the column that knows better."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE forum_user SET email = %s WHERE id = %s", [email, user.pk])


def test_one_person_in_every_spelling() -> None:
    forum = a_forum()
    first = an_attendee(forum, HANGUL)

    again = enrol(forum, email=LOUD, name="Else", occupation="other", language="ko")

    assert (again.attendee, again.is_new) == (first, False)
    assert User.objects.get(email=HANGUL) == User.objects.get(email=LOUD) == user_of(PLAIN)
    assert User.objects.get_by_natural_key(HANGUL).email == PLAIN


def test_nobody_is_known_by_what_is_no_address() -> None:
    with pytest.raises(AddressUnreadable):
        user_of("my.orgexample.org")
    with pytest.raises(NotAnAddress), transaction.atomic():
        User.objects.create_user("my.orgexample.org")
    with pytest.raises(NotAnAddress), transaction.atomic():
        User.objects.bulk_create([User(email="minji@")])
    assert not User.objects.exists()


def test_a_saved_object_says_what_is_kept() -> None:
    user = User(email=LOUD)
    user.save()
    forum = a_forum(privacy_contact=LOUD)

    assert (user.email, forum.privacy_contact) == (PLAIN, PLAIN)


def test_users_told_apart_by_spelling_become_one() -> None:
    here, there = a_forum(), a_forum()
    kept = an_attendee(here, PLAIN)
    twin = an_attendee(there, "twin@example.com")
    twice = an_attendee(here, "twin@example.com")
    TeamMember.objects.create(forum=here, user=kept.user, role="desk")
    for role in ("desk", "host"):
        TeamMember.objects.create(forum=here, user=twin.user, role=role)
    written_as(twin.user, "Minji@한글.kr")
    with connection.cursor() as cursor:
        row = [twin.pk, "Minji@한글.kr"]
        cursor.execute("UPDATE forum_forum SET privacy_contact = %s WHERE id = %s", [row[1], here.pk])

    respell(apps, None)
    respell(apps, None)  # twice is once

    assert {user.pk for user in User.objects.filter(email=HANGUL)} == {kept.user_id}
    assert owners(here, there) == {kept.pk: kept.user_id, twin.pk: kept.user_id, twice.pk: twin.user_id}
    assert sorted(kept.user.roles.values_list("role", flat=True)) == ["desk", "host"]
    left = User.objects.get(pk=twin.user_id)
    assert (left.email, left.is_active) == (f"{left.pk}@merged.invalid", False)
    assert Forum.objects.get(pk=here.pk).privacy_contact == PLAIN


def test_who_alone_has_an_old_spelling_keeps_everything_and_what_is_no_address_stays() -> None:
    alone, odd = an_attendee(a_forum(), PLAIN), an_attendee(a_forum(), "odd@example.com")
    written_as(alone.user, "minji@한글.kr")
    written_as(odd.user, "my.orgexample.org")

    respell(apps, None)

    assert User.objects.get(pk=alone.user_id).email == PLAIN
    assert User.objects.get(pk=odd.user_id).email == "my.orgexample.org"
    assert not OutboxMail.objects.exists()


def owners(*forums: Forum) -> dict[Any, Any]:
    return dict(Attendee.objects.filter(forum__in=forums).values_list("pk", "user_id"))
