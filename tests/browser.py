"""Finds a Chromium for the browser tests, or gets one. `python -m tests.browser` does it before the suite.

The order: CHROMIUM, a Chromium or Chrome on the path, Playwright's own, apt-get where that is allowed, Playwright's
download. Where none can be had the run fails with one sentence.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""What every browser of the suite is started with; Chromium otherwise asks the network at every start."""


class NoBrowser(SystemExit):
    """There is no browser, and none could be had."""


def find_chromium() -> Path:
    """Return the browser's path; install one where none is found."""
    for source in (_named, _on_path, _playwrights_own, _from_apt, _downloaded):
        found = source()
        if found is not None:
            return found
    raise NoBrowser(
        "madang: no Chromium was found; install chromium (or Google Chrome), or set CHROMIUM to its path."
    )


def _named() -> Path | None:
    named = os.environ.get("CHROMIUM")
    if not named:
        return None
    if not Path(named).exists():
        raise NoBrowser(f"madang: CHROMIUM says {named}, and there is nothing.")
    return Path(named)


def _on_path() -> Path | None:
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return Path(found) if found else None


def _playwrights_own() -> Path | None:
    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
    return own if own.exists() else None


def _from_apt() -> Path | None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (("update",), ("install", "-y", "--no-install-recommends", "chromium", "fonts-noto-cjk")):
        subprocess.run(["apt-get", "-qq", *command], stdout=subprocess.DEVNULL, env=environment)
    return _on_path()


def _downloaded() -> Path | None:
    done = subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], capture_output=True)
    return _playwrights_own() if done.returncode == 0 else None


if __name__ == "__main__":
    sys.stdout.write(f"browser: {find_chromium()}\n")
