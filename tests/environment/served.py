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
        port = free_port()
        path = self.folder / "server.log"
        log = path.open("ab")
        process = subprocess.Popen(
            [Path(sys.executable).parent / "gunicorn", "--config", "gunicorn.conf.py", wsgi],
            cwd=ROOT,
            env={**self.environment, "PORT": str(port)},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        server = Server(f"http://127.0.0.1:{port}", path)
        try:
            server.wait_until_it_answers(process)
            yield server
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            log.close()


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
