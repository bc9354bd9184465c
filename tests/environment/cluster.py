"""A PostgreSQL of the tests' own, on a spare port, that may be restarted and broken."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import psycopg

from tests.environment.served import free_port

HOW_TO_GET_IT = "no PostgreSQL server programs here (Debian: apt-get install postgresql)"


class NoCluster(RuntimeError):
    """There are no programs for one, or nobody to run them as."""


def programs() -> Path:
    """The folder of initdb and pg_ctl. Debian does not put it on PATH."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: path.parts[-3])
    if not versions:
        raise NoCluster(HOW_TO_GET_IT)
    return versions[-1].parent


def runs_as() -> str | None:
    """PostgreSQL refuses root, so root becomes the user that Debian makes for it; others stay themselves."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        raise NoCluster("root needs a user named postgres to run a PostgreSQL as") from None


class Cluster:
    """Its folder, its port, and its one user, who needs no password from this machine."""

    def __init__(self, folder: Path) -> None:
        self.programs, self.user, self.folder, self.port = programs(), runs_as(), folder, free_port()
        self.data = folder / "data"

    @property
    def address(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def make(self) -> None:
        if self.user is not None:
            shutil.chown(self.folder, self.user)
        self._run("initdb", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-locale", "-k")

    def start(self) -> None:
        """Returns when it takes connections. What it confirms is on disk: fsync stays on."""
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1"
        self._run("pg_ctl", "start", "-w", "-l", str(self.folder / "log"), "-o", options)

    def stop(self, how: Literal["fast", "immediate"] = "fast") -> None:
        """Fast breaks every connection; immediate is a crash, with recovery at the next start."""
        self._run("pg_ctl", "stop", "-w", "-m", how)

    def database(self, name: str) -> str:
        """The address of a new database."""
        with psycopg.connect(self.address, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return f"postgres://postgres@127.0.0.1:{self.port}/{name}"

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [self.programs / program, "-D", self.data, *arguments],
            user=self.user,
            group=self.user,
            extra_groups=None if self.user is None else [],
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            timeout=120,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr}")


@contextmanager
def own_cluster() -> Iterator[Cluster]:
    """One that is gone afterwards. Raises NoCluster."""
    with tempfile.TemporaryDirectory(prefix="cluster-") as folder:
        cluster = Cluster(Path(folder))
        cluster.make()
        cluster.start()
        try:
            yield cluster
        finally:
            cluster.stop("immediate")
