"""As much of systemd as the operations page asks for: it reads the units that are deployed, and their settings."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

STOP_SECONDS = 30.0


def main(words: list[str], folder: str, nginx: str) -> None:
    """Do what `systemctl WORDS` asks."""
    here, (verb, *names) = Path(folder), [word for word in words if word != "--now"]
    for name in names:
        if name == "nginx":
            _nginx(here, nginx, is_test=verb == "test")
        elif verb in ("enable", "start"):
            _start(here, name)
        elif verb == "stop":
            _stop(here, name)
        elif verb == "restart":
            _stop(here, name)
            _start(here, name)
        else:
            sys.exit(f"systemctl: {verb} is not known here")


def settings(text: str) -> dict[str, str]:
    """Return what an EnvironmentFile says, by systemd's rules as far as they are used: quotes, no expansion."""
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return {
        name: " ".join(shlex.split(value, posix=True))
        for name, _, value in (line.partition("=") for line in lines)
    }


def _start(here: Path, name: str) -> None:
    unit, _, instance = name.partition("@")
    text = (
        (here / "etc/systemd/system" / f"{unit}{'@' if instance else ''}.service")
        .read_text()
        .replace("%i", instance)
    )
    said = dict(line.split("=", 1) for line in text.splitlines() if "=" in line and not line.startswith("#"))
    outside = {key: os.environ[key] for key in ("PATH", "PGHOST", "PGPORT", "PGUSER")}
    env = outside | settings(Path(said["EnvironmentFile"]).read_text())
    _launch(here, name, shlex.split(said["ExecStart"]), said["WorkingDirectory"], env)


def _launch(here: Path, name: str, argv: list[str], folder: str, env: dict[str, str]) -> None:
    with (here / "run" / f"{name}.log").open("ab") as log:
        child = subprocess.Popen(
            argv,
            cwd=folder,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    (here / "run" / f"{name}.pid").write_text(str(child.pid))


def _stop(here: Path, name: str) -> None:
    file = here / "run" / f"{name}.pid"
    if not file.exists():
        return
    pid, deadline = int(file.read_text()), time.monotonic() + STOP_SECONDS
    try:
        os.kill(pid, signal.SIGTERM)
        while time.monotonic() < deadline and not _has_ended(pid):
            time.sleep(0.05)
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    file.unlink()


def _has_ended(pid: int) -> bool:
    """Tell whether a process is gone, or waits for a parent that nobody is."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return (
            Path("/proc/self").exists()
            or subprocess.run(["kill", "-0", str(pid)], check=False).returncode != 0
        )
    return state == "Z"


def _nginx(here: Path, program: str, *, is_test: bool) -> None:
    """Test the configuration, or serve by it: a first reload starts."""
    main = here / "etc/nginx/nginx.conf"
    user = "user root;" if os.geteuid() == 0 else ""
    kinds = " ".join(
        f"{kind}_temp_path {here}/run/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    main.write_text(
        f"{user} daemon off; worker_processes 1; pid {here}/run/nginx-own.txt; error_log {here}/run/nginx.log;"
        f"events {{ }}\nhttp {{ {kinds} include {here}/etc/nginx/conf.d/*.conf; }}\n"
    )
    argv = [program, "-p", str(here), "-c", str(main)]
    if is_test:
        sys.exit(subprocess.run([*argv, "-t"], check=False).returncode)
    _stop(here, "nginx")
    _launch(here, "nginx", argv, str(here), dict(os.environ))
