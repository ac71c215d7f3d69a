"""A no of Django or of DRF is said in the words of the house: below /api/ as a problem, elsewhere as a page."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from events_site.refusals import without_request
from tests.forum.cast import a_forum as a_programme
from tests.forum.cast import a_session
from tests.tickets.cast import a_desk, a_forum

pytestmark = pytest.mark.django_db

SCANS = "/api/v1/forums/seoul/checkpoints/entrance/scans"
TOO_MUCH = settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1


def problem(answer: Any) -> tuple[int, str, str]:
    """Return the status, the code and the sentence of a problem."""
    assert answer["Content-Type"] == "application/problem+json"
    said = answer.json()
    return answer.status_code, said["code"], said["title"]


@pytest.fixture
def device() -> Client:
    """A paired desk's browser; its scans go to SCANS."""
    return Client(headers={"Authorization": f"Desk {a_desk(a_forum())[1]}", "Accept-Language": "en"})


@pytest.mark.parametrize("path", ["/api/nope", "/api/v1/nope", "/api/v1/forums/nowhere/sessions"])
def test_unknown_address_of_the_api_is_a_problem(path: str) -> None:
    assert problem(Client().get(path))[:2] == (404, "gone")


def test_unknown_address_elsewhere_is_a_page() -> None:
    answer = Client().get("/en/nope/nope/nope/")

    assert (answer.status_code, answer["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert "We cannot find this page." in answer.content.decode()


def test_wrong_method_is_named(device: Client) -> None:
    answer = problem(device.delete(SCANS))
    assert answer == (405, "method_not_allowed", 'Method "DELETE" not allowed.')


def test_wrong_media_type_is_named(device: Client) -> None:
    answer = problem(device.post(SCANS, "code=1", content_type="text/plain"))
    assert answer == (415, "unsupported_media_type", 'Unsupported media type "text/plain" in request.')


def test_wrong_fields_are_listed_under_one_sentence(device: Client) -> None:
    answer = device.post(SCANS, {}, content_type="application/json")

    assert problem(answer) == (400, "invalid", "A value is missing or not allowed.")
    assert sorted(answer.json()["fields"]) == ["code", "nonce"]


def test_too_large_a_scan_is_a_problem_and_no_error_of_ours(
    device: Client, caplog: pytest.LogCaptureFixture
) -> None:
    answer = device.post(SCANS, b"[%s]" % (b"1," * TOO_MUCH), content_type="application/json")

    assert problem(answer)[:2] == (413, "body.too_large")
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


def test_too_large_a_form_is_told_so_on_a_page() -> None:
    a_forum("busan")
    browser = Client(enforce_csrf_checks=True)
    browser.get("/en/busan/ticket/")
    answer = browser.post("/en/busan/ticket/mail/", {"email": "x" * TOO_MUCH})

    assert answer.status_code == 413
    assert "This is too large to be sent." in answer.content.decode()


def test_other_malformed_requests_are_not_understood() -> None:
    answer = Client(headers={"Host": "elsewhere.example"}).get("/en/")
    assert (answer.status_code, "Not understood" in answer.content.decode()) == (400, True)


@pytest.mark.parametrize("method", ["put", "delete"])
def test_saving_without_signing_in_asks_to_sign_in(method: str) -> None:
    session = a_session(a_programme())
    path = f"/api/v1/forums/{session.forum.slug}/sessions/{session.key}/saved"

    assert problem(getattr(Client(), method)(path))[:2] == (401, "auth.required")


@pytest.mark.parametrize(
    ("status", "code"),
    [(400, "bad.request"), (408, "too.slow"), (413, "body.too_large"), (500, "server"), (503, "busy")],
)
def test_what_the_server_refuses_itself_has_the_dress_of_its_address(status: int, code: str) -> None:
    for path in ("/api/v1/forums/seoul/sessions", "/seoul/schedule.ics"):
        kind, text = without_request(path, status)
        said = json.loads(text)
        assert (kind, said["status"], said["code"]) == ("application/problem+json", status, code)
    for language in ("ko", "en"):
        kind, text = without_request(f"/{language}/seoul/", status)
        assert kind == "text/html; charset=utf-8"
        assert f'<html lang="{language}"' in text
        assert f"<code>{code}</code>" in text


@pytest.mark.parametrize("charset", ["utf-16", "rot13", "base64", "nothing"])
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=B"])
def test_a_form_in_another_encoding_is_not_understood(kind: str, charset: str) -> None:
    body = (
        b'--B\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--B--\r\n'
        if "multi" in kind
        else b"a=b"
    )
    answer = Client(enforce_csrf_checks=True).generic(
        "POST", "/en/account/login/code/", body, f"{kind}; charset={charset}"
    )
    assert (answer.status_code, "Not understood" in answer.content.decode()) == (400, True)


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_host_that_is_not_ours_is_not_understood(method: str) -> None:
    stranger = Client(enforce_csrf_checks=True, headers={"Host": "elsewhere.example"})
    page = getattr(stranger, method)("/en/account/login/code/")
    assert (page.status_code, "Not understood" in page.content.decode()) == (400, True)
    assert problem(getattr(stranger, method)(SCANS))[:2] == (400, "bad.request")
