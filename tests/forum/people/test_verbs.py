"""Enrolling, arriving, leaving, roles: refusals and races first."""

from __future__ import annotations

from datetime import timedelta

import pytest

from forum.journal.models import JournalEntry
from forum.live import past
from forum.people.models import Arrival, Attendee
from forum.people.queries import arrival_counts, is_inside, standing_of
from forum.people.verbs import enrol, give_role, record_arrival, record_departure, take_role
from tests.forum.cast import OPENS, a_forum, a_member, an_attendee
from tests.forum.live.stack import Stack
from tests.forum.racing import together

PERSON = {"name": "Minji Kim", "occupation": "developer", "language": "en"}


def kinds(topic: str) -> list[str]:
    return [event["k"] for event in past.read_after(topic, 0)]


@pytest.mark.django_db
def test_enrol_a_known_address_changes_nothing_about_its_owner() -> None:
    forum = a_forum()
    first = an_attendee(forum, "minji@example.com")

    again = enrol(forum, email=" MINJI@example.com ", **{**PERSON, "name": "Somebody else"})

    assert again == (first, False)
    assert Attendee.objects.get().name == "김민지"
    assert kinds(f"arrivals:{forum.slug}") == ["arrivals.registered"]


@pytest.mark.django_db
def test_enrol_takes_somebody_back_with_what_they_say_now() -> None:
    forum = a_forum()
    first = an_attendee(forum, "minji@example.com")
    Attendee.objects.update(withdrawn_at=OPENS)

    again = enrol(forum, email="minji@example.com", at=OPENS, **PERSON)

    assert (again.attendee.pk, again.is_new, again.attendee.name) == (first.pk, True, "Minji Kim")
    assert Attendee.objects.get().withdrawn_at is None


@pytest.mark.django_db
def test_enrol_twice_elsewhere_is_one_user_and_two_attendees() -> None:
    here, there = a_forum(), a_forum()
    one, other = an_attendee(here, "minji@example.com"), an_attendee(there, "minji@example.com")

    assert (one.user, one.key == other.key) == (other.user, False)
    assert (standing_of(one.user, here).attendee, standing_of(one.user, there).attendee) == (one, other)
    assert [entry.verb for entry in JournalEntry.objects.filter(forum=here)] == ["enrol"]


def test_enrol_of_one_address_by_many_is_one_person(database: Stack) -> None:
    forum = a_forum(f"race-enrol-{database.kind}")
    address = f"race-{database.kind}@example.com"

    done = together(6, lambda number: enrol(forum, email=address, **PERSON))

    assert sorted(outcome.is_new for outcome in done) == [False] * 5 + [True]
    assert kinds(f"arrivals:{forum.slug}") == ["arrivals.registered"]


@pytest.mark.django_db
def test_arrival_twice_is_one_stay() -> None:
    attendee = an_attendee(a_forum())

    one, other = record_arrival(attendee, by="desk", at=OPENS), record_arrival(attendee, by="desk")

    assert (one, other.arrived_at, one.is_first) == (other, OPENS, True)
    assert kinds(f"arrivals:{attendee.forum.slug}") == ["arrivals.registered", "arrivals.in"]


@pytest.mark.django_db
def test_departure_without_arrival_is_nothing() -> None:
    attendee = an_attendee(a_forum())

    assert record_departure(attendee, by="desk") is None
    assert kinds(f"user:{attendee.key}") == []


@pytest.mark.django_db
def test_departure_reported_late_does_not_end_a_newer_stay() -> None:
    attendee = an_attendee(a_forum())
    record_arrival(attendee, by="desk", at=OPENS + timedelta(hours=2))

    assert record_departure(attendee, by="desk", at=OPENS + timedelta(hours=1)) is None
    assert is_inside(attendee)


@pytest.mark.django_db
def test_arrival_after_departure_is_not_the_first() -> None:
    attendee = an_attendee(a_forum())
    record_arrival(attendee, by="desk", at=OPENS)
    record_departure(attendee, by="desk", at=OPENS + timedelta(hours=1))

    back = record_arrival(attendee, by="desk", at=OPENS + timedelta(hours=2))

    assert back.is_first is False
    door = [event["d"] for event in past.read_after(f"arrivals:{attendee.forum.slug}", 1)]
    assert door == [
        {"at": "2026-11-26T00:00:00.000Z", "first": True},
        {"at": "2026-11-26T01:00:00.000Z"},
        {"at": "2026-11-26T02:00:00.000Z", "first": False},
    ]


@pytest.mark.django_db
def test_door_never_names_anybody() -> None:
    attendee = an_attendee(a_forum())
    record_arrival(attendee, by=attendee.key)
    record_departure(attendee, by=attendee.key)

    events = past.read_after(f"arrivals:{attendee.forum.slug}", 0)
    assert [event for event in events if attendee.key in str(event) or "by" in event] == []


def test_arrival_at_many_desks_is_one_stay(database: Stack) -> None:
    attendee = an_attendee(a_forum(f"race-arrival-{database.kind}"))

    done = together(6, lambda number: record_arrival(attendee, by=f"desk{number}"))

    assert {arrival.pk for arrival in done} == {Arrival.objects.get(attendee=attendee).pk}
    assert kinds(f"user:{attendee.key}") == ["access.changed"]


@pytest.mark.django_db
def test_counts_follow_people_in_and_out() -> None:
    forum = a_forum()
    one, other = an_attendee(forum), an_attendee(forum)
    an_attendee(a_forum())
    record_arrival(one, by="", at=OPENS)
    record_arrival(other, by="", at=OPENS)
    record_departure(other, by="", at=OPENS + timedelta(minutes=1))

    counts = arrival_counts(forum)

    assert (counts.registered, counts.arrived, counts.inside) == (2, 2, 1)


@pytest.mark.django_db
def test_roles_are_told_to_the_person_and_can_be_taken_back() -> None:
    forum = a_forum()
    attendee = an_attendee(forum)
    record_arrival(attendee, by="")

    give_role(forum, attendee.user, "host", by="boss")
    give_role(forum, attendee.user, "host", by="boss")
    taken = [take_role(forum, attendee.user, "host", by="boss") for _ in range(2)]

    assert taken == [True, False]
    said = [event["d"] for event in past.read_after(f"user:{attendee.key}", 1)]
    assert said == [{"in": True, "roles": ["host"]}, {"in": True, "roles": []}]


@pytest.mark.django_db
def test_standing_of_a_team_member_is_the_key_of_the_oldest_role() -> None:
    forum = a_forum()
    user = a_member(forum, "desk")
    give_role(forum, user, "host", by="")

    attendee, roles, key = standing_of(user, forum)

    assert (attendee, roles, key) == (None, {"desk", "host"}, user.roles.order_by("pk")[0].key)
