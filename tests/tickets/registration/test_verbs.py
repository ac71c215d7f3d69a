"""Seats, tickets and who gets to see them."""

from __future__ import annotations

import re
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage as Mime
from email.policy import default
from html import unescape
from io import BytesIO

import pytest
import zxingcpp
from django.core import mail
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.utils import timezone
from PIL import Image

from forum.errors import ConsentRequired, Gone
from forum.forums.models import Forum
from forum.leaving.verbs import forget, withdraw
from forum.live import past
from forum.live.limits import Limit
from forum.mail import strangers
from forum.mail.models import OutboxMail
from forum.mail.registry import letter_of
from forum.mail.verbs import send_due
from forum.people.models import Attendee
from forum.people.verbs import confirm
from tests.mails import text_of
from tests.tickets.cast import a_forum, a_kind, a_text, a_ticket, registered
from tickets.checkin.queries import checkpoint_by_key, shown_at
from tickets.errors import RegistrationClosed, RegistrationFull, RegistrationNotOpen, TicketLinkOver
from tickets.registration.codes import Code, Form
from tickets.registration.links import sign
from tickets.registration.models import Quota, Registration, Ticket
from tickets.registration.queries import Presented, ticket_by_token, ticket_of
from tickets.registration.verbs import block, cancel, mail_to_address, offer, reissue, unblock

pytestmark = pytest.mark.django_db


def test_register_before_the_time_is_refused() -> None:
    forum = a_forum(registration_opens_at=timezone.now() + timedelta(days=1))
    a_kind(forum)

    with pytest.raises(RegistrationNotOpen):
        registered(forum)


def test_register_after_the_time_is_refused() -> None:
    forum = a_forum(registration_closes_at=timezone.now() - timedelta(minutes=1))
    a_kind(forum)

    with pytest.raises(RegistrationClosed):
        registered(forum)


def test_register_for_the_last_seat_plus_one_is_refused_and_keeps_nothing() -> None:
    forum = a_forum()
    a_kind(forum, size=1)
    registered(forum, "first@example.com")

    with pytest.raises(RegistrationFull):
        registered(forum, "second@example.com")

    assert Attendee.objects.count() == 1
    assert Quota.objects.get().taken == 1
    assert OutboxMail.objects.count() == 1
    assert past.head("arrivals:seoul") == 1


def test_register_without_a_required_consent_gives_the_seat_back() -> None:
    forum = a_forum()
    a_kind(forum)
    a_text(forum)

    with pytest.raises(ConsentRequired):
        registered(forum, consents=[])

    assert (Quota.objects.get().taken, Attendee.objects.count()) == (0, 0)
    assert past.read_after(f"arrivals:{forum.slug}", 0) == []


def test_register_for_another_forums_kind_is_refused() -> None:
    forum, other = a_forum(), a_forum("busan")
    a_kind(forum)
    a_kind(other, key="vip")

    with pytest.raises(Gone):
        registered(forum, type_key="vip")


def test_register_where_nothing_is_offered_is_refused() -> None:
    with pytest.raises(Gone):
        registered(a_forum())


def test_oversold_is_impossible_for_the_database() -> None:
    kind = a_kind(a_forum(), size=1)

    with pytest.raises(IntegrityError), transaction.atomic():
        Quota.objects.filter(pk=kind.quota_id).update(taken=2)


def test_a_new_person_gets_a_ticket_a_mail_and_is_counted() -> None:
    forum = a_forum()
    a_kind(forum)

    outcome = registered(forum)

    assert outcome.is_new
    assert ticket_of(outcome.ticket.registration.attendee) == outcome.ticket
    assert Quota.objects.get().taken == 1
    assert past.head("arrivals:seoul") == 1


def test_the_mail_has_link_qr_and_calendar_in_the_readers_language() -> None:
    forum = a_forum(contact="hosts@example.com")
    ticket = a_ticket(forum, "lee@example.com", language="en", is_proved=True)

    send_due()

    (sent,) = mail.outbox
    html, calendar = text_of(sent, "text/html"), text_of(sent, "text/calendar")
    assert (sent.to, sent.subject) == (["lee@example.com"], "Your ticket: Forum seoul")
    assert (sent.from_email, sent.reply_to) == ("Forum seoul <forum@localhost>", ["hosts@example.com"])
    for said in (sent.body, unescape(html)):
        assert f"/en/seoul/ticket/?t={sign(ticket.key, ticket.code)}" in said
        for fact in (ticket.spaced_typing_code, "Minji Kim", "Hall", "Seoul", "google.com/maps", "KST"):
            assert fact in said
        assert ticket.code not in said and re.search(r"\d{15}", said) is None
    assert shown_by(sent, "qr") == ticket.code
    assert "METHOD:PUBLISH" in calendar and "SUMMARY:Forum seoul" in calendar
    assert "lee@example.com" not in calendar


def shown_by(sent: EmailMessage, name: str) -> str:
    """Return what a reader finds in the code that the HTML of a mail shows by this name."""
    whole: Mime = message_from_bytes(sent.message().as_bytes(), policy=default)  # type: ignore[assignment]
    (picture,) = [part for part in whole.walk() if part["Content-ID"] == f"<{name}>"]
    assert f'src="cid:{name}"' in text_of(sent, "text/html")
    (found,) = zxingcpp.read_barcodes(Image.open(BytesIO(picture.get_content())).convert("L"))
    return str(found.text)


def test_a_mail_about_an_open_seat_asks_for_the_button_and_a_confirmed_one_does_not() -> None:
    ticket = a_ticket(a_forum(), language="en")
    asked = letter_of(OutboxMail.objects.get())
    confirm(ticket.attendee, by="")
    confirmed = letter_of(OutboxMail.objects.get())

    assert asked and confirmed
    assert "Confirm my seat and open the ticket" in asked.html and "your seat is confirmed" in asked.text
    assert "Open your ticket" in confirmed.html and "Please" not in confirmed.html.partition("cid:qr")[0]


def test_a_name_in_a_mail_is_text_and_no_header() -> None:
    forum = a_forum(name_en="Forum\r\nBcc: all@example.com <b>&")
    a_ticket(forum, name="<a href=//evil.example>민지</a>", language="en", latin_name="")

    assert send_due() == 1
    (sent,) = mail.outbox
    assert "<a href=//evil.example>" not in text_of(sent, "text/html")
    assert "\n" not in sent.from_email and "\n" not in sent.subject


def test_a_known_address_gets_its_ticket_by_mail_and_changes_nothing() -> None:
    forum = a_forum()
    a_kind(forum)
    first = registered(forum)
    OutboxMail.objects.update(queued_at=timezone.now() - timedelta(hours=1))

    second = registered(forum, "MinJi@example.com", name="Somebody Else")

    assert second == (first.ticket, False)
    assert Quota.objects.get().taken == 1
    assert Attendee.objects.get().name == "김민지"
    letters = list(OutboxMail.objects.order_by("pk").values_list("to", "letter"))
    assert letters == [("minji@example.com", "tickets.ticket"), ("minji@example.com", "tickets.again")]
    said = letter_of(OutboxMail.objects.get(letter="tickets.again"))
    assert said is not None and "Somebody Else" not in said.text
    assert said.subject == "[포럼 seoul] 이미 등록하셨습니다"


@pytest.mark.parametrize("email", ["minji@example.com", "nobody@example.com"])
def test_no_address_is_flooded_with_mail(email: str) -> None:
    forum = a_forum()
    a_ticket(forum)
    OutboxMail.objects.all().delete()

    asked = [mail_to_address(forum, email, language="en") for _ in range(5)]
    later = mail_to_address(forum, email, language="en", at=timezone.now() + timedelta(minutes=3))

    assert (asked, later, OutboxMail.objects.count()) == ([True] + [False] * 4, True, 2)


def test_mail_to_a_stranger_says_so_and_strangers_get_few(monkeypatch: pytest.MonkeyPatch) -> None:
    forum = a_forum()
    monkeypatch.setattr(strangers, "LETTERS", Limit(burst=2, per_second=0.001))
    for number in range(3):
        mail_to_address(forum, f"nobody{number}@example.com", language="en")

    assert send_due(at=timezone.now()) == 2
    assert [each.subject for each in mail.outbox] == ["No ticket for this address: Forum seoul"] * 2
    assert "/en/seoul/register/" in mail.outbox[0].body
    assert not OutboxMail.objects.filter(sent_at=None).exists()


def test_a_ticket_is_written_with_the_code_it_has_when_the_mail_leaves() -> None:
    ticket = a_ticket(a_forum())
    old = ticket.code

    reissue(ticket, by="")
    send_due(at=timezone.now())

    assert old not in "".join(each.body for each in mail.outbox)
    assert len(mail.outbox) == 2


@pytest.mark.parametrize(
    ("language", "asks"),
    [("ko", "김민지 님, 자리를 확정해 주십시오."), ("en", "Minji Kim, please confirm your seat.")],
)
def test_a_mail_whose_link_has_to_be_opened_in_time_says_so_first(language: str, asks: str) -> None:
    ticket = a_ticket(a_forum(), language=language)
    send_due()
    confirm(ticket.attendee, by="")
    reissue(ticket, by="")
    send_due(at=timezone.now())

    waiting, confirmed = mail.outbox
    assert "자리를 확정" in waiting.subject or "confirm your seat" in waiting.subject
    assert waiting.body.startswith(asks) and asks in unescape(text_of(waiting, "text/html"))
    assert asks not in confirmed.body and waiting.subject != confirmed.subject


def test_a_ticket_that_was_taken_back_is_not_mailed() -> None:
    cancel(a_ticket(a_forum()), by="")

    assert (send_due(at=timezone.now()), mail.outbox) == (0, [])


def test_somebody_who_takes_part_without_a_ticket_gets_one_by_mail_only() -> None:
    forum = a_forum()
    cancel(a_ticket(forum), by="")

    outcome = registered(forum)

    assert not outcome.is_new
    assert Registration.objects.count() == 1
    assert Quota.objects.get().taken == 1


def test_two_live_tickets_of_one_person_are_impossible_for_the_database() -> None:
    ticket = a_ticket(a_forum())

    with pytest.raises(IntegrityError), transaction.atomic():
        Ticket.objects.create(registration=ticket.registration, type=ticket.type)


def test_cancel_frees_the_seat_once() -> None:
    ticket = a_ticket(a_forum())

    assert [cancel(ticket, by=""), cancel(ticket, by="")] == [True, False]
    assert Quota.objects.get().taken == 0


def test_block_and_unblock_change_once_each() -> None:
    ticket = a_ticket(a_forum())

    assert [block(ticket, by=""), block(ticket, by="")] == [True, False]
    assert [unblock(ticket, by=""), unblock(ticket, by="")] == [True, False]
    assert Quota.objects.get().taken == 1


def test_reissue_retires_both_codes_and_every_link() -> None:
    forum = a_forum()
    ticket = a_ticket(forum)
    code, typing_code = ticket.code, ticket.typing_code
    old_link = sign(ticket.key, code)

    now = timezone.now()
    fresh = reissue(ticket, by="", at=now)

    assert shown(forum, Code(Form.SCANNED, code)) == (ticket, now, None)
    assert shown(forum, Code(Form.TYPED, typing_code)) == (ticket, now, None)
    assert shown(forum, Code(Form.SCANNED, fresh.code)) == (ticket, None, None)
    with pytest.raises(TicketLinkOver):
        ticket_by_token(forum, old_link)
    assert ticket_by_token(forum, sign(fresh.key, fresh.code)) == ticket


def test_a_link_opens_one_ticket_of_one_forum_for_a_time() -> None:
    forum, other = a_forum(), a_forum("busan")
    ticket, stranger = a_ticket(forum), a_ticket(forum, "lee@example.com")
    token = sign(ticket.key, ticket.code)
    forged = f"{stranger.key}.{token.partition('.')[2]}"

    assert ticket_by_token(forum, token) == ticket
    for where, what in ((other, token), (forum, forged), (forum, ""), (forum, token[:-1]), (forum, "\x00.é")):
        with pytest.raises(TicketLinkOver):
            ticket_by_token(where, what)
    with pytest.raises(TicketLinkOver):
        ticket_by_token(forum, token, at=forum.ends_at + timedelta(days=2))


def test_a_code_means_nothing_at_another_forum() -> None:
    ticket = a_ticket(a_forum())

    found = shown(a_forum("busan"), Code(Form.SCANNED, ticket.code))

    assert (found.ticket, found.forum) == (None, {"ko": "포럼 seoul", "en": "Forum seoul"})


def shown(forum: Forum, code: Code) -> Presented:
    found, _ = shown_at(checkpoint_by_key(forum, "entrance"), code)
    return found


def test_offering_again_changes_the_number_but_never_below_what_is_taken() -> None:
    forum = a_forum()
    a_kind(forum, size=5)
    registered(forum)
    registered(forum, "lee@example.com")

    offer(forum, key="general", name_ko="일반", name_en="General", size=1, by="")
    assert (Quota.objects.get().size, Quota.objects.get().taken) == (5, 2)

    offer(forum, key="general", name_ko="일반", name_en="General", size=2, by="")
    assert (Quota.objects.get().size, Quota.objects.get().taken) == (2, 2)


def test_who_withdraws_gives_the_seat_back() -> None:
    ticket = a_ticket(a_forum())
    other = a_ticket(ticket.type.forum, "lee@example.com")

    withdraw(ticket.registration.attendee, by="")

    assert [Ticket.objects.live().get()] == [other]
    assert Quota.objects.get().taken == 1


def test_who_is_forgotten_gives_every_seat_back() -> None:
    here, there = a_forum(), a_forum("busan")
    user = a_ticket(here).registration.attendee.user
    a_ticket(there)
    other = a_ticket(there, "lee@example.com")

    forget(user, by="")

    assert list(Ticket.objects.live()) == [other]
