"""Desks are paired once, and closed for good."""

from __future__ import annotations

import unicodedata
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum.errors import Gone, SignInRequired
from forum.live import past, principal
from forum.live.principal import Principal
from forum.people.topics import person
from tests.tickets.cast import a_desk, a_forum, a_ticket, an_organizer
from tickets.desks.access import team_only
from tickets.desks.models import Desk
from tickets.desks.queries import desk_by_key, desk_by_token, desk_to_pair, device_of
from tickets.desks.topics import desks_here
from tickets.desks.verbs import offer_pairing, open_desk, pair, revoke, see
from tickets.errors import DeskNameTaken, DeskRevoked, DeskUnknown, PairingOver

pytestmark = pytest.mark.django_db


def test_a_link_pairs_once() -> None:
    forum = a_forum()
    opened = open_desk(forum, name="North", by="")
    pair(forum, opened.pairing)

    with pytest.raises(PairingOver):
        pair(forum, opened.pairing)


def test_a_link_is_refused_when_old_forged_replaced_or_of_another_forum() -> None:
    forum, other = a_forum(), a_forum("busan")
    opened = open_desk(forum, name="North", by="")
    replaced = opened.pairing
    fresh = offer_pairing(opened.desk, by="").pairing

    for where, secret, at in (
        (forum, replaced, None),
        (forum, "forged", None),
        (forum, "", None),
        (other, fresh, None),
        (forum, fresh, timezone.now() + timedelta(hours=25)),
    ):
        with pytest.raises(PairingOver):
            pair(where, secret, at=at)
    assert desk_to_pair(forum, fresh) == opened.desk
    assert pair(forum, fresh).desk == opened.desk


def test_a_pairing_code_is_read_however_it_was_typed() -> None:
    forum = a_forum()
    opened = open_desk(forum, name="North", by="")
    letters = opened.pairing.replace("-", "")
    hangul = letters.lower().translate(
        str.maketrans("abcdefghjkmnpqrstvwxyz", "ㅁㅠㅊㅇㄷㄹㅎㅗㅓㅏㅡㅜㅔㅂㄱㄴㅅㅍㅈㅌㅛㅋ")
    )

    for text in (
        letters,
        letters.lower(),
        " ".join(letters),
        letters.replace("0", "o").replace("1", "l"),
        hangul,
        unicodedata.normalize("NFC", unicodedata.normalize("NFKD", hangul)),
        f"https://forum.example/ko/seoul/desk/pair/{opened.pairing}/",
    ):
        assert desk_to_pair(forum, text) == opened.desk
    assert pair(forum, hangul).desk == opened.desk


def test_looking_at_a_link_does_not_use_it_up() -> None:
    forum = a_forum()
    opened = open_desk(forum, name="North", by="")

    desk_to_pair(forum, opened.pairing)

    assert pair(forum, opened.pairing).desk == opened.desk


def test_pairing_again_puts_the_former_device_out() -> None:
    forum = a_forum()
    desk, token = a_desk(forum)

    fresh = pair(forum, offer_pairing(desk, by="").pairing).token

    with pytest.raises(DeskUnknown):
        desk_by_token(token)
    assert desk_by_token(fresh) == desk


def test_a_closed_desk_is_refused_for_good() -> None:
    forum = a_forum()
    desk, token = a_desk(forum)
    live_token = principal.sign("desk", {"desk": desk.key}, 60)
    pending = offer_pairing(desk, by="").pairing

    revoke(desk, by="")

    with pytest.raises(DeskRevoked):
        desk_by_token(token)
    with pytest.raises(PairingOver):
        pair(forum, pending)
    with pytest.raises(DeskRevoked):
        offer_pairing(desk, by="")
    with pytest.raises(SignInRequired):
        principal.of_token(live_token, forum.slug)


def test_a_live_token_is_good_at_its_own_forum_only() -> None:
    forum = a_forum()
    a_forum("busan")
    desk, _ = a_desk(forum)
    token = principal.sign("desk", {"desk": desk.key}, 60)

    with pytest.raises(Gone):
        principal.of_token(token, "busan")
    found = principal.of_token(token, forum.slug)
    assert (found.kind, found.key, found.name, found.limits) == ("desk", desk.key, "North door", "desk")


def test_a_live_token_of_the_former_device_is_over() -> None:
    forum = a_forum()
    desk, token = a_desk(forum)
    signed = {"desk": desk.key, "device": device_of(desk_by_token(token))}
    live_token = principal.sign("desk", signed, 60)
    assert principal.of_token(live_token, forum.slug).key == desk.key

    pair(forum, offer_pairing(desk, by="").pairing)

    with pytest.raises(SignInRequired):
        principal.of_token(live_token, forum.slug)


def test_two_open_desks_never_share_a_name_and_a_closed_one_frees_it() -> None:
    forum = a_forum()
    desk, _ = a_desk(forum)

    with pytest.raises(DeskNameTaken):
        open_desk(forum, name="North door", by="")

    revoke(desk, by="")
    assert open_desk(forum, name="North door", by="").desk != desk


def test_a_desk_of_another_forum_does_not_exist() -> None:
    desk, _ = a_desk(a_forum())

    with pytest.raises(Gone):
        desk_by_key(a_forum("busan"), desk.key)


def test_secrets_are_kept_as_digests_only() -> None:
    forum = a_forum()
    opened = open_desk(forum, name="North", by="")
    stored = Desk.objects.values().get()
    token = pair(forum, opened.pairing).token

    assert opened.pairing not in map(str, stored.values())
    assert token not in map(str, Desk.objects.values().get().values())


def test_being_seen_is_written_every_ten_seconds_at_most() -> None:
    desk, _ = a_desk(a_forum())
    now = timezone.now()

    with CaptureQueriesContext(
        connection,
    ) as statements:
        for seconds in range(25):
            see(desk, at=now + timedelta(seconds=seconds))

    written = [one["sql"] for one in statements if "UPDATE" in one["sql"] and "tickets_desk" in one["sql"]]
    assert len(written) == 3
    desk.refresh_from_db()
    assert desk.last_seen_at == now + timedelta(seconds=22)


def test_the_team_hears_of_every_change_and_nobody_else_does() -> None:
    forum = a_forum()
    boss = an_organizer(forum)
    team = person(boss.pk, forum.slug)
    assert team is not None
    told = [version("desks:seoul")]

    opened = open_desk(forum, name="North", by="")
    told.append(version("desks:seoul"))
    desk = pair(forum, opened.pairing).desk
    told.append(version("desks:seoul"))
    see(desk)
    see(desk)
    told.append(version("desks:seoul"))
    [line] = desks_here(team, team_only(team, "seoul")).desks
    assert (line.key, line.name, line.condition, line.heard_at) == (
        desk.key,
        "North",
        "in_use",
        desk.last_seen_at,
    )
    revoke(desk, by="")
    told.append(version("desks:seoul"))

    assert told == [0, 1, 2, 3, 4]
    assert desks_here(team, "seoul").desks[0].condition == "closed"
    guest = a_ticket(a_forum("busan")).registration.attendee
    for stranger in (
        person(guest.user_id, "busan"),
        person(a_ticket(forum).registration.attendee.user_id, "seoul"),
        Principal("desk", desk.key, "seoul", "North"),
    ):
        assert stranger is not None
        with pytest.raises(Gone):
            team_only(stranger, "seoul")


def version(topic: str) -> int:
    return past.heads([topic]).get(topic, (0, 0))[1]
