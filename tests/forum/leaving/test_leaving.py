"""Leaving a forum, and being forgotten: all of it or nothing, and once."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from forum.agenda.verbs import save_session
from forum.calendars.verbs import make_feed
from forum.consents.models import Consent
from forum.leaving.verbs import forget, withdraw
from forum.live import past
from forum.mail.models import OutboxMail
from forum.mail.verbs import queue_mail
from forum.people.models import Attendee, User
from forum.people.queries import arrival_counts, is_inside
from forum.people.verbs import give_role, record_arrival
from forum.signals import attendee_withdrawn, person_forgotten
from tests.forum.cast import a_forum, a_session, a_text, an_attendee
from tests.forum.live.stack import Stack
from tests.forum.racing import together
from tests.pages import asked_to_sign_in


class Heard:
    """What the wings above were told."""

    def __init__(self) -> None:
        self.said: list[tuple[str, object]] = []
        self.fails = False

    def hear(
        self, signal: Any, attendee: Attendee | None = None, user: User | None = None, **other: Any
    ) -> None:
        if self.fails:
            raise RuntimeError("the wing above cannot let go")
        self.said.append(("withdrawn", attendee.key) if attendee else ("forgotten", user and user.email))


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Heard:
    """One ear in place of the wings above, whose own duties are tested there."""
    ear = Heard()
    for signal in (attendee_withdrawn, person_forgotten):
        monkeypatch.setattr(signal, "receivers", [])
        signal.connect(ear.hear)
    return ear


@pytest.mark.django_db
def test_withdrawal_is_undone_when_a_wing_above_fails(heard: Heard) -> None:
    attendee = an_attendee(a_forum())
    record_arrival(attendee, by="")
    heard.fails = True

    with pytest.raises(RuntimeError):
        withdraw(attendee, by=attendee.key)

    assert (Attendee.objects.get().withdrawn_at, is_inside(attendee)) == (None, True)


@pytest.mark.django_db
def test_withdrawal_gives_back_what_the_ground_floor_gave(heard: Heard) -> None:
    forum = a_forum()
    a_text(forum)
    attendee = an_attendee(forum)
    record_arrival(attendee, by="")
    make_feed(attendee, by="")

    done = [withdraw(attendee, by=attendee.key) for _ in range(2)]

    counts = arrival_counts(forum)
    assert (done, counts.registered, counts.inside) == ([True, False], 0, 0)
    assert (
        attendee.feed_tokens.filter(revoked_at=None).count(),
        Consent.objects.get().withdrawn_at is None,
    ) == (0, False)
    assert heard.said == [("withdrawn", attendee.key)]
    assert [event["k"] for event in past.read_after(f"arrivals:{forum.slug}", 2)] == [
        "arrivals.out",
        "arrivals.withdrawn",
    ]


def test_withdrawal_said_by_many_happens_once(database: Stack, heard: Heard) -> None:
    attendee = an_attendee(a_forum(f"race-leave-{database.kind}"))

    done = together(4, lambda number: withdraw(Attendee.objects.get(pk=attendee.pk), by=attendee.key))

    assert (sorted(map(str, done)), heard.said) == (["False"] * 3 + ["True"], [("withdrawn", attendee.key)])


@pytest.mark.django_db
def test_somebody_forgotten_leaves_no_name_anywhere(heard: Heard) -> None:
    here, there = a_forum(), a_forum()
    one, other = an_attendee(here, "minji@example.com"), an_attendee(there, "minji@example.com")
    neighbour = an_attendee(here, "haneul@example.com", name="박하늘")
    save_session(one, a_session(here), by="")
    give_role(here, one.user, "host", by="")
    queue_mail("signin.code", "minji@example.com", language="en", code="SECRET")

    forget(one.user, by=one.key)

    user = User.objects.get(pk=one.user_id)
    assert (user.is_active, user.name, user.has_usable_password(), user.roles.count()) == (
        False,
        "",
        False,
        0,
    )
    assert user.email.endswith("@forgotten.invalid")
    left = Attendee.objects.filter(user=user, withdrawn_at__isnull=False)
    assert [(row.name, row.latin_name, row.organization) for row in left] == [("–", "", "")] * 2
    assert OutboxMail.objects.count() == 0
    assert heard.said == [
        ("withdrawn", one.key),
        ("withdrawn", other.key),
        ("forgotten", "minji@example.com"),
    ]
    neighbour.refresh_from_db()
    assert (neighbour.name, neighbour.withdrawn_at) == ("박하늘", None)


@pytest.mark.django_db
def test_page_is_for_those_who_take_part(client: Client) -> None:
    forum = a_forum()
    path = f"/en/{forum.slug}/me/leave/"

    assert asked_to_sign_in(client.post(path, {"action": "withdraw"}))
    client.force_login(an_attendee(a_forum()).user)
    assert client.post(path, {"action": "forget"}).status_code == 403
    assert Attendee.objects.filter(withdrawn_at=None).count() == 1


@pytest.mark.django_db
def test_page_lets_go_and_keeps_signed_in_or_not(client: Client) -> None:
    forum = a_forum()
    attendee = an_attendee(forum, "minji@example.com")
    client.force_login(attendee.user)
    path = f"/en/{forum.slug}/me/leave/"

    looked = client.get(path)
    left = client.post(path, {"action": "withdraw"}, follow=True)
    again = client.get(path)

    assert (looked.status_code, again.status_code) == (200, 403)
    assert "You no longer take part." in left.content.decode()
    an_attendee(forum, "minji@example.com")
    erased = client.post(path, {"action": "forget"})
    assert (erased.headers["Location"], "_auth_user_id" in client.session) == ("/en/", False)
