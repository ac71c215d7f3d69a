"""Desks in a browser and over the API: who may open one, and how a device becomes one."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from forum.forums.models import Forum
from forum.live import principal
from tests.tickets.cast import a_desk, a_forum, a_ticket, an_organizer
from tickets.desks.models import Desk
from tickets.desks.queries import desk_by_token
from tickets.desks.verbs import open_desk

pytestmark = pytest.mark.django_db

PAIR = "/api/v1/forums/seoul/desk/pair"


@pytest.fixture
def forum() -> Forum:
    return a_forum()


@pytest.fixture
def organizer(client: Client, forum: Forum) -> Client:
    client.force_login(an_organizer(forum))
    return client


def pair(secret: Any) -> Any:
    return Client().post(PAIR, {"pairing": secret}, content_type="application/json")


PAGES = ["manage/desks/", "manage/desks/{key}/"]
ACTIONS = [
    "manage/desks/",
    "manage/desks/{key}/pairing/",
    "manage/desks/{key}/revoke/",
    "manage/checkpoints/",
]


def test_only_the_desk_team_and_organizers_may_set_up_desks(client: Client, forum: Forum) -> None:
    desk, _ = a_desk(forum)

    def answers() -> set[int]:
        pages = {client.get(f"/en/seoul/{path.format(key=desk.key)}").status_code for path in PAGES}
        return pages | {client.post(f"/en/seoul/{path.format(key=desk.key)}").status_code for path in ACTIONS}

    assert answers() == {302}  # to where one signs in
    client.force_login(a_ticket(forum).registration.attendee.user)
    assert answers() == {403}
    client.force_login(an_organizer(a_forum("busan"), "else@example.com"))
    assert answers() == {403}
    client.force_login(an_organizer(forum, "mod@example.com", "moderator"))
    assert answers() == {403}
    assert Desk.objects.get().revoked_at is None
    client.force_login(an_organizer(forum, "desk@example.com", "desk"))
    assert client.get("/en/seoul/manage/desks/").status_code == 200


@pytest.mark.parametrize("language", ["ko", "en"])
def test_an_organizer_opens_a_desk_and_a_device_becomes_it(organizer: Client, language: str) -> None:
    opened = organizer.post(f"/{language}/seoul/manage/desks/", {"name": "North"}, follow=True)
    link = opened.context["link"]
    device = Client()

    offered = device.get(link)
    paired = pair(link.rstrip("/").rpartition("/")[2])

    assert "North" in offered.content.decode()
    assert desk_by_token(paired.json()["token"]) == Desk.objects.get()
    assert paired.json()["desk"] == {"key": Desk.objects.get().key, "name": "North"}
    assert device.get(link).status_code == 410
    assert not organizer.get(opened.redirect_chain[-1][0]).context["link"]


def test_the_pairing_code_is_shown_to_the_browser_that_asked_only(organizer: Client, forum: Forum) -> None:
    organizer.post("/en/seoul/manage/desks/", {"name": "North"})
    address = f"/en/seoul/manage/desks/{Desk.objects.get().key}/"
    colleague = Client()
    colleague.force_login(an_organizer(forum, "other@example.com"))

    assert organizer.get(address).context["link"]
    assert not colleague.get(address).context["link"]
    colleague.post(f"{address}pairing/")
    assert colleague.get(address).context["link"]
    assert not organizer.get(address).context["link"]


def test_a_link_whose_time_is_over_is_shown_no_more_and_replaced_by_a_new_one(
    organizer: Client, forum: Forum
) -> None:
    organizer.post("/en/seoul/manage/desks/", {"name": "North"})
    address = f"/en/seoul/manage/desks/{Desk.objects.get().key}/"
    Desk.objects.update(pairing_until=timezone.now())

    over = organizer.get(address)

    text = over.content.decode()
    assert not over.context["link"]
    assert "The pairing link is over" in text
    assert 'class="qr"' not in text and "Waits for a device" not in text
    assert text.count(f'action="{address}pairing/"') == 1
    assert "Pairing link is over" in organizer.get("/en/seoul/manage/desks/").content.decode()
    fresh = organizer.post(f"{address}pairing/", follow=True)
    assert fresh.context["link"]
    assert "Waits for a device" in fresh.content.decode() and "is over" not in fresh.content.decode()


def test_a_mail_scanner_that_opens_the_link_uses_nothing_up(forum: Forum) -> None:
    secret = open_desk(forum, name="North", by="").pairing

    for _ in range(3):
        assert Client().get(f"/en/seoul/desk/pair/{secret}/").status_code == 200

    assert pair(secret).status_code == 200


def test_a_used_link_is_refused_as_problem_and_as_page(forum: Forum) -> None:
    secret = open_desk(forum, name="North", by="").pairing
    pair(secret)

    again = pair(secret)

    assert (again.status_code, again.json()["code"]) == (410, "desks.pairing_over")
    page = Client().get(f"/en/seoul/desk/pair/{secret}/")
    assert (page.status_code, page.context["refusal"].code) == (410, "desks.pairing_over")


@pytest.mark.parametrize("secret", ["", None, 5, [], {}, "x" * 65, "\x00", "\ud800"])
def test_a_malformed_pairing_is_refused(forum: Forum, secret: Any) -> None:
    response = pair(secret)

    assert response.status_code in (400, 410)
    assert response.json()["code"]


def test_a_revoked_desk_is_shown_as_closed(organizer: Client, forum: Forum) -> None:
    desk, token = a_desk(forum)

    page = organizer.post(f"/en/seoul/manage/desks/{desk.key}/revoke/", follow=True)

    assert "Closed" in page.content.decode()
    header = {"Authorization": f"Desk {token}"}
    assert Client(headers=header).get("/api/v1/forums/seoul/desk").json()["code"] == "desks.revoked"


def test_a_name_in_use_is_refused(organizer: Client, forum: Forum) -> None:
    a_desk(forum, "North")

    response = organizer.post("/en/seoul/manage/desks/", {"name": "North"})

    assert (response.status_code, response.context["refusal"].code) == (409, "desks.name_taken")


def test_a_name_that_cannot_be_seen_is_refused(organizer: Client, forum: Forum) -> None:
    response = organizer.post("/en/seoul/manage/desks/", {"name": "\u200b\u2060"})

    assert (response.status_code, set(response.context["desk_form"].errors)) == (422, {"name"})
    assert not Desk.objects.exists()


def test_another_forums_desk_is_not_there(organizer: Client) -> None:
    desk, _ = a_desk(a_forum("busan"))

    assert organizer.get(f"/en/seoul/manage/desks/{desk.key}/").status_code == 404
    assert organizer.post(f"/en/seoul/manage/desks/{desk.key}/revoke/").status_code == 404


def test_a_device_gets_a_token_for_the_live_socket(forum: Forum) -> None:
    desk, token = a_desk(forum)
    device = Client(headers={"Authorization": f"Desk {token}"})

    answer = device.post("/api/v1/forums/seoul/desk/live-token").json()

    assert principal.of_token(answer["token"], "seoul").key == desk.key
    assert answer["expires_in"] == 60
    assert Client().post("/api/v1/forums/seoul/desk/live-token").json()["code"] == "desks.unknown"


def test_a_device_is_seen_when_it_speaks(forum: Forum) -> None:
    desk, token = a_desk(forum)

    Client(headers={"Authorization": f"Desk {token}"}).get("/api/v1/forums/seoul/desk")

    desk.refresh_from_db()
    assert desk.last_seen_at is not None
