"""The desk app's page and the organizers' list."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from forum.forums.models import Forum
from tests.tickets.cast import a_desk, a_forum, a_ticket, an_organizer
from tickets.checkin.models import Checkpoint
from tickets.checkin.queries import checkpoint_by_key
from tickets.checkin.verbs import check_in
from tickets.checkin.verdicts import REASONS
from tickets.desks.verbs import revoke
from tickets.registration.codes import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def forum() -> Forum:
    return a_forum()


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_desk_app_has_an_answer_for_every_reason(client: Client, forum: Forum, language: str) -> None:
    text = client.get(f"/{language}/seoul/desk/").content.decode()

    answers = set(re.findall(r'<template id="result-([a-z_]+)">', text))
    assert answers == {"in", "back", "out", "held", "other", "mistyped", *REASONS}


def test_the_desk_app_is_the_same_for_everybody_and_names_nobody(client: Client, forum: Forum) -> None:
    a_desk(forum, "North")
    a_ticket(forum)

    text = client.get("/en/seoul/desk/").content.decode()

    assert "North" not in text and "김민지" not in text


def test_the_list_shows_desks_checkpoints_and_numbers(client: Client, forum: Forum) -> None:
    desk, _ = a_desk(forum, "North")
    a_desk(forum, "South")
    check_in(checkpoint_by_key(forum, "entrance"), read(a_ticket(forum).code), nonce="a-good-nonce", by=desk)
    client.force_login(an_organizer(forum))

    page = client.get("/en/seoul/manage/desks/")

    assert [(desk.name, scans) for desk, scans in page.context["open_desks"]] == [("North", 1), ("South", 0)]
    assert [(place.key, place.inside, place.entered) for place in page.context["checkpoints"]] == [
        ("entrance", 1, 1)
    ]


def test_a_closed_desk_stands_under_a_heading_of_its_own(client: Client, forum: Forum) -> None:
    closed, _ = a_desk(forum, "North")
    client.force_login(an_organizer(forum))

    def lines() -> list[str]:
        text = client.get("/en/seoul/manage/desks/").content.decode()
        return re.findall(r"(?<=>)(?:Open desks|No open desk|Closed desks|North|South)(?=</)", text)

    assert lines() == ["Open desks", "North"]
    revoke(closed, by="")
    assert lines() == ["Open desks", "No open desk", "Closed desks", "North"]
    a_desk(forum, "South")
    assert lines() == ["Open desks", "South", "Closed desks", "North"]


def test_the_list_costs_the_same_for_one_desk_and_three(
    client: Client, forum: Forum, django_assert_num_queries
) -> None:  # type: ignore[no-untyped-def]
    client.force_login(an_organizer(forum))
    a_desk(forum, "North")
    with django_assert_num_queries(8):
        client.get("/en/seoul/manage/desks/")
    a_desk(forum, "South")
    a_desk(forum, "West")

    with django_assert_num_queries(8):
        client.get("/en/seoul/manage/desks/")


def test_an_organizer_opens_a_checkpoint(client: Client, forum: Forum) -> None:
    client.force_login(an_organizer(forum))
    given = {"key": "lunch", "name_ko": "점심", "name_en": "Lunch"}

    client.post("/en/seoul/manage/checkpoints/", given)
    again = client.post("/en/seoul/manage/checkpoints/", given)
    wrong = client.post("/en/seoul/manage/checkpoints/", {**given, "key": "Not a key"})
    unseen = client.post("/en/seoul/manage/checkpoints/", {"key": "dinner", "name_ko": "\u200b"})

    place = Checkpoint.objects.get()
    assert (place.key, place.name_ko, place.name_en, place.is_entrance) == ("lunch", "점심", "Lunch", False)
    assert again.context["refusal"].code == "checkpoints.key_taken"
    assert set(unseen.context["checkpoint_form"].errors) == {"name_ko"}
    assert wrong.status_code == 422 and wrong.context["checkpoint_form"]["name_ko"].value() == "점심"
