"""daphne as Madang runs it: `python -m events_site.server asgi:application`, every option of daphne kept.

Adds what daphne lacks: back-pressure, ready-made frames written straight to the kernel, a drain on SIGTERM,
real close frames for what is too large, a deep accept queue, an end to requests that never come (`channel.py`).
The application also runs on plain daphne.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import autobahn.websocket.protocol
import daphne.server  # first: installs the asyncio reactor before anything imports another
from autobahn.websocket.types import ConnectionDeny
from daphne.cli import CommandLineInterface
from daphne.ws_protocol import WebSocketProtocol
from django.core.exceptions import ImproperlyConfigured
from twisted.internet import defer, reactor
from twisted.internet.interfaces import IPushProducer
from twisted.internet.tcp import Connection
from zope.interface import implementer

from events_site.channel import REQUEST_SECONDS, Channel
from forum.live.endings import RESTART

logger = logging.getLogger(__name__)

EXTENSION = "madang.frames"
CLOSE_SLICE = 50
CLOSE_PAUSE_SECONDS = 0.01
CANCEL_SECONDS = 1.0
LINGER_SECONDS = 2.0
BACKLOG = 2048
MISCONFIGURED = 78
"""The exit code after which starting again does not help (sysexits.h)."""
DEFAULTS: dict[str, object] = {
    "websocket_timeout": -1,
    "websocket_max_message_size": 64 * 1024,
    "websocket_max_frame_size": 64 * 1024,
    # A crowd that comes back at once waits for its handshakes; a proxy takes one that is dropped for a dead process.
    "websocket_connect_timeout": 60,
    "ping_interval": 20,
    "ping_timeout": 20,
    "http_timeout": 60,
    # Addresses of private feeds and pairing links are secrets; the proxy's log leaves them out.
    "access_log": os.devnull,
}
# autobahn writes all settings of every connection out, and colours names, for lines of its debug log that nobody reads:
# a tenth of what a sign-in costs.
for _written in ("pformat", "hltype", "hlval"):
    setattr(autobahn.websocket.protocol, _written, lambda thing: "")
# Twisted's bookkeeping of what waits to be sent, which `Frames` reads (a test holds Twisted to it).
_BUFFER_FIELDS = ("socket", "connected", "disconnecting", "dataBuffer", "offset", "_tempDataLen")


class Frames:
    """What a hub needs to build a frame once and write it to many sockets: `scope["extensions"]`."""

    __slots__ = ("_protocol", "_transport", "is_direct")

    def __init__(self, protocol: Socket) -> None:
        self._protocol = protocol
        self._transport = protocol.transport
        self.is_direct = _is_plain_connection(self._transport)

    @staticmethod
    def prepare(data: bytes) -> bytes:
        """Return the unmasked text frame around `data`, UTF-8 (RFC 6455, 5.2)."""
        size = len(data)
        if size < 126:
            return bytes((0x81, size)) + data
        if size < 65536:
            return b"\x81\x7e" + size.to_bytes(2, "big") + data
        return b"\x81\x7f" + size.to_bytes(8, "big") + data

    def write(self, frame: bytes) -> None:
        """Send the frame after everything written before it, at once where nothing waits.

        A socket that is not open (not yet accepted, closing, gone) takes nothing and says nothing.
        """
        if self._protocol.state != WebSocketProtocol.STATE_OPEN:
            return
        sent = self._send_to_kernel(frame)
        if sent < len(frame):
            self._transport.write(frame[sent:] if sent else frame)

    @property
    def buffered(self) -> int:
        """Bytes waiting in this process; on a transport of another kind an estimate from below."""
        transport = self._transport
        if not self.is_direct:
            return 0 if self._protocol.jam is None else int(transport.bufferSize)
        waiting: int = len(transport.dataBuffer) - transport.offset + transport._tempDataLen
        return waiting

    def _send_to_kernel(self, frame: bytes) -> int:
        """Spare the reactor a round of add-writer, wake-up, remove-writer; 12 µs a frame instead of 60."""
        transport = self._transport
        if not self.is_direct or not transport.connected or transport.disconnecting or self.buffered:
            return 0
        try:
            return int(transport.socket.send(frame))
        except OSError:
            return 0  # full or broken: Twisted's own write finds out which, and cleans up


def _is_plain_connection(transport: object) -> bool:
    is_tcp = isinstance(transport, Connection) and not getattr(transport, "TLS", False)
    return is_tcp and all(hasattr(transport, field) for field in _BUFFER_FIELDS)


@implementer(IPushProducer)
class Socket(WebSocketProtocol):  # type: ignore[misc]
    """One WebSocket; as the transport's producer it learns when the client reads too slowly."""

    # There while the transport's buffer is over its limit, set when it clears.
    jam: asyncio.Event | None = None

    def onConnect(self, request: Any) -> Any:
        if self.factory.server_class.is_draining:
            raise ConnectionDeny(ConnectionDeny.SERVICE_UNAVAILABLE, "Restarting")
        return super().onConnect(request)

    def onOpen(self) -> None:
        super().onOpen()
        # Until here the HTTP channel of the handshake was the producer: it stops reading, not writing.
        self.transport.unregisterProducer()
        self.transport.registerProducer(self, True)
        if self.server.is_draining:
            self.restart()

    def onClose(self, *details: Any) -> None:
        self.resumeProducing()
        if hasattr(self, "server"):  # not where the handshake failed before onConnect
            super().onClose(*details)

    def serverSend(self, content: str | bytes, binary: bool = False) -> None:
        """Send a message whatever its size: the limit is for what comes in, autobahn holds it both ways."""
        if self.state == self.STATE_OPEN:
            payload = content.encode() if isinstance(content, str) else content
            self.sendFrame(opcode=2 if binary else 1, payload=payload)

    def restart(self) -> None:
        """Ask the client to come back; `sendClose` refuses 1012, which is the server's to say."""
        if self.state == self.STATE_OPEN:
            self.sendCloseFrame(code=RESTART.code)

    def dropConnection(self, abort: bool = False) -> None:
        """Drop the connection; who says good-bye and reads no more would otherwise hold it for ever."""
        super().dropConnection(abort)
        if not abort:
            asyncio.get_running_loop().call_later(LINGER_SECONDS, self.transport.abortConnection)

    def pauseProducing(self) -> None:
        self.jam = self.jam or asyncio.Event()

    def resumeProducing(self) -> None:
        jam, self.jam = self.jam, None
        if jam is not None:
            jam.set()

    def stopProducing(self) -> None:
        self.resumeProducing()


class Server(daphne.server.Server):  # type: ignore[misc]
    """daphne's server with the additions of this module."""

    def __init__(
        self,
        *,
        drain_seconds: float,
        request_seconds: float = REQUEST_SECONDS,
        endpoints: list[str],
        ready_callable: Callable[[], None] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(
            endpoints=[_with_backlog(endpoint) for endpoint in endpoints],
            ready_callable=partial(self._prepare, ready_callable),
            **options,
        )
        self.drain_seconds = drain_seconds
        self.request_seconds = request_seconds
        self.is_draining = False
        self.ports: list[Any] = []

    def _prepare(self, then: Callable[[], None] | None) -> None:
        """Shape daphne's factories, which exist now, before the first client is let in."""
        self.http_factory.protocol = type("Channel", (Channel,), {"request_seconds": self.request_seconds})
        self.http_factory.acceptableProtocols = lambda: [b"http/1.1"]  # the only one a Channel speaks
        self.ws_factory.protocol = Socket
        self.ws_factory.setProtocolOptions(failByDrop=False)  # a close frame with its code, then the drop
        if then is not None:
            then()

    def listen_success(self, port: Any) -> None:
        self.ports.append(port)
        super().listen_success(port)

    def create_application(self, protocol: Any, scope: dict[str, Any]) -> Any:
        if isinstance(protocol, Socket):
            scope.setdefault("extensions", {})[EXTENSION] = Frames(protocol)
        return super().create_application(protocol, scope)

    async def handle_reply(self, protocol: Any, message: dict[str, Any]) -> None:
        if message.get("type") == "websocket.send" and isinstance(protocol, Socket):
            while protocol.jam is not None:
                await protocol.jam.wait()
        await super().handle_reply(protocol, message)

    def kill_all_applications(self) -> Any:
        """Drain before the reactor stops; daphne only cancels, and clients see no close frame."""
        return defer.Deferred.fromFuture(asyncio.ensure_future(self.drain()))

    async def drain(self) -> None:
        """Let the application announce the end, close every socket with 1012, wait for what still runs.

        All of it takes `drain_seconds` at most, the announcement half of them; what runs then is cancelled.
        """
        end = time.monotonic() + self.drain_seconds
        self.is_draining = True
        for port in self.ports:
            port.stopListening()
        await self._announce(self.drain_seconds / 2)
        await self._close_sockets()
        while (self._running() or _writers()) and time.monotonic() < end:
            await asyncio.sleep(0.02)
        await self._cancel(self._running())

    async def _announce(self, seconds: float) -> None:
        announce = getattr(self.application, "drain", None)
        if announce is None:
            return
        try:
            await asyncio.wait_for(announce(seconds), seconds)
        except Exception:
            logger.exception("The application did not announce the restart.")

    async def _close_sockets(self) -> None:
        """Close in slices, which spreads the reconnects over the processes that stay."""
        sockets = [protocol for protocol in self.connections if isinstance(protocol, Socket)]
        for number, socket in enumerate(sockets, start=1):
            socket.restart()
            if number % CLOSE_SLICE == 0:
                await asyncio.sleep(CLOSE_PAUSE_SECONDS)

    def _running(self) -> list[asyncio.Future[None]]:
        applications = [details.get("application_instance") for details in self.connections.values()]
        return [application for application in applications if application and not application.done()]

    async def _cancel(self, applications: list[asyncio.Future[None]]) -> None:
        if not applications:
            return
        logger.warning("Cancelling what did not end in time: %d.", len(applications))
        for application in applications:
            application.cancel()
        await asyncio.wait(applications, timeout=CANCEL_SECONDS)


def _writers() -> list[Any]:
    """Return the connections with bytes still to send, such as an answer whose application has ended."""
    return reactor.getWriters()  # type: ignore[misc]


def _with_backlog(endpoint: str) -> str:
    """Deepen the accept queue: a storm of reconnects overflows Twisted's 50 (`fd:` brings its own)."""
    can_have_one = endpoint.startswith(("tcp:", "ssl:", "unix:")) and "backlog=" not in endpoint
    return f"{endpoint}:backlog={BACKLOG}" if can_have_one else endpoint


class CommandLine(CommandLineInterface):  # type: ignore[misc]
    """daphne's command line with Madang's defaults and one option more."""

    description = "Madang's HTTP and WebSocket server"

    def __init__(self) -> None:
        super().__init__()
        parser: argparse.ArgumentParser = self.parser
        parser.set_defaults(**DEFAULTS)
        parser.add_argument(
            "--drain-seconds",
            type=float,
            default=10.0,
            help="The number of seconds clients and requests have to end after SIGTERM",
        )

        parser.add_argument(
            "--request-seconds",
            type=float,
            default=REQUEST_SECONDS,
            help="The number of seconds a client has to send a whole request",
        )

    def load_asgi_app(self, asgi_app_path: str) -> Any:
        """Import the application and let it look whether it can serve, before anybody is let in."""
        application = super().load_asgi_app(asgi_app_path)
        getattr(application, "prepare", lambda: None)()
        return application

    def run(self, args: list[str]) -> None:
        """Serve until SIGTERM or SIGINT, then drain."""
        said = self.parser.parse_args(args)
        self.server_class = partial(
            Server, drain_seconds=said.drain_seconds, request_seconds=said.request_seconds
        )
        try:
            super().run(args)
        except ImproperlyConfigured as error:
            sys.stderr.write(f"madang: {error}\n")
            sys.exit(MISCONFIGURED)


if __name__ == "__main__":
    CommandLine().run(sys.argv[1:])
