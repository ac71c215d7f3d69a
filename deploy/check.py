"""`make check`: every check in order, each to its end; the longest files and functions as a second look."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
WINGS = ("events_site", "forum", "networking", "tickets")
SOURCES = (*WINGS, "deploy", "tests", "bench", "asgi.py", "manage.py")
DEMO = {"MADANG_MODE": "demo", "SECRET_KEY": "only-for-checks-" + "x" * 40}
PRODUCTION = {
    "MADANG_MODE": "production",
    "SECRET_KEY": "q8Zr3vKx7nWmT2bYc9LdF4hJgPsA6uEe1oRiXkQwVtNy5MzBCD",
    "PUBLIC_URL": "https://forum.example",
    "DATABASE_URL": "postgres://madang@localhost/madang",
    "REDIS_URL": "redis://localhost:6379/0",
    "EMAIL_URL": "smtp://localhost:25",
    "CALENDAR_UID_DOMAIN": "forum.example",
}
MANAGE = (str(BIN / "python"), "manage.py")
CHECKS: tuple[tuple[str, tuple[str, ...], dict[str, str]], ...] = (
    ("format", (str(BIN / "ruff"), "format", "--check", *SOURCES), {}),
    ("lint", (str(BIN / "ruff"), "check", *SOURCES), {}),
    ("types", (str(BIN / "mypy"),), DEMO),
    ("floors", (str(BIN / "lint-imports")), DEMO),
    ("migrations", (*MANAGE, "makemigrations", "--check", "--dry-run"), DEMO),
    ("translations", (*MANAGE, "messages", "--check"), DEMO),
    ("protocol", (*MANAGE, "protocol", "--check"), DEMO),
    ("deploy", (*MANAGE, "check", "--deploy", "--fail-level", "WARNING"), PRODUCTION),
    ("lock", (str(BIN / "python"), "deploy/check_lock.py", "requirements.txt", "requirements-dev.txt"), {}),
)


def passes(name: str, command: tuple[str, ...], environment: dict[str, str]) -> bool:
    """Run one check; show its output only when it fails."""
    everything = os.environ | environment
    done = subprocess.run(command, cwd=ROOT, env=everything, capture_output=True, text=True)
    sys.stdout.write(f"{'ok  ' if done.returncode == 0 else 'FAIL'} {name}\n")
    if done.returncode:
        sys.stdout.write(done.stdout + done.stderr)
    sys.stdout.flush()
    return done.returncode == 0


def source_files(*patterns: str) -> Iterator[Path]:
    """Yield the product's own files, migrations left out."""
    for wing in WINGS:
        for pattern in patterns:
            yield from (path for path in (ROOT / wing).rglob(pattern) if "migrations" not in path.parts)


def file_lengths() -> Iterator[tuple[int, str]]:
    for path in source_files("*.py", "*.js", "*.css", "*.html"):
        yield len(path.read_text().splitlines()), str(path.relative_to(ROOT))


def function_lengths() -> Iterator[tuple[int, str]]:
    for path in source_files("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield (node.end_lineno or 0) - node.lineno + 1, f"{path.relative_to(ROOT)}:{node.name}"


def print_longest(what: str, lengths: Iterator[tuple[int, str]]) -> None:
    """Print what asks for a second look: sizes are aims, not contracts."""
    longest = ", ".join(f"{name} {lines}" for lines, name in sorted(lengths, reverse=True)[:5])
    sys.stdout.write(f"longest {what}: {longest}\n")


def main() -> int:
    results = [passes(*check) for check in CHECKS]
    print_longest("files", file_lengths())
    print_longest("functions", function_lengths())
    sys.stdout.write(f"{sum(results)} of {len(results)} checks passed\n")
    return 0 if all(results) else 1


if __name__ == "__main__":
    raise SystemExit(main())
