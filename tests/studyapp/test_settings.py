"""What the environment makes of the settings."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from studyapp import secret_key
from studyapp.environment import BadSetting

ROOT = Path(__file__).parents[2]


def settings_of(names: list[str], **environment: str) -> dict[str, Any]:
    """The settings as a process with this environment sees them."""
    code = (
        "import json, sys; from studyapp import settings; "
        f"print(json.dumps({{name: getattr(settings, name) for name in {names!r}}}, default=str))"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def test_the_settings_file_can_be_read_whole_in_one_go() -> None:
    assert len((ROOT / "studyapp/settings.py").read_text().splitlines()) < 250


def test_without_a_key_one_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    first = settings_of(["SECRET_KEY"], DATA_DIR=str(tmp_path / "data"))
    again = settings_of(["SECRET_KEY"], DATA_DIR=str(tmp_path / "data"))
    other = settings_of(["SECRET_KEY"], DATA_DIR=str(tmp_path / "other"))

    assert first == again != other
    assert len(first["SECRET_KEY"]) >= 64
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "data/secret-key").stat().st_mode) == 0o600


def test_many_first_starts_at_once_have_one_key(tmp_path: Path) -> None:
    code = "import sys; from pathlib import Path; from studyapp.secret_key import kept_secret; "
    code += "sys.stdin.read(); print(kept_secret(Path(sys.argv[1])))"
    starts = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(6)
    ]
    for start in starts:  # all are ready before the first may go
        assert start.stdin
        start.stdin.close()
        start.stdin = None

    keys = [start.communicate(timeout=60)[0] for start in starts]

    assert len(set(keys)) == 1
    assert len(keys[0]) > 64
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


@pytest.mark.parametrize("step", ["fdopen", "fsync", "link"])
def test_a_first_start_that_breaks_off_leaves_no_half_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def broken(*args: object) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(os, step, broken)
        with pytest.raises(OSError, match="full"):
            secret_key.kept_secret(tmp_path)

    assert list(tmp_path.iterdir()) == []
    assert secret_key.kept_secret(tmp_path) == secret_key.kept_secret(tmp_path)


def test_somebody_who_was_faster_keeps_their_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    link = os.link

    def second(part: str, path: Path) -> None:
        path.write_text("the-key-of-the-first")
        link(part, path)

    monkeypatch.setattr(os, "link", second)

    assert secret_key.kept_secret(tmp_path) == "the-key-of-the-first"


def test_an_empty_key_is_refused_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "secret-key").touch()

    with pytest.raises(BadSetting, match=r"secret-key is empty.*remove the file"):
        secret_key.kept_secret(tmp_path)


def test_a_key_from_the_environment_writes_no_file(tmp_path: Path) -> None:
    settings_of(["SECRET_KEY"], DATA_DIR=str(tmp_path / "data"), SECRET_KEY="k" * 64)

    assert not (tmp_path / "data").exists()


def test_relative_folders_lie_in_the_project_wherever_the_command_is_run(tmp_path: Path) -> None:
    found = settings_of(["DATA_DIR", "BACKUP_DIR"], DATA_DIR="build/x", SECRET_KEY="k" * 64)

    assert found == {"DATA_DIR": str(ROOT / "build/x"), "BACKUP_DIR": str(ROOT / "build/x/backups")}


@pytest.mark.parametrize("name", ["plain", "with space", "50%", "a?b", "a#b", "ä"])
def test_the_database_lies_in_the_data_folder_whatever_that_is_called(name: str, tmp_path: Path) -> None:
    folder = tmp_path / name

    found = settings_of(["DATABASES"], DATA_DIR=str(folder), SECRET_KEY="k" * 64)

    assert found["DATABASES"]["default"]["NAME"] == str(folder / "studyapp.sqlite3")


def test_postgresql_gives_up_in_time_and_checks_its_connections() -> None:
    found = settings_of(["DATABASES"], DATABASE_URL="postgres://u:p%40@db:5433/study", SECRET_KEY="k" * 64)
    database = found["DATABASES"]["default"]

    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["PASSWORD"], database["PORT"], database["NAME"]) == ("p@", 5433, "study")
    assert database["CONN_HEALTH_CHECKS"] is True
    assert database["OPTIONS"]["connect_timeout"] == 3
    assert "statement_timeout=15s" in database["OPTIONS"]["options"]
    assert database["ATOMIC_REQUESTS"] is False


COOKIES = ["SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "LEARNER_COOKIE_NAME"]


def test_behind_tls_cookies_belong_to_this_host_alone_and_never_travel_in_the_clear(tmp_path: Path) -> None:
    found = settings_of(
        [
            *COOKIES,
            "SESSION_COOKIE_SECURE",
            "CSRF_COOKIE_SECURE",
            "SECURE_SSL_REDIRECT",
            "SECURE_HSTS_SECONDS",
        ],
        SECRET_KEY="k" * 64,
    )

    assert all(found[name].startswith("__Host-") for name in COOKIES)
    assert found["SESSION_COOKIE_SECURE"]
    assert found["CSRF_COOKIE_SECURE"]
    assert found["SECURE_SSL_REDIRECT"]
    assert found["SECURE_HSTS_SECONDS"] == 31_536_000


def test_plain_http_drops_what_needs_tls_and_only_that() -> None:
    names = [
        "SECURE_HSTS_SECONDS",
        "SECURE_SSL_REDIRECT",
        "SESSION_COOKIE_SECURE",
        "CONTENT_SECURITY_POLICY",
        "X_FRAME_OPTIONS",
        "SECURE_REFERRER_POLICY",
        "CSRF_COOKIE_HTTPONLY",
        "SESSION_COOKIE_SAMESITE",
        "DEBUG",
    ]
    tls = settings_of(names, SECRET_KEY="k" * 64)
    plain = settings_of([*names, *COOKIES], SECRET_KEY="k" * 64, PLAIN_HTTP="true")

    assert not any(plain[name].startswith("__Host-") for name in COOKIES)
    assert {name for name in names if tls[name] != plain[name]} == {
        "SECURE_HSTS_SECONDS",
        "SECURE_SSL_REDIRECT",
        "SESSION_COOKIE_SECURE",
    }


def test_a_proxy_is_believed_only_where_it_is_named() -> None:
    names = ["SECRET_KEY"]
    code = "from studyapp import settings; print(hasattr(settings, 'SECURE_PROXY_SSL_HEADER'))"
    for said, believed in ({}, "False"), ({"BEHIND_PROXY": "true"}, "True"):
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], names[0]: "k" * 64, **said},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.strip() == believed
