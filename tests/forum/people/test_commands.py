"""The command that makes the first organizer."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from forum.people.models import TeamMember, User
from tests.forum.cast import a_forum

pytestmark = pytest.mark.django_db


def test_first_organizer_is_made_once_and_signs_in_by_code() -> None:
    forum, said = a_forum(), StringIO()

    for _ in range(2):
        call_command("give_role", forum.slug, "Boss@Example.com", "organizer", stdout=said)

    member = TeamMember.objects.get(forum=forum)
    assert (member.user.email, member.role) == ("boss@example.com", "organizer")
    assert not member.user.has_usable_password()
    assert "boss@example.com is organizer of" in said.getvalue()


@pytest.mark.parametrize(("slug", "role"), [("nowhere", "organizer"), ("seoul", "king")])
def test_what_does_not_exist_is_said_in_a_sentence(slug: str, role: str) -> None:
    a_forum("seoul")

    with pytest.raises(CommandError):
        call_command("give_role", slug, "boss@example.com", role)

    assert not User.objects.exists()


@pytest.mark.parametrize("address", ["my.orgexample.org", "boss@example", "김민지@example.com", ""])
def test_what_is_no_address_makes_no_user(address: str) -> None:
    a_forum("seoul")

    with pytest.raises(CommandError, match="is not an e-mail address"):
        call_command("give_role", "seoul", address, "organizer")

    assert not User.objects.exists()


def test_another_spelling_of_an_address_is_the_same_user() -> None:
    a_forum("seoul")

    for address, role in (("boss@한글.kr", "organizer"), ("Boss@XN--BJ0BJ06E.KR", "host")):
        call_command("give_role", "seoul", address, role, stdout=StringIO())

    assert User.objects.get().email == "boss@xn--bj0bj06e.kr"
    assert TeamMember.objects.count() == 2


def test_a_superuser_is_checked_the_same_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "long enough to pass")

    with override("en"), pytest.raises(CommandError, match="does not look like an e-mail address"):
        call_command("createsuperuser", interactive=False, email="boss@localhost")
    call_command("createsuperuser", interactive=False, email="Boss@한글.kr", stdout=StringIO())

    assert User.objects.get().email == "boss@xn--bj0bj06e.kr"
