"""The desk's addresses: who is refused before any scan, what a scan costs, and that nothing malformed breaks it."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
import segno
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from tests.tickets.cast import a_desk, a_forum, a_ticket
from tickets.checkin.models import Admission, CheckIn, Look
from tickets.checkin.verdicts import as_text
from tickets.desks.models import Desk
from tickets.desks.verbs import revoke
from tickets.registration.codes import new_code
from tickets.registration.models import Ticket
from tickets.registration.verbs import block

pytestmark = pytest.mark.django_db

STATEMENTS_PER_SCAN = 12
OWN_TABLE = re.compile(r'^(SELECT .*? FROM|INSERT INTO|UPDATE) "?tickets_', re.DOTALL)
API = "/api/v1/forums/seoul/checkpoints/entrance"
CONTROL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


class DeviceClient(Client):
    """A browser that sends the desk's token."""

    def __init__(self, token: str) -> None:
        super().__init__(headers={"Authorization": f"Desk {token}"})

    def send(self, path: str, body: Any) -> Any:
        return self.post(path, body, content_type="application/json")


@pytest.fixture
def ticket() -> Ticket:
    return a_ticket(a_forum())


@pytest.fixture
def paired(ticket: Ticket) -> tuple[Desk, str]:
    return a_desk(ticket.type.forum)


@pytest.fixture
def device(paired: tuple[Desk, str]) -> DeviceClient:
    return DeviceClient(paired[1])


def a_scan(code: str, **values: Any) -> dict[str, Any]:
    return {"code": code, "nonce": "a-nonce-of-a-scan", **values}


def problem(response: Any) -> tuple[int, str]:
    assert response["Content-Type"] == "application/problem+json"
    return response.status_code, response.json()["code"]


@pytest.mark.parametrize(
    "header", [{}, {"Authorization": "Desk wrong"}, {"Authorization": "Desk "}, {"Authorization": "Bearer x"}]
)
def test_a_stranger_is_not_a_desk(ticket: Ticket, header: dict[str, str]) -> None:
    response = Client(headers=header).post(
        f"{API}/scans", a_scan(ticket.code), content_type="application/json"
    )

    assert problem(response) == (401, "desks.unknown")
    assert not CheckIn.objects.exists()


def test_a_closed_desk_is_told_so(paired: tuple[Desk, str], device: DeviceClient, ticket: Ticket) -> None:
    revoke(paired[0], by="")

    assert problem(device.send(f"{API}/scans", a_scan(ticket.code))) == (403, "desks.revoked")
    assert not CheckIn.objects.exists()


def test_a_desk_sees_its_own_forum_only(device: DeviceClient) -> None:
    a_forum("busan")

    for path in ("checkpoints", "checkpoints/entrance/last", "desk"):
        assert problem(device.get(f"/api/v1/forums/busan/{path}")) == (404, "gone")
        assert device.get(f"/api/v1/forums/seoul/{path}").status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        "{",
        "[]",
        "null",
        '"text"',
        "{}",
        '{"code": "1"}',
        '{"code": 1, "nonce": []}',
        '{"code": "1", "nonce": "short"}',
        '{"code": "1", "nonce": "with space in it"}',
        '{"code": "1\\u0000", "nonce": "a-good-nonce"}',
        '{"code": "\\ud800", "nonce": "a-good-nonce"}',
        '{"code": "1", "nonce": "a-good-nonce", "direction": "up"}',
        '{"code": "1", "nonce": "a-good-nonce", "age_seconds": -1}',
        '{"code": "1", "nonce": "a-good-nonce", "age_seconds": 1e300}',
        '{"code": "1", "nonce": "a-good-nonce", "age_seconds": NaN}',
        '{"code": "%s", "nonce": "a-good-nonce"}' % ("1" * 7090),
        "[" * 5000,
    ],
)
def test_a_malformed_scan_is_refused_in_words(device: DeviceClient, body: str) -> None:
    response = device.send(f"{API}/scans", body)

    status, code = problem(response)
    assert status == 400 and code
    assert not CheckIn.objects.exists()


def test_a_scan_in_another_coding_is_refused(device: DeviceClient) -> None:
    assert problem(device.post(f"{API}/scans", b"\xff\xfe", content_type="application/json"))[0] == 400
    assert problem(device.post(f"{API}/scans", "code=1", content_type="text/plain"))[0] == 415


def test_a_huge_scan_is_refused(device: DeviceClient) -> None:
    response = device.send(f"{API}/scans", a_scan("1" * 300_000))

    assert problem(response) == (413, "body.too_large")


def test_a_scan_is_always_answered_200(device: DeviceClient, ticket: Ticket) -> None:
    good = device.send(f"{API}/scans", a_scan(ticket.code, nonce="nonce-good"))
    bad = device.send(f"{API}/scans", a_scan("not a code", nonce="nonce-bad-1"))

    assert (good.status_code, bad.status_code) == (200, 200)
    assert good.json() == {
        "status": "ok",
        "reason": None,
        "direction": "in",
        "again": False,
        "first_at": as_text(Admission.objects.get().first_at),
        "desk": "North door",
        "attendee": {
            "name": "김민지",
            "latin_name": "Minji Kim",
            "organization": "",
            "type": {"ko": "일반", "en": "General"},
        },
    }
    assert (bad.json()["status"], bad.json()["reason"]) == ("refused", "invalid")


def test_a_retry_gets_the_same_bytes(device: DeviceClient, ticket: Ticket) -> None:
    first = device.send(f"{API}/scans", a_scan(ticket.code))
    again = device.send(f"{API}/scans", a_scan(ticket.code))

    assert first.content == again.content
    assert CheckIn.objects.count() == 1


def test_a_queue_is_answered_one_by_one_in_order(device: DeviceClient, ticket: Ticket) -> None:
    scans = [
        {"code": new_code(), "nonce": "queued-1"},
        {"code": ticket.code, "nonce": "queued-2", "age_seconds": 300.5},
        {"code": ticket.code, "nonce": "queued-3"},
        {"code": ticket.code, "nonce": "queued-2"},
    ]

    response = device.send(f"{API}/scans/batch", {"scans": scans})

    outcomes = response.json()["outcomes"]
    assert [each["reason"] for each in outcomes] == ["invalid", None, "already_redeemed", None]
    assert outcomes[3] == outcomes[1]
    assert problem(device.send(f"{API}/scans/batch", {"scans": []}))[0] == 400
    assert problem(device.send(f"{API}/scans/batch", {"scans": [scans[0]] * 51}))[0] == 400


def test_the_last_scans_name_people_to_desks_only(device: DeviceClient, ticket: Ticket) -> None:
    device.send(f"{API}/scans", a_scan(ticket.code))

    (entry,) = device.get(f"{API}/last").json()["entries"]

    assert (entry["attendee"]["name"], entry["at_desk"], entry["status"]) == ("김민지", "North door", "ok")
    assert problem(Client().get(f"{API}/last")) == (401, "desks.unknown")


def test_checkpoints_are_listed_for_the_app(device: DeviceClient) -> None:
    (entrance,) = device.get("/api/v1/forums/seoul/checkpoints").json()["checkpoints"]

    assert entrance == {
        "key": "entrance",
        "name_ko": entrance["name_ko"],
        "name_en": "Main entrance",
        "is_entrance": True,
        "inside": 0,
        "entered": 0,
    }


def jpeg(text: str | None, size: int = 640) -> bytes:
    picture = Image.new("RGB", (size, size), "white")
    if text:
        drawn = BytesIO()
        segno.make(text, micro=False).save(drawn, kind="png", scale=10)
        picture.paste(Image.open(drawn).convert("RGB"), (100, 100))
    out = BytesIO()
    picture.save(out, "JPEG")
    return out.getvalue()


def test_a_picture_is_read(device: DeviceClient, ticket: Ticket) -> None:
    def read(picture: bytes) -> Any:
        return device.post(f"{API}/frames", picture, content_type="image/jpeg")

    assert read(jpeg(ticket.code)).json() == {"code": ticket.code}
    assert read(jpeg(None)).json() == {"code": None}


def test_a_picture_that_is_none_is_refused(device: DeviceClient) -> None:
    def problem_of(body: bytes, kind: str = "image/jpeg") -> tuple[int, str]:
        return problem(device.post(f"{API}/frames", body, content_type=kind))

    assert problem_of(b"hello") == (400, "frames.unreadable")
    assert problem_of(b"") == (400, "frames.unreadable")
    assert problem_of(jpeg(None)[:200]) == (400, "frames.unreadable")
    assert problem_of(jpeg(None, 2001)) == (400, "frames.unreadable")
    assert problem_of(b"\xff" * (1024 * 1024 + 1)) == (413, "body.too_large")
    assert problem_of(b"{}", "application/json")[0] == 415


def test_what_a_scan_costs_is_known(device: DeviceClient, ticket: Ticket) -> None:
    guest = a_ticket(ticket.type.forum, "lee@example.com")
    device.send(f"{API}/scans", a_scan(ticket.code, nonce="first-scan-of-all"))

    def cost(code: str, nonce: str, **values: Any) -> tuple[int, int]:
        """All statements of a scan, and those on this wing's tables."""
        with CaptureQueriesContext(connection) as captured:
            assert device.send(f"{API}/scans", a_scan(code, nonce=nonce, **values)).status_code == 200
        statements = [one["sql"].lstrip() for one in captured if not one["sql"].startswith(CONTROL)]
        return len(statements), len([sql for sql in statements if OWN_TABLE.search(sql)])

    costs = {
        "in": cost(guest.code, "guest-in"),
        "already": cost(guest.code, "guest-again"),
        "out": cost(guest.code, "guest-out", direction="out"),
        "back": cost(guest.code, "guest-back"),
        "retry": cost(guest.code, "guest-back"),
        "invalid": cost(new_code(), "unknown-code"),
        "not a code": cost("hello", "not-a-code"),
    }
    assert max(total for total, _ in costs.values()) <= STATEMENTS_PER_SCAN, costs
    assert [costs[name][1] for name in ("in", "out", "back")] == [4, 4, 4]


def test_a_guest_let_in_unconfirmed_is_looked_for_until_somebody_says_so(
    device: DeviceClient, ticket: Ticket
) -> None:
    block(ticket, by="")
    other_desk, token = a_desk(ticket.type.forum, "South door")
    south = DeviceClient(token)

    def looked_for(who: DeviceClient) -> list[str]:
        last = who.get("/api/v1/forums/seoul/checkpoints/entrance/last").json()
        return [entry["key"] for entry in last["conflicts"]]

    device.send(f"{API}/scans", a_scan(ticket.code, nonce="told-at-once"))
    assert looked_for(device) == []
    device.send(f"{API}/scans", a_scan(ticket.code, nonce="the-answer-was-lost"))
    device.send(f"{API}/scans", a_scan(ticket.code, nonce="the-answer-was-lost", held=True))
    device.send(f"{API}/scans", a_scan(ticket.code, nonce="on-the-way-out", held=True, direction="out"))
    good = a_ticket(ticket.type.forum, "lee@example.com")
    device.send(f"{API}/scans", a_scan(good.code, nonce="all-was-well", held=True))

    [key] = looked_for(device)
    assert looked_for(south) == [key]
    for path in (f"{key}x", "", ".", "nobody.the-answer-was-lost"):
        assert south.post(f"/api/v1/forums/seoul/conflicts/{path}/seen").status_code == 404
    for who in (south, device):
        assert who.post(f"/api/v1/forums/seoul/conflicts/{key}/seen").json() == {"key": key}
    assert looked_for(device) == looked_for(south) == []
    assert Look.objects.get().by == other_desk.key


def test_a_guest_of_another_forum_is_not_looked_for_here(device: DeviceClient, ticket: Ticket) -> None:
    device.send(f"{API}/scans", a_scan(new_code(), held=True))
    [key] = [f"{scan.desk.key}.{scan.nonce}" for scan in CheckIn.objects.select_related("desk")]
    stranger = DeviceClient(a_desk(a_forum("busan"))[1])

    answers = [
        stranger.post(f"/api/v1/forums/{slug}/conflicts/{key}/seen").status_code
        for slug in ("busan", "seoul")
    ]

    assert answers == [404, 404]
    assert not Look.objects.exists()


def test_every_answer_to_a_desk_tells_the_time(device: DeviceClient, ticket: Ticket) -> None:
    before = timezone.now()

    answers = [
        device.get("/api/v1/forums/seoul/checkpoints"),
        device.send(f"{API}/scans", a_scan(ticket.code)),
        device.send(f"{API}/scans", {}),
    ]

    times = [datetime.fromisoformat(answer["Madang-Now"]) for answer in answers]
    assert all(before - timedelta(seconds=1) <= at <= timezone.now() for at in times)
