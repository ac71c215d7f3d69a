"""A plan says what it means, or what is wrong with it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from events_site.opening.plan import PlanFlaw, read
from tests.processes import ROOT

SAMPLE = (ROOT / "deploy" / "forum.sample.toml").read_text(encoding="utf-8")


def test_an_address_is_meant_in_its_one_spelling() -> None:
    assert read(SAMPLE.replace("door@example.org", " Door@한글.kr ")).team[1].email == "door@xn--bj0bj06e.kr"


def test_a_file_of_a_windows_editor_is_read() -> None:
    assert read("\ufeff" + SAMPLE.replace("\n", "\r\n")) == read(SAMPLE)


def test_times_are_meant_where_the_forum_is() -> None:
    plan = read(SAMPLE)
    assert plan.moment(plan.starts_at) == datetime(2027, 5, 12, 0, tzinfo=UTC)
    elsewhere = read(SAMPLE.replace("T18:00:00", "T18:00:00+01:00"))
    assert elsewhere.moment(elsewhere.ends_at) == datetime(2027, 5, 13, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "instead", "flaw"),
    [
        ("[name]", "[name", "Expected ']'"),
        ('slug = "giaf-2027"', 'slug = "GIAF 2027"', "$.slug"),
        ("seats = 500", "seats = 0", "$.tickets[0].seats"),
        ("seats = 500", "seats = 500\nprice = 3", "unknown field `price`"),
        ("starts_at = 2027-05-12T09:00:00", "", "missing required field `starts_at`"),
        ("ends_at = 2027-05-13", "ends_at = 2027-05-11", "ends_at must be later than starts_at"),
        ("2027-05-12T09:00:00\nends", "0001-01-01T00:00:00\nends", "starts_at is of the year 1"),
        ("2027-05-13T18:00:00", "9999-12-31T23:00:00-10:00", "ends_at is of the year 9999"),
        ("Asia/Seoul", "Asia/Yangjae", "Asia/Yangjae is no time zone"),
        ("Asia/Seoul", "Asia", "Asia is no time zone"),
        ("Asia/Seoul", "../x", "../x is no time zone"),
        ("Asia/Seoul", "", "nothing is no time zone"),
        (
            "seats = 500",
            "seats = 500\nvalid_from = 2027-05-12T09:00:00\nvalid_until = 2027-05-12T09:00:00",
            "valid_until must be later than valid_from of general",
        ),
        (
            "[name]",
            "registration_opens_at = 2027-05-13T18:00:00\n[name]",
            "registration_closes_at must be later than registration_opens_at",
        ),
        ("사람과 AI가", "사람과\\u0000", "$.tagline.ko"),
        (
            'ko = "대화 상대와',
            'ko = "\\u3164" # "',
            "nobody can agree to a text in which nothing can be seen",
        ),
        ('key = "lounge-5"', 'key = "playground"', "the same space stands there twice"),
        ('"organizer", "host"', '"host"', "somebody of the team must be organizer"),
        ('roles = ["desk"]', 'roles = ["boss"]', "$.team[1].roles[0]"),
        ('email = "door@example.org"', 'email = "door"', "$.team[1].email"),
        (
            'email = "door@example.org"',
            'email = "my.orgexample.org"',
            "my.orgexample.org is not an e-mail address",
        ),
        ('email = "door@example.org"', "email = 5", "$.team[1].email"),
        ('contact = "privacy@example.org"', 'contact = "privacy@"', "$.privacy_contact"),
    ],
)
def test_a_flaw_is_named_with_its_place(said: str, instead: str, flaw: str) -> None:
    assert said in SAMPLE
    with pytest.raises(PlanFlaw) as refused:
        read(SAMPLE.replace(said, instead))
    assert flaw in str(refused.value)
