"""How the server is set up, as gunicorn reads it."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


def configured(monkeypatch: pytest.MonkeyPatch, **environment: str) -> dict[str, Any]:
    for name in (
        "HOST",
        "PORT",
        "PLAIN_HTTP",
        "WEB_WORKERS",
        "WEB_THREADS",
        "FORWARDED_ALLOW_IPS",
        "LOG_LEVEL",
    ):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return runpy.run_path(str(ROOT / "gunicorn.conf.py"))


def test_two_processes_of_four_threads_on_this_machines_own_address(monkeypatch: pytest.MonkeyPatch) -> None:
    server = configured(monkeypatch)

    assert (server["worker_class"], server["workers"], server["threads"]) == ("gthread", 2, 4)
    assert server["bind"] == "127.0.0.1:8000"
    assert server["preload_app"] is False


def test_nothing_it_writes_can_be_read_by_others_and_no_control_socket_is_opened(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server = configured(monkeypatch)

    assert server["umask"] == 0o077
    assert server["control_socket_disable"] is True


def test_only_a_proxy_on_this_machine_is_believed_unless_another_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert configured(monkeypatch)["forwarded_allow_ips"] == "127.0.0.1,::1"
    assert configured(monkeypatch, FORWARDED_ALLOW_IPS="10.0.0.7")["forwarded_allow_ips"] == "10.0.0.7"


def test_browsers_that_speak_to_it_directly_are_kept_connected_longer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert configured(monkeypatch)["keepalive"] == 5
    assert configured(monkeypatch, PLAIN_HTTP="true")["keepalive"] == 30


def test_when_it_listens_it_says_where_and_warns_of_plain_http(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    configured(monkeypatch, PLAIN_HTTP="true", PORT="8123")["when_ready"](None)
    plain = capsys.readouterr().out
    configured(monkeypatch)["when_ready"](None)
    tls = capsys.readouterr().out

    assert "http://localhost:8123/" in plain
    assert "unencrypted" in plain
    assert "unencrypted" not in tls


def test_gunicorn_accepts_every_setting(tmp_path: Path) -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "gunicorn", "--config", "gunicorn.conf.py", "--check-config"],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "DATA_DIR": str(tmp_path),
            "SECRET_KEY": "k" * 64,
            "STATIC_MANIFEST": "false",
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
