"""Scans that are reported late or out of order count when they happened."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from forum.leaving.verbs import withdraw
from forum.people.frames import ArrivalCounts
from forum.people.models import Arrival
from forum.people.queries import arrival_counts, is_inside
from tests.tickets.cast import a_desk, a_forum, a_ticket
from tests.tickets.checkin.test_verbs import shown, verdict
from tickets.checkin.models import Admission, CheckIn
from tickets.checkin.queries import (
    admitted_by_desk,
)
from tickets.checkin.verdicts import as_text
from tickets.desks.models import Desk
from tickets.registration.models import Ticket
from tickets.registration.verbs import cancel, reissue

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket() -> Ticket:
    return a_ticket(a_forum())


@pytest.fixture
def desk(ticket: Ticket) -> Desk:
    return a_desk(ticket.type.forum)[0]


def test_what_became_of_a_ticket_later_does_not_change_an_earlier_scan(desk: Desk, ticket: Ticket) -> None:
    """A desk without a line let somebody in at −10 minutes; the ticket was replaced, then cancelled meanwhile."""
    before = timezone.now() - timedelta(minutes=10)
    Ticket.objects.update(issued_at=before)
    old = ticket.code
    reissue(ticket, by="")
    cancel(ticket, by="")

    assert verdict(shown(desk, old, at=before)) == ("ok", None)
    assert verdict(shown(desk, old)) == ("refused", "revoked")
    assert verdict(shown(desk, ticket.code)) == ("refused", "canceled")
    assert is_inside(ticket.registration.attendee)


def test_a_scan_from_before_somebody_left_for_good_lets_nobody_in(desk: Desk, ticket: Ticket) -> None:
    withdraw(ticket.registration.attendee, by="")

    late = shown(desk, ticket.code, at=timezone.now() - timedelta(minutes=10))

    assert verdict(late) == ("ok", None)
    assert not Admission.objects.get().is_inside
    assert Arrival.objects.get().departed_at is not None


def test_an_entry_reported_after_a_later_exit_leaves_nobody_inside(desk: Desk, ticket: Ticket) -> None:
    now = timezone.now()
    shown(desk, ticket.code, direction="out", at=now - timedelta(minutes=10))

    late = shown(desk, ticket.code, at=now - timedelta(minutes=30))

    assert verdict(late) == ("ok", None)
    assert not is_inside(ticket.registration.attendee)
    assert arrival_counts(desk.forum) == ArrivalCounts(registered=1, arrived=1, inside=0)
    (stay,) = Arrival.objects.all()
    assert (stay.arrived_at, stay.departed_at) == (now - timedelta(minutes=30), now - timedelta(minutes=10))


def test_one_code_that_two_desks_let_in_without_a_line_is_told_to_the_second_to_be_heard(
    desk: Desk, ticket: Ticket
) -> None:
    other, _ = a_desk(desk.forum, "South door")
    now = timezone.now()
    shown(desk, ticket.code, at=now - timedelta(minutes=5))

    late = shown(other, ticket.code, at=now - timedelta(minutes=8))

    assert verdict(late) == ("refused", "already_redeemed")
    assert (late["first_at"], late["desk"]) == (as_text(now - timedelta(minutes=5)), "North door")
    assert Admission.objects.get().first_at == now - timedelta(minutes=8)
    assert admitted_by_desk(desk.forum) == {other.pk: 1}


def test_an_exit_reported_late_does_not_undo_a_later_entry(desk: Desk, ticket: Ticket) -> None:
    now = timezone.now()
    shown(desk, ticket.code, at=now)

    late = shown(desk, ticket.code, direction="out", at=now - timedelta(minutes=10))

    assert verdict(late) == ("incomplete", "not_inside")
    assert Admission.objects.get().is_inside
    assert is_inside(ticket.registration.attendee)


def test_a_scan_reported_late_counts_from_when_it_happened(desk: Desk, ticket: Ticket) -> None:
    at = timezone.now() - timedelta(minutes=10)

    shown(desk, ticket.code, at=at)

    assert Admission.objects.get().first_at == at
    assert Arrival.objects.get().arrived_at == at
    assert CheckIn.objects.get().received_at > at


def test_a_clock_that_is_ahead_admits_nobody_in_the_future(desk: Desk, ticket: Ticket) -> None:
    shown(desk, ticket.code, at=timezone.now() + timedelta(days=1))

    assert Admission.objects.get().first_at <= timezone.now()
