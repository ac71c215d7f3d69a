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
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from tests import servers
from tests.processes import HOST, ROOT, Server, ServerError, free_port, own_folder

PROCESSES = 2
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
        _tell(nginx, web, environment)
        signal.pause()


def _environment(port: int, database_url: str, redis_url: str, folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "MADANG_MODE": "rehearsal",
        "PUBLIC_URL": f"http://{HOST}:{port}",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "EMAIL_URL": f"filemail:///{folder / 'mail'}",
        "STATIC_ROOT": str(folder / "static"),
    }


def _tell(nginx: Server, web: list[Server], environment: Mapping[str, str]) -> None:
    print(f"The site       {nginx.url}/")
    print(f"Mail           {environment['EMAIL_URL'].removeprefix('filemail:///')}")
    print(f"Access log     {nginx.log.with_name('access.log')}")
    for server in web:
        print(f"daphne {server.pid:<7} {server.url}/  log {server.log}")
    print(f"PostgreSQL     {environment['DATABASE_URL']}")
    print(f"Redis protocol {environment['REDIS_URL']}")
    print("Ctrl-C ends it.", flush=True)


def _drain(web: list[Server]) -> None:
    """End the processes as a release would: their clients are told."""
    for server in web:
        server.process.terminate()
    for server in web:
        server.process.wait(timeout=20)


if __name__ == "__main__":
    sys.exit(main())
