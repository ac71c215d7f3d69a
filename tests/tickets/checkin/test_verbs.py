"""Who is let in, who is not and why, and that a scan is decided once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum.errors import Gone
from forum.leaving.verbs import withdraw
from forum.live import past
from forum.people.frames import ArrivalCounts
from forum.people.models import Arrival
from forum.people.queries import arrival_counts, is_inside
from tests.tickets.cast import a_desk, a_forum, a_kind, a_ticket
from tickets.checkin.models import Admission, CheckIn, Checkpoint
from tickets.checkin.queries import (
    admitted_by_desk,
    answer_of,
    checkpoint_by_key,
    checkpoints_of,
    last_scans,
)
from tickets.checkin.verbs import check_in, open_checkpoint
from tickets.desks.models import Desk
from tickets.errors import CheckpointKeyTaken
from tickets.registration.codes import new_code, read
from tickets.registration.models import Ticket
from tickets.registration.verbs import block, cancel, reissue, unblock

pytestmark = pytest.mark.django_db

STATEMENTS_PER_SCAN = 8
_nonces = iter(f"nonce-{number:06}" for number in range(10**6))


@pytest.fixture
def ticket() -> Ticket:
    return a_ticket(a_forum())


@pytest.fixture
def desk(ticket: Ticket) -> Desk:
    return a_desk(ticket.type.forum)[0]


def shown(desk: Desk, code: str, *, at_checkpoint: str = "entrance", **scan: Any) -> dict[str, Any]:
    """What a desk is answered to a code."""
    checkpoint = checkpoint_by_key(desk.forum, at_checkpoint)
    return answer_of(check_in(checkpoint, read(code), **{"nonce": next(_nonces), **scan}, by=desk))


def verdict(answer: dict[str, Any]) -> tuple[str, str | None]:
    return answer["status"], answer["reason"]


def test_an_unknown_code_is_refused_and_kept(desk: Desk) -> None:
    answer = shown(desk, new_code())

    assert verdict(answer) == ("refused", "invalid")
    assert answer["attendee"] is None
    assert CheckIn.objects.get().reason == "invalid"
    assert not Admission.objects.exists()


@pytest.mark.parametrize(
    "text", ["", "hello", "12345", "https://elsewhere.example/", "BEGIN:VCARD", "1" * 7089]
)
def test_what_is_not_a_code_is_refused_and_kept(desk: Desk, text: str) -> None:
    assert verdict(shown(desk, text)) == ("refused", "invalid")
    assert CheckIn.objects.count() == 1


def test_a_ticket_of_another_forum_of_this_site_names_that_forum_and_nobody(desk: Desk) -> None:
    stranger = a_ticket(a_forum("busan"))
    codes = [stranger.code, stranger.typing_code]
    reissue(stranger, by="")

    for code in (*codes, stranger.code, stranger.typing_code):
        answer = shown(desk, code)

        assert verdict(answer) == ("refused", "other_forum")
        assert answer["forum"] == {"ko": "포럼 busan", "en": "Forum busan"}
        assert answer["attendee"] is None
    assert not Admission.objects.exists()


def test_a_replaced_code_is_revoked_in_both_directions(desk: Desk, ticket: Ticket) -> None:
    old, old_typing = ticket.code, ticket.typing_code
    shown(desk, old)
    reissue(ticket, by="")

    assert verdict(shown(desk, old)) == ("refused", "revoked")
    assert verdict(shown(desk, old_typing, direction="out")) == ("refused", "revoked")
    assert is_inside(ticket.registration.attendee)
    assert verdict(shown(desk, ticket.code)) == ("refused", "already_redeemed")


def test_a_cancelled_ticket_is_refused(desk: Desk, ticket: Ticket) -> None:
    cancel(ticket, by="")

    assert verdict(shown(desk, ticket.code)) == ("refused", "canceled")


def test_a_ticket_cancelled_after_entry_never_passes_for_a_second_scan(desk: Desk, ticket: Ticket) -> None:
    shown(desk, ticket.code)
    cancel(ticket, by="")

    assert verdict(shown(desk, ticket.code)) == ("refused", "canceled")


def test_a_blocked_ticket_is_refused_until_it_is_unblocked(desk: Desk, ticket: Ticket) -> None:
    block(ticket, by="")
    assert verdict(shown(desk, ticket.code)) == ("refused", "blocked")

    unblock(ticket, by="")
    assert verdict(shown(desk, ticket.code)) == ("ok", None)


@pytest.mark.parametrize("times", [{"valid_from": 1}, {"valid_until": 0}])
def test_a_ticket_out_of_its_time_is_refused(times: dict[str, int]) -> None:
    forum = a_forum()
    now = timezone.now()
    a_kind(forum, **{name: now + timedelta(hours=hours) for name, hours in times.items()})
    ticket = a_ticket(forum)

    assert verdict(shown(a_desk(forum)[0], ticket.code)) == ("refused", "invalid_time")


def test_a_kind_that_does_not_belong_here_is_refused() -> None:
    forum = a_forum()
    a_kind(forum)
    workshop = a_kind(forum, key="workshop")
    desk, _ = a_desk(forum)
    open_checkpoint(forum, key="lab", name_ko="실습실", types=(workshop,), by="")
    stranger = a_ticket(forum, type_key="general")
    member = a_ticket(forum, "lee@example.com", type_key="workshop")

    assert verdict(shown(desk, stranger.code, at_checkpoint="lab")) == ("refused", "product")
    assert verdict(shown(desk, member.code, at_checkpoint="lab")) == ("ok", None)


def test_a_second_scan_says_when_and_where_the_first_was(desk: Desk, ticket: Ticket) -> None:
    other, _ = a_desk(desk.forum, "South door")
    first = shown(desk, ticket.code)

    second = shown(other, ticket.code)

    assert verdict(second) == ("refused", "already_redeemed")
    assert (second["first_at"], second["desk"]) == (first["first_at"], "North door")
    assert second["attendee"]["name"] == "김민지"
    assert Arrival.objects.count() == 1


def test_a_lost_answer_is_given_again_even_after_the_person_left(desk: Desk, ticket: Ticket) -> None:
    first = shown(desk, ticket.code, nonce="lost-answer")
    shown(desk, ticket.code, direction="out")

    again = shown(desk, ticket.code, nonce="lost-answer")

    assert again == first
    assert CheckIn.objects.count() == 2
    assert not is_inside(ticket.registration.attendee)


def test_a_refused_scan_keeps_its_answer_too(desk: Desk, ticket: Ticket) -> None:
    block(ticket, by="")
    first = shown(desk, ticket.code, nonce="refused-1")
    unblock(ticket, by="")

    assert shown(desk, ticket.code, nonce="refused-1") == first
    assert not Admission.objects.exists()


def test_a_nonce_belongs_to_its_desk(desk: Desk, ticket: Ticket) -> None:
    other, _ = a_desk(desk.forum, "South door")
    shown(desk, ticket.code, nonce="the-same-nonce")

    assert verdict(shown(other, ticket.code, nonce="the-same-nonce")) == ("refused", "already_redeemed")
    assert CheckIn.objects.count() == 2


def test_leaving_and_coming_back_is_allowed_and_shown(desk: Desk, ticket: Ticket) -> None:
    first = shown(desk, ticket.code)
    left = shown(desk, ticket.code, direction="out")
    back = shown(desk, ticket.typing_code)

    assert (first["again"], left["direction"], back["again"]) == (False, "out", True)
    assert verdict(back) == ("ok", None)
    assert back["first_at"] == first["first_at"]
    assert Admission.objects.get().entries == 2
    assert arrival_counts(desk.forum).inside == 1


def test_nobody_is_kept_inside(desk: Desk, ticket: Ticket) -> None:
    shown(desk, ticket.code)
    cancel(ticket, by="")

    assert verdict(shown(desk, ticket.code, direction="out")) == ("ok", None)
    assert not is_inside(ticket.registration.attendee)


def test_leaving_without_having_come_is_looked_at_and_harms_nothing(desk: Desk, ticket: Ticket) -> None:
    assert verdict(shown(desk, ticket.code, direction="out")) == ("incomplete", "not_inside")
    assert CheckIn.objects.get().reason == "not_inside"
    assert (checkpoints_of(desk.forum)[0].inside, checkpoints_of(desk.forum)[0].entered) == (0, 0)
    assert arrival_counts(desk.forum) == ArrivalCounts(registered=1, arrived=0, inside=0)

    assert verdict(shown(desk, ticket.code)) == ("ok", None)
    assert arrival_counts(desk.forum) == ArrivalCounts(registered=1, arrived=1, inside=1)
    assert Admission.objects.get().entries == 1


def test_every_entrance_opens_the_same_forum(desk: Desk, ticket: Ticket) -> None:
    """In by the front door, out by the back door, and in again: one guest, who is in or is not."""
    open_checkpoint(desk.forum, key="back", name_ko="후문", is_entrance=True, by="")
    shown(desk, ticket.code)

    assert verdict(shown(desk, ticket.code, at_checkpoint="back")) == ("refused", "already_redeemed")
    assert verdict(shown(desk, ticket.code, at_checkpoint="back", direction="out")) == ("ok", None)
    assert not is_inside(ticket.registration.attendee)
    assert shown(desk, ticket.code)["again"]
    assert [(place.key, place.inside, place.entered) for place in checkpoints_of(desk.forum)] == [
        ("back", 0, 0),
        ("entrance", 1, 1),
    ]


def test_a_desk_counts_the_people_it_let_in_and_not_its_scans(desk: Desk, ticket: Ticket) -> None:
    other, _ = a_desk(desk.forum, "South door")
    for direction in ("in", "out", "in", "out"):
        shown(desk, ticket.code, direction=direction)
    shown(other, ticket.code)

    assert admitted_by_desk(desk.forum) == {desk.pk: 1, other.pk: 1}


def test_whose_ticket_was_taken_back_is_not_registered(desk: Desk, ticket: Ticket) -> None:
    a_ticket(desk.forum, "lee@example.com")

    cancel(ticket, by="")

    assert arrival_counts(desk.forum).registered == 1


def test_a_lunch_counter_is_no_arrival(desk: Desk, ticket: Ticket) -> None:
    open_checkpoint(desk.forum, key="lunch", name_ko="점심", name_en="Lunch", by="")

    assert verdict(shown(desk, ticket.code, at_checkpoint="lunch")) == ("ok", None)
    assert verdict(shown(desk, ticket.code, at_checkpoint="lunch")) == ("refused", "already_redeemed")
    assert not Arrival.objects.exists()


def test_an_arrival_is_told_to_the_door_without_a_name_and_to_the_person(desk: Desk, ticket: Ticket) -> None:
    key = ticket.registration.attendee.key

    shown(desk, ticket.code)

    (*_, entry) = past.read_after("arrivals:seoul", 0)
    (told,) = past.read_after(f"user:{key}", 0)
    assert (entry["k"], set(entry["d"])) == ("arrivals.in", {"at", "first"})
    assert key not in str(entry)
    assert (told["k"], told["d"]) == ("access.changed", {"in": True, "roles": []})


def test_every_forum_has_an_entrance_and_the_first_scan_keeps_it(desk: Desk, ticket: Ticket) -> None:
    assert [checkpoint.key for checkpoint in checkpoints_of(desk.forum)] == ["entrance"]
    assert last_scans(checkpoint_by_key(desk.forum, "entrance")) == []
    assert not Checkpoint.objects.exists()

    shown(desk, ticket.code)

    entrance = Checkpoint.objects.get()
    assert (entrance.key, entrance.name_en, entrance.is_entrance) == ("entrance", "Main entrance", True)
    assert checkpoints_of(desk.forum)[0].inside == 1


def test_the_entrance_is_listed_beside_others_before_its_first_scan(desk: Desk) -> None:
    open_checkpoint(desk.forum, key="lunch", name_ko="점심", by="")

    assert [checkpoint.key for checkpoint in checkpoints_of(desk.forum)] == ["entrance", "lunch"]


def test_an_unknown_checkpoint_does_not_exist(desk: Desk) -> None:
    with pytest.raises(Gone):
        shown(desk, new_code(), at_checkpoint="backdoor")


def test_a_checkpoint_is_opened_once(desk: Desk) -> None:
    open_checkpoint(desk.forum, key="lunch", name_ko="점심", by="")

    with pytest.raises(CheckpointKeyTaken):
        open_checkpoint(desk.forum, key="lunch", name_ko="점심", by="")


def test_last_scans_are_newest_first_with_the_same_statements_for_one_and_three(
    desk: Desk, ticket: Ticket
) -> None:
    shown(desk, ticket.code)
    checkpoint = checkpoint_by_key(desk.forum, "entrance")
    with CaptureQueriesContext(connection) as one:
        [answer_of(scan) for scan in last_scans(checkpoint)]
    shown(desk, new_code())
    shown(desk, a_ticket(desk.forum, "lee@example.com").code)

    with CaptureQueriesContext(connection) as three:
        answers = [answer_of(scan) for scan in last_scans(checkpoint)]

    assert [verdict(answer)[0] for answer in answers] == ["ok", "refused", "ok"]
    assert len(one) == len(three) == 1


def test_who_leaves_the_forum_for_good_is_out_of_every_door(desk: Desk, ticket: Ticket) -> None:
    other = a_ticket(desk.forum, "lee@example.com")
    shown(desk, ticket.code)
    shown(desk, other.code)

    withdraw(ticket.registration.attendee, by="")

    assert list(Admission.objects.filter(is_inside=True).values_list("ticket", flat=True)) == [other.pk]
    assert verdict(shown(desk, ticket.code)) == ("refused", "canceled")


def test_a_stored_answer_holds_no_name(desk: Desk, ticket: Ticket) -> None:
    shown(desk, ticket.code)

    assert "김민지" not in str(CheckIn.objects.values().get())
