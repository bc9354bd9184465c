"""How long it takes to check and publish 10,000 questions in five banks. The goal is 12 s on two cores.

By the command line in one call, and from the page: five drafts of 2,000 questions in a server of two
processes, two of them published at a time. Meanwhile somebody else writes fifty times a second: how long
they waited at most for the database is told. What else the machine does goes into the elapsed seconds; the
seconds of CPU tell of the work alone.
"""

from __future__ import annotations

import json
import os
import platform
import re
import resource
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.bench_check import a_bank
from tests.environment.served import Site

BANKS, QUESTIONS = 5, 2_000
GOAL = 12.0
OWNER = "author@example.org"

FIELD = re.compile(r'name="(revision|since|csrfmiddlewaretoken)" value="([^"]+)"')

DRAFTS = """
import json, sys
from importlib import import_module
from pathlib import Path
from django.conf import settings
from django.contrib import auth
from django.utils.timezone import now
from accounts.models import User
from authoring.forms import new_form_key
from authoring.services import drafts

user = User.objects.get(email=sys.argv[1])
texts = [Path(path).read_text() for path in sys.argv[2:]]
made = [drafts.begin(owner=user, text=text, form_key=new_form_key(), now=now()) for text in texts]
session = import_module(settings.SESSION_ENGINE).SessionStore()
session[auth.SESSION_KEY], session[auth.HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
session[auth.BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
session.save()
cookie = f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
print(json.dumps([cookie, [f"/author/{draft.key}/publish/" for draft in made]]))
"""

SOMEBODY_ELSE = """
import json, select, sys, time
from django.db import transaction
from quizzes.models import Bank

waits = []
while not select.select([sys.stdin], [], [], 0.02)[0]:
    began = time.monotonic()
    with transaction.atomic():
        Bank.objects.filter(pk=0).update(title="")
    waits.append(time.monotonic() - began)
print(json.dumps([len(waits), max(waits, default=0), sum(wait > 0.25 for wait in waits)]))
"""


@dataclass
class Others:
    """Somebody else who writes: how often, how long they waited at most, how often for longer than 0.25 s."""

    writes: int = 0
    longest: float = 0.0
    long: int = 0


def main() -> None:
    print(f"machine: {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}")
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        site = Site(data, f"sqlite:///{data / 'study.sqlite3'}", {"WEB_WORKERS": "2", "WEB_THREADS": "4"})
        _run(site.manage("prepare", "--verbosity=0"))
        _run(site.manage("create_account", "--no-password", OWNER))
        files = _files(data, "command")
        _measured(
            "import_bank", site, lambda: _run(site.manage("import_bank", *files, "--owner", OWNER)), BANKS
        )
        with site.served() as server:
            cookie, pages = _drafts(site, _files(data, "page"))
            with ThreadPoolExecutor(2) as two:
                forms = list(two.map(lambda page: Page(server.address + page, cookie).shown(), pages))
                _measured("the page", site, lambda: list(two.map(Page.pressed, forms)), BANKS)


def _measured(how: str, site: Site, work: Callable[[], object], banks: int) -> None:
    with _somebody_else(site) as others:
        cpu, began = _cpu(), time.perf_counter()
        work()
        elapsed, cpu = time.perf_counter() - began, _cpu() - cpu
    spent = f", {cpu:.1f} s of CPU" if cpu > 1 else ""
    print(f"by {how}: {banks * QUESTIONS} questions in {elapsed:.1f} s{spent}")
    print(
        f"  meanwhile somebody else wrote {others.writes} times and waited {others.longest:.2f} s at most, "
        f"{others.long} times longer than 0.25 s"
    )
    print(f"  goal: under {GOAL:.0f} s: {'met' if elapsed < GOAL else 'MISSED'}")


def _cpu() -> float:
    """Seconds of processes that this one has waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@contextmanager
def _somebody_else(site: Site) -> Iterator[Others]:
    others, process = Others(), site.python(SOMEBODY_ELSE)
    time.sleep(3)  # until it writes
    try:
        yield others
    finally:
        said, _ = process.communicate("enough\n", timeout=60)
        others.writes, others.longest, others.long = json.loads(said)


@dataclass
class Page:
    """The page on which a draft is published, as its author's browser has it."""

    address: str
    cookie: str
    fields: dict[str, str] = field(default_factory=dict)

    def shown(self) -> Page:
        for _ in range(600):
            body, token = self._sent()
            self.fields = dict(FIELD.findall(body))
            if "revision" in self.fields:
                self.cookie += f"; {token}"
                return self
            time.sleep(0.1)  # another long text is being checked
        sys.exit("the page never offered to publish")

    def pressed(self) -> None:
        """The button, again while another long text is being checked in that process."""
        for _ in range(600):
            try:
                self._sent(urllib.parse.urlencode(self.fields).encode())
            except urllib.error.HTTPError as refusal:
                if refusal.status != 503:
                    raise
                time.sleep(0.05)
            else:
                return
        sys.exit("the page never had time to publish")

    def _sent(self, form: bytes | None = None) -> tuple[str, str]:
        """The page that it comes to in the end, and the cookie of the form's token."""
        request = urllib.request.Request(self.address, form, {"Cookie": self.cookie})  # noqa: S310 - our own
        opener = urllib.request.build_opener(_Stay) if form else urllib.request.build_opener()
        with opener.open(request, timeout=120) as answer:
            token = (answer.headers.get("Set-Cookie") or "").partition(";")[0]
            return answer.read().decode(), token


class _Stay(urllib.request.HTTPRedirectHandler):
    """Published: what is shown next is not measured."""

    def http_error_302(self, req, fp, code, msg, headers):  # type: ignore[no-untyped-def]
        return fp


def _drafts(site: Site, files: Sequence[str]) -> tuple[str, list[str]]:
    process = site.python(DRAFTS, OWNER, *files)
    said, _ = process.communicate()
    if process.returncode:
        sys.exit("the drafts could not be made")
    cookie, pages = json.loads(said)
    return cookie, pages


def _files(folder: Path, prefix: str) -> list[str]:
    paths = [folder / f"{prefix}-{n}.yaml" for n in range(BANKS)]
    for path in paths:
        path.write_bytes(a_bank(QUESTIONS).replace(b"bank: bench", f"bank: {path.stem}".encode(), 1))
    return [str(path) for path in paths]


def _run(done: subprocess.CompletedProcess[str]) -> None:
    if done.returncode:
        sys.exit(done.stderr or done.stdout)


if __name__ == "__main__":
    main()
