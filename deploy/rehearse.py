"""`make rehearse`: the production form on private ports of this machine, gone after Ctrl-C.

nginx before two daphne processes, PostgreSQL with fsync, the Redis protocol, the demo forum. The servers come
from `tests/servers.py`, as in the suite, and nginx reads the file that is deployed.
"""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

import django

from tests import servers
from tests.processes import HOST, ROOT, Server, ServerError, free_port, own_folder

PROCESSES = 2
WATCH_SECONDS = 0.5
STEPS = (
    ("messages", "--compile"),
    ("migrate", "--verbosity", "0"),
    ("collectstatic", "--no-input", "--verbosity", "0"),
    ("seed_demo",),
)


def main() -> int:
    """Start everything, say where it is, stop everything."""
    for ending in (signal.SIGINT, signal.SIGTERM):  # a shell starts what it puts behind deaf to SIGINT
        signal.signal(ending, signal.default_int_handler)
    try:
        rehearse()
    except KeyboardInterrupt:
        print("\nEverything is stopped and removed.")
    except (ServerError, subprocess.CalledProcessError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def rehearse() -> None:
    """Hold the whole form until interrupted."""
    with ExitStack() as stack:
        folder = stack.enter_context(own_folder())
        postgres = stack.enter_context(servers.postgres(fsync=True))
        redis = stack.enter_context(servers.redis())
        port = free_port()
        environment = _environment(port, postgres.create_database("madang"), redis.url, folder)
        for step in STEPS:
            subprocess.run([sys.executable, "manage.py", *step], cwd=ROOT, env=environment, check=True)
        web = stack.enter_context(
            servers.daphne(processes=PROCESSES, env=environment, options=["--proxy-headers"])
        )
        nginx = stack.enter_context(servers.nginx(web, port=port, static=folder / "static"))
        stack.callback(_drain, web)
        house = {"nginx": nginx, **_numbered(web), "PostgreSQL": postgres, "Redis": redis}
        print(_welcome(environment, folder), _under_the_floor(house, environment), sep="\n", flush=True)
        _watch(house)


def _environment(port: int, database_url: str, redis_url: str, folder: Path) -> dict[str, str]:
    """Return the variables of the house, and leave the mail's folder and a file of them for other commands."""
    mail, file = folder / "mail", folder / "environment"
    house = {
        "MADANG_MODE": "rehearsal",
        "PUBLIC_URL": f"http://{HOST}:{port}",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "EMAIL_URL": f"filemail:///{mail}",
        "STATIC_ROOT": str(folder / "static"),
    }
    mail.mkdir()
    file.write_text("".join(f"{name}={value}\n" for name, value in house.items()))
    return {**os.environ, **house}


def _numbered(web: list[Server]) -> dict[str, Server]:
    return {f"daphne {number}": server for number, server in enumerate(web, start=1)}


def _welcome(environment: Mapping[str, str], folder: Path) -> str:
    """Return what a newcomer needs: where to go, as whom, and how people come."""
    slug, cast = _demo(environment)
    site = environment["PUBLIC_URL"]
    return f"""
  The site       {site}/
  The forum      {site}/ko/{slug}/   {site}/en/{slug}/
  The board      {site}/en/{slug}/manage/

  Sign in at     {site}/en/account/login/code/   with a code; nobody has a password here
  The code       is in the newest file of {folder / "mail"}
{cast}

  A desk         {site}/en/{slug}/manage/desks/   as organizer: open a desk, then its link on the device
  A crowd        does not come by itself; this line, in another window, brings one:
                 env $(cat {folder / "environment"}) {_python()} manage.py simulate {slug}
"""


def _demo(environment: Mapping[str, str]) -> tuple[str, str]:
    """Return the forum's slug and its cast, one a line; the demo can be read once Django is set up."""
    os.environ.update(environment, DJANGO_SETTINGS_MODULE="events_site.settings")
    django.setup()
    from events_site.demo.seed import CAST, SLUG

    lines = (f"                 {one.email:<24}{', '.join(one.roles) or 'attendee'}" for one in CAST)
    return SLUG, "\n".join(lines)


def _python() -> str:
    return os.path.relpath(sys.executable, ROOT)


def _under_the_floor(house: Mapping[str, Server], environment: Mapping[str, str]) -> str:
    """Return what an operator looks at, and how it ends."""
    addresses = {"PostgreSQL": environment["DATABASE_URL"]}
    lines = [
        f"  {name:<14} {addresses.get(name, server.url)}   pid {server.pid}, log {server.log}"
        for name, server in house.items()
    ]
    access = house["nginx"].log.with_name("access.log")
    return "\n".join([*lines, f"  Access log     {access}", "", "  Ctrl-C ends it.", ""])


def _watch(house: Mapping[str, Server]) -> None:
    """Wait for the interrupt; say once of each process that it ended: what stays is there to be looked at."""
    told: set[str] = set()
    while True:
        for name, server in house.items():
            if name not in told and server.process.poll() is not None:
                told.add(name)
                code = server.process.returncode
                print(f"  {name} (pid {server.pid}) ended with {code}; its log: {server.log}", flush=True)
        time.sleep(WATCH_SECONDS)


def _drain(web: list[Server]) -> None:
    """End the processes as a release would: their clients are told."""
    for server in web:
        server.process.terminate()
    for server in web:
        server.process.wait(timeout=20)


if __name__ == "__main__":
    sys.exit(main())
