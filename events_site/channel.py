"""HTTP as the server reads it: a request is whole in time and of a bearable size, or the connection ends.

daphne and Twisted wait for as long as a byte comes now and then. What is answered here, before or in place of the
application, is put into words by the application's `refuse(path, status)`, if it has one.
"""

from __future__ import annotations

import asyncio
from typing import Any

from daphne.http_protocol import WebRequest
from twisted.web import http

REQUEST_SECONDS = 30.0
BODY_BYTES = 5 * 1024 * 1024
"""As much as nginx lets through."""
LINGER_SECONDS = 2.0
RETRY_SECONDS = 5
REASONS = {
    400: b"Bad Request",
    408: b"Request Timeout",
    413: b"Content Too Large",
    503: b"Service Unavailable",
}


_HTTPChannel: Any = http.HTTPChannel  # without types


class Request(WebRequest):  # type: ignore[misc]
    """One request; refused before the application, or because it failed, it is answered in the house's words."""

    def handle_reply(self, message: dict[str, Any]) -> None:
        """Send no part of a body where there is none: Twisted drops the first alone, and the client would take the
        others for the beginning of its next answer."""
        is_bare = self.method == b"HEAD" or self.code in http.NO_BODY_CODES
        if is_bare and message.get("type") == "http.response.body":
            message = {**message, "body": b""}
        super().handle_reply(message)

    def basic_error(self, status: int, status_text: bytes, body: str) -> None:
        path = (getattr(self, "path", None) or b"").decode("ascii", "replace")
        kind, text = in_words(self.server.application, path, status)
        headers = [
            (b"Content-Type", kind),
            (b"Cache-Control", b"no-store"),
            (b"X-Content-Type-Options", b"nosniff"),
        ]
        if status == 503:
            headers.append((b"Retry-After", str(RETRY_SECONDS).encode()))
        self.handle_reply({"type": "http.response.start", "status": status, "headers": headers})
        self.handle_reply({"type": "http.response.body", "body": text})


class Channel(_HTTPChannel):  # type: ignore[misc]
    """One connection. A WebSocket, and a request that is being answered, have all the time they need."""

    request_seconds = REQUEST_SECONDS
    _deadline: asyncio.TimerHandle | None = None
    _received = 0
    _is_over = False

    @property
    def requestFactory(self) -> type[Request]:
        """Ours; daphne's factory puts its own here."""
        return Request

    @requestFactory.setter
    def requestFactory(self, _: object) -> None:
        pass

    def connectionMade(self) -> None:
        super().connectionMade()
        self._expect()

    def dataReceived(self, data: bytes) -> None:
        if self._is_over:
            return  # reads on: a connection closed on unread bytes would lose its answer, too
        if not self._handlingRequest:
            self._expect()
        super().dataReceived(data)

    def allHeadersReceived(self) -> None:
        super().allHeadersReceived()
        if self.length is not None and self.length > BODY_BYTES:
            self._refuse(413)

    def rawDataReceived(self, data: bytes) -> None:
        if not self._handlingRequest:
            self._received += len(data)
            if self._received > BODY_BYTES and not self._is_over:
                self._refuse(413)
        if not self._is_over:
            super().rawDataReceived(data)

    def allContentReceived(self) -> None:
        self._stop_waiting()
        self._received = 0
        super().allContentReceived()

    def connectionLost(self, reason: Any) -> None:
        self._stop_waiting()
        super().connectionLost(reason)

    def _expect(self) -> None:
        """Give the request that begins now its time, however slowly its bytes come."""
        if self._deadline is None:
            self._deadline = asyncio.get_running_loop().call_later(self.request_seconds, self._refuse, 408)

    def _stop_waiting(self) -> None:
        deadline, self._deadline = self._deadline, None
        if deadline is not None:
            deadline.cancel()

    def _refuse(self, status: int) -> None:
        """Answer without the application and hang up; who has not sent a line is told nothing."""
        self._stop_waiting()
        self._is_over = True
        path = getattr(self, "_path", b"").decode("ascii", "replace")
        if path:
            kind, text = in_words(self.factory.server.application, path, status)
            head = (b"HTTP/1.1 %d %s" % (status, REASONS[status]), b"Content-Type: " + kind)
            more = (b"Content-Length: %d" % len(text), b"Connection: close", b"", text)
            self.transport.write(b"\r\n".join((*head, *more)))
            asyncio.get_running_loop().call_later(LINGER_SECONDS, self.transport.abortConnection)
        else:
            self.transport.abortConnection()


def in_words(application: Any, path: str, status: int) -> tuple[bytes, bytes]:
    """Return the content type and the body of an answer that is not the application's."""
    refuse = getattr(application, "refuse", None)
    if refuse is not None:
        kind, text = refuse(path, status)
        return kind.encode(), text.encode()
    return b"text/plain; charset=utf-8", REASONS.get(status, b"Internal Server Error")
