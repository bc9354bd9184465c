"""A setting that means nothing is refused by its name, in one line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from studyapp.environment import BadSetting, flag, level, mail, whole

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("value", ["true", "True", "yes", "on", "1", " true "])
def test_yes(value: str) -> None:
    assert flag({"A": value}, "A", default=False) is True


@pytest.mark.parametrize("value", ["false", "No", "off", "0", ""])
def test_no(value: str) -> None:
    assert flag({"A": value}, "A", default=True) is False


@pytest.mark.parametrize("default", [True, False])
def test_unset_is_the_default(default: bool) -> None:
    assert flag({}, "A", default=default) is default
    assert whole({"A": ""}, "A", default=7) == 7
    assert level({}, "A", default="INFO") == "INFO"


@pytest.mark.parametrize("value", ["maybe", "2", "tru", "ja"])
def test_what_is_neither_yes_nor_no_is_refused(value: str) -> None:
    with pytest.raises(BadSetting, match=r"^A=.* is neither true nor false: docs/configuration.md"):
        flag({"A": value}, "A", default=False)


@pytest.mark.parametrize("value", ["abc", "-1", "1.5", "0", "9" * 30, "²"])
def test_what_is_no_number_or_too_small_is_refused(value: str) -> None:
    with pytest.raises(BadSetting, match=r"^A=.* is not a whole number of at least 1"):
        whole({"A": value}, "A", default=3, least=1)


def test_a_level_is_one_of_four() -> None:
    assert level({"A": "warning"}, "A", default="INFO") == "WARNING"
    with pytest.raises(BadSetting, match="DEBUG, INFO, WARNING, ERROR"):
        level({"A": "LOUD"}, "A", default="INFO")


@pytest.mark.parametrize("name", ["DEBUG", "GUEST_DAYS", "HSTS_SECONDS", "LOG_LEVEL"])
def test_the_command_line_says_it_in_one_line(name: str, tmp_path: Path) -> None:
    refused = run([sys.executable, "manage.py", "check"], tmp_path, **{name: "LOUD"})

    assert refused.returncode == 1
    assert refused.stderr.startswith(f"{name}='LOUD' is n")
    assert refused.stderr.count("\n") == 1


def test_the_server_says_it_in_one_line(tmp_path: Path) -> None:
    server = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py"]

    refused = run(server, tmp_path, WEB_WORKERS="abc")

    assert refused.returncode == 1
    assert refused.stderr.strip().startswith("WEB_WORKERS='abc' is not a whole number")


def run(command: list[str], folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DATA_DIR": str(folder), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("url", "host", "port", "tls", "ssl"),
    [
        ("smtp://mail.example.org", "mail.example.org", 25, False, False),
        ("smtp+tls://mail.example.org", "mail.example.org", 587, True, False),
        ("smtp+ssl://mail.example.org:4650", "mail.example.org", 4650, False, True),
    ],
)
def test_the_address_of_a_mail_server_is_read(url: str, host: str, port: int, tls: bool, ssl: bool) -> None:
    told = mail(url, "Study <study@example.org>")

    assert (told["EMAIL_HOST"], told["EMAIL_PORT"]) == (host, port)
    assert (told["EMAIL_USE_TLS"], told["EMAIL_USE_SSL"]) == (tls, ssl)
    assert told["DEFAULT_FROM_EMAIL"] == "Study <study@example.org>"


def test_what_a_password_for_mail_needs_quoted_is_unquoted() -> None:
    told = mail("smtp+tls://ann%40x:p%40ss%2F@mail.example.org", "a@b.org")

    assert (told["EMAIL_HOST_USER"], told["EMAIL_HOST_PASSWORD"]) == ("ann@x", "p@ss/")


def test_without_an_address_no_mail_is_sent() -> None:
    assert mail("", "") == {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}


@pytest.mark.parametrize(
    ("url", "sender"),
    [
        ("mail.example.org", "a@b.org"),
        ("https://mail.example.org", "a@b.org"),
        ("smtp://", "a@b.org"),
        ("smtp://mail.example.org:many", "a@b.org"),
        ("smtp://mail.example.org/path", "a@b.org"),
        ("smtp://mail.example.org?tls=1", "a@b.org"),
        ("smtp://mail.example.org", ""),
    ],
)
def test_an_address_for_mail_that_means_nothing_is_refused_without_its_password(
    url: str, sender: str
) -> None:
    with pytest.raises(BadSetting, match=r"docs/configuration\.md") as refused:
        mail(url.replace("//", "//user:secret@"), sender)

    assert "secret" not in str(refused.value)
