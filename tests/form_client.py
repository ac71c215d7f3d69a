"""Somebody with a browser for tests, who registers by the real form: cookies, CSRF token, consents."""

from __future__ import annotations

import re
import time
from typing import Any, NamedTuple

import httpx


class Answer(NamedTuple):
    """What pressing the button led to, and when it was pressed and answered."""

    status: int
    location: str
    sent_at: float
    answered_at: float


class Browser:
    """One person's browser, with cookies of its own; the wire may be shared."""

    def __init__(self, url: str, forum: str, wire: httpx.AsyncHTTPTransport) -> None:
        self._forum = forum
        self._form: dict[str, str] = {}
        self._http = httpx.AsyncClient(base_url=url, transport=wire, timeout=30)

    async def get(self, page: str = "") -> httpx.Response:
        """Open a page of the forum."""
        return await self._http.get(f"/en/{self._forum}/{page}")

    async def fill_in(self, email: str, **more: Any) -> None:
        """Open the form and fill in what it has: its CSRF token, each consent, the person."""
        page = (await self.get("register/")).raise_for_status().text
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert token is not None
        consents = dict.fromkeys(re.findall(r'name="(consent_\d+)"', page), "on")
        person = {"name": "Minji Kim", "email": email, "occupation": "developer", "language": "ko"}
        self._form = {"csrfmiddlewaretoken": token[1], **consents, **person, **more}

    async def send(self) -> Answer:
        """Press the button."""
        sent_at = time.monotonic()
        answer = await self._http.post(f"/en/{self._forum}/register/", data=self._form)
        return Answer(answer.status_code, answer.headers.get("Location", ""), sent_at, time.monotonic())
