"""Resolve the locks, wheels only, for every platform and Python the README promises; nothing is installed."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = ROOT / ".venv" / "bin" / "uv"
PLATFORMS = (
    "x86_64-manylinux_2_28",
    "aarch64-manylinux_2_28",
    "x86_64-apple-darwin",
    "aarch64-apple-darwin",
)
PYTHONS = ("3.11", "3.12", "3.13", "3.14")


def resolves(lock: str, platform: str, python: str) -> bool:
    """Say whether every line of the lock has a wheel there; print what uv says when not."""
    with tempfile.TemporaryDirectory() as target:
        done = subprocess.run(
            [
                UV,
                "pip",
                "install",
                "--dry-run",
                "--target",
                target,
                "--python-platform",
                platform,
                "--python-version",
                python,
                "--only-binary",
                ":all:",
                "--require-hashes",
                "-r",
                ROOT / lock,
            ],
            capture_output=True,
            text=True,
        )
    if done.returncode:
        sys.stdout.write(f"{lock} on {platform}, Python {python}: {done.stderr}\n")
    return done.returncode == 0


def main() -> int:
    locks = sys.argv[1:] or ["requirements.txt"]
    results = [
        resolves(lock, platform, python) for lock in locks for platform in PLATFORMS for python in PYTHONS
    ]
    sys.stdout.write(f"lock: {sum(results)} of {len(results)} combinations of platform and Python resolve\n")
    return 0 if all(results) else 1


if __name__ == "__main__":
    raise SystemExit(main())
