"""`manage.py refusals`: write docs/errors.md from the Refusal classes of the wings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override

from events_site.environment import BASE_DIR
from forum.errors import Refusal

PATH = BASE_DIR / "docs" / "errors.md"
HEAD = """# What Madang refuses, and in which words

Every expected no has a stable code. A page shows its sentence and next step; the API answers with
`application/problem+json` (RFC 9457) that carries `code`; a live frame carries the same code as `code` or, for a
room's own refusals, as `reason` under the code `refused` (see `protocol.md`). Programs act on codes, never on
sentences. This page is written by `manage.py refusals`.

| code | status | sentence | next step |
|---|---|---|---|
"""


def every(kind: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    """Yield each refusal of the wings, the most general first."""
    for child in kind.__subclasses__():
        if child.__module__.endswith(".errors"):
            yield child
            yield from every(child)


def page() -> str:
    """Return the whole page, in English, sorted by code."""
    with override("en"):
        rows = {
            refusal.code: f"| `{refusal.code}` | {refusal.status} | {refusal.sentence} | {refusal.next_step} |\n"
            for refusal in every()
        }
    return HEAD + "".join(rows[code] for code in sorted(rows))


class Command(BaseCommand):
    help = "Write docs/errors.md from the refusals, or check that it is current."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="fail when the page is not current")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["check"]:
            PATH.write_text(page())
        elif PATH.read_text() != page():
            raise CommandError("docs/errors.md is not current; run manage.py refusals.")
