"""A paired device for tests: shows codes, and shows them again with the same nonce until it is answered."""

from __future__ import annotations

import asyncio
import secrets
import time
from typing import Any, NamedTuple

import httpx

RETRY_SECONDS = 0.2


class Scan(NamedTuple):
    """One code shown: what was answered, when it was sent and answered, and how often it took."""

    code: str
    nonce: str
    answer: dict[str, Any]
    sent_at: float
    answered_at: float
    tries: int

    @property
    def verdict(self) -> tuple[str, str | None]:
        return self.answer["status"], self.answer["reason"]

    @property
    def seconds(self) -> float:
        return self.answered_at - self.sent_at


class DeskClient:
    """A device at one address of the site; use it as a context."""

    def __init__(self, url: str, forum: str, token: str) -> None:
        self.scans: list[Scan] = []
        self._path = f"/api/v1/forums/{forum}/checkpoints/entrance/scans"
        self._http = httpx.AsyncClient(base_url=url, headers={"Authorization": f"Desk {token}"}, timeout=10)

    async def __aenter__(self) -> DeskClient:
        await self._http.__aenter__()
        return self

    async def __aexit__(self, *error: Any) -> None:
        await self._http.__aexit__(*error)

    async def scan(self, code: str, nonce: str = "") -> Scan:
        """Show a code until there is an answer to it."""
        nonce = nonce or secrets.token_urlsafe(12)
        sent_at, tries = time.monotonic(), 1
        while (answer := await self._show(code, nonce)) is None:
            tries += 1
            await asyncio.sleep(RETRY_SECONDS)
        scan = Scan(code, nonce, answer, sent_at, time.monotonic(), tries)
        self.scans.append(scan)
        return scan

    async def _show(self, code: str, nonce: str) -> dict[str, Any] | None:
        """Return the answer, or None where nobody knows whether it was heard."""
        try:
            answer = await self._http.post(self._path, json={"code": code, "nonce": nonce})
        except httpx.TransportError:
            return None
        if answer.status_code >= 500:
            return None
        answer.raise_for_status()
        said: dict[str, Any] = answer.json()
        return said
