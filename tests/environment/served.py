"""A real server on a database of its own: what fault tests break."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[2]
KEY = "a key for tests only, long enough and plain to see 0123456789"


@dataclass
class Site:
    """An installation in a folder of its own, and the address of its database."""

    folder: Path
    database_url: str
    extra: Mapping[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "DATA_DIR": str(self.folder),
            "DATABASE_URL": self.database_url,
            "SECRET_KEY": KEY,
            "PLAIN_HTTP": "true",
            "STATIC_MANIFEST": "false",
            **self.extra,
        }

    def manage(self, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
        """`manage.py …`, to its end."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            input=given,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def python(
        self, code: str, *arguments: str, stdout: int | IO[str] = subprocess.PIPE
    ) -> subprocess.Popen[str]:
        """A process of its own with Django set up: somebody else at the same database."""
        setup = (
            "from studyapp.sqlite import use_fixed_library; use_fixed_library()\n"
            "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'studyapp.settings'\n"
            "import django; django.setup()\n"
        )
        return subprocess.Popen(
            [sys.executable, "-c", setup + code, *arguments],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=stdout,
            text=True,
        )

    @contextmanager
    def served(self, wsgi: str = "studyapp.wsgi:application") -> Iterator[Server]:
        """Served by gunicorn as in service, two processes of four threads."""
        station = Station(self, wsgi)
        try:
            station.start()
            yield station.server
        finally:
            station.stop()


class Station:
    """A server that can be stopped, killed and started again at the same address."""

    def __init__(self, site: Site, wsgi: str = "studyapp.wsgi:application") -> None:
        self.site, self.wsgi, self.port = site, wsgi, free_port()
        self.server = Server(f"http://127.0.0.1:{self.port}", site.folder / "server.log")
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns when it answers. It has a process group of its own."""
        with self.server.log.open("ab") as log:
            self.process = subprocess.Popen(
                [Path(sys.executable).parent / "gunicorn", "--config", "gunicorn.conf.py", self.wsgi],
                cwd=ROOT,
                env={**self.site.environment, "PORT": str(self.port)},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.server.wait_until_it_answers(self.process)

    def stop(self) -> None:
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.kill()
        self.process = None

    def kill(self) -> None:
        """All of it at once, as when the machine is gone: nobody can tidy up."""
        assert self.process
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def workers(self) -> list[int]:
        """The processes that answer, oldest first."""
        assert self.process
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in children.read_text().split()]


@dataclass
class Answer:
    status: int
    headers: Mapping[str, str]
    body: str
    seconds: float


@dataclass
class Server:
    address: str
    log: Path

    def get(self, path: str, timeout: float = 60, headers: Mapping[str, str] | None = None) -> Answer:
        """What it answers; a refusal is an answer too."""
        request = urllib.request.Request(self.address + path, headers=dict(headers or {}))  # noqa: S310
        began = time.monotonic()
        try:
            answer = urllib.request.urlopen(request, timeout=timeout)  # noqa: S310
        except urllib.error.HTTPError as refusal:
            answer = refusal
        with answer:
            body = answer.read().decode(errors="replace")
        return Answer(answer.status, answer.headers, body, time.monotonic() - began)

    def wait_until_it_answers(self, process: subprocess.Popen[bytes], seconds: float = 60) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if process.poll() is not None:
                raise RuntimeError(f"the server ended with {process.returncode}: {self.log.read_text()}")
            try:
                if self.get("/healthz", timeout=2).status == 200:
                    return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError(f"the server did not answer within {seconds} s")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
