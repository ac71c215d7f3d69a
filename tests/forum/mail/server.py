"""A mail server that does what a test tells it: takes mail, answers as it is told, falls silent, hangs up."""

from __future__ import annotations

import socketserver
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

HANG_UP, SAY_NOTHING = "hang up", "say nothing"


class MailServer(socketserver.ThreadingTCPServer):
    """Speaks as much SMTP as smtplib asks for. `answers` are replies by verb, or by the address of a RCPT."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Session)
        self.answers: dict[str, str] = {}
        self.connections = 0
        self.taken: list[EmailMessage] = []
        self.asked: dict[str, int] = defaultdict(int)
        self.over = threading.Event()

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class Session(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.server.connections += 1
        if not self.say(self.server.answers.get("hello", "220 ready")):
            return
        for line in self.rfile:
            words = line.decode().split()
            verb = words[0].upper()
            self.server.asked[verb] += 1
            if not self.say(self.reply_to(verb, line.decode())):
                return
            if verb == "DATA" and "DATA" not in self.server.answers:
                self.take()
            if verb == "QUIT":
                return

    def reply_to(self, verb: str, line: str) -> str:
        address = line.partition("<")[2].partition(">")[0]
        usual = {"DATA": "354 go on", "QUIT": "221 bye"}.get(verb, "250 ok")
        return self.server.answers.get(address if verb == "RCPT" else verb) or self.server.answers.get(
            verb, usual
        )

    def take(self) -> None:
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        self.server.taken.append(message_from_bytes(b"".join(lines), policy=default))  # type: ignore[arg-type]
        self.say("250 taken")

    def say(self, reply: str) -> bool:
        if reply == SAY_NOTHING:
            self.server.over.wait()
        if reply in (HANG_UP, SAY_NOTHING):
            return False
        self.wfile.write(f"{reply}\r\n".encode())
        return True


@contextmanager
def mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield server
        server.over.set()
        server.shutdown()
        thread.join()
