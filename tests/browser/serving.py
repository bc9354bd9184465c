"""The site as `make run` serves it: prepared, hashed, compressed, by its own server, in its own folder."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60  # seconds
STAFF = """
from accounts.models import User
from allauth.account.models import EmailAddress
staff = User.objects.create_user("staff@example.org", "correct horse battery", is_staff=True)
EmailAddress.objects.create(user=staff, email=staff.email, verified=True, primary=True)
"""
ANSWERED = """
from authoring.forms import new_form_key
from authoring.models import BankDraft
from authoring.services import drafts
from benchmarks import answers
from datetime import datetime, UTC
from quizzes.models import Bank
from quizzes.services import counting
at = datetime(2026, 9, 7, 9, tzinfo=UTC)
answers.answered(answers.published("answered", at, owner=staff), 3_000, "answered", at)
counting.recount()
bank = Bank.objects.get(slug="answered")
text = bank.versions.get().source
draft = drafts.begin(owner=staff, text=text, form_key=new_form_key(), now=at)
BankDraft.objects.filter(pk=draft.pk).update(bank=bank)
"""


@contextmanager
def served(data_dir: Path, *, mail: bool = False) -> Iterator[str]:
    """The address of a running site with all content and every component's page, with `mail` or without."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
        "DATA_DIR": str(data_dir),
        "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
        "PYTHONPATH": str(ROOT),
        "PLAIN_HTTP": "true",
        "DEBUG": "false",
        "STATIC_MANIFEST": "true",
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "WEB_WORKERS": "1",
        "LOG_LEVEL": "warning",
        **({"EMAIL_URL": "smtp://127.0.0.1:9", "EMAIL_FROM": "study@example.org"} if mail else {}),
    }
    subprocess.run([sys.executable, "manage.py", "prepare"], cwd=ROOT, env=environment, check=True)
    account = [sys.executable, "manage.py", "shell", "-v0", "-c", STAFF + ANSWERED]
    subprocess.run(account, cwd=ROOT, env=environment, check=True)
    command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py"]
    server = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(f"{address}/readyz", server)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=PATIENCE)


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=2)  # noqa: S310  our own address
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        else:
            return
    raise RuntimeError(f"{address} did not answer within {PATIENCE} s.")
