"""Who may what, from the stranger to the organizer."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from forum.errors import Denied, Gone, NotRegistered, SignInRequired
from forum.people.access import signed_in, taking_part, visitor, with_role
from forum.people.models import Attendee, User
from tests.forum.cast import OPENS, a_forum, a_member, an_attendee

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


def test_visitor_of_no_forum_is_gone() -> None:
    with pytest.raises(Gone):
        visitor(NOBODY, "nowhere")


def test_stranger_may_look_and_nothing_else() -> None:
    forum = a_forum()

    seen = visitor(NOBODY, forum.slug)

    assert (seen.attendee, seen.roles, seen.key, seen.is_team, seen.may("desk")) == (
        None,
        frozenset(),
        "",
        False,
        False,
    )
    with pytest.raises(SignInRequired):
        signed_in(NOBODY, forum.slug)
    with pytest.raises(SignInRequired):
        with_role(NOBODY, forum.slug, "desk")


def test_somebody_of_another_forum_does_not_take_part() -> None:
    forum = a_forum()
    elsewhere = an_attendee(a_forum())

    with override("en"), pytest.raises(NotRegistered) as refused:
        taking_part(elsewhere.user, forum.slug)

    with override("en"):
        assert refused.value.text == "This is for people who are registered for Courtyard Forum."


def test_somebody_who_withdrew_does_not_take_part() -> None:
    attendee = an_attendee(a_forum())
    Attendee.objects.update(withdrawn_at=OPENS)

    with pytest.raises(NotRegistered):
        taking_part(attendee.user, attendee.forum.slug)


@pytest.mark.parametrize(
    ("held", "asked", "may"),
    [
        ("desk", "desk", True),
        ("host", "desk", False),
        ("organizer", "desk", True),
        ("desk", "organizer", False),
    ],
)
def test_role(held: str, asked: str, may: bool) -> None:
    forum = a_forum()
    user = a_member(forum, held)

    if may:
        assert with_role(user, forum.slug, asked).roles == {held}
    else:
        with pytest.raises(Denied):
            with_role(user, forum.slug, asked)


def test_role_of_one_forum_is_none_in_another() -> None:
    user = a_member(a_forum(), "organizer")

    with pytest.raises(Denied):
        with_role(user, a_forum().slug, "desk")


def test_attendee_acts_under_their_own_key() -> None:
    attendee = an_attendee(a_forum())

    seen = taking_part(attendee.user, attendee.forum.slug)

    assert (seen.attendee, seen.key) == (attendee, attendee.key)


def test_visitor_costs_three_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    attendee = an_attendee(a_forum())
    user = User.objects.get(pk=attendee.user_id)

    with django_assert_num_queries(3):
        visitor(user, attendee.forum.slug)
