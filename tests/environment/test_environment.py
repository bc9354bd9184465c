"""What the tests stand on is found, or said to be missing in one clear sentence."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.environment import chromium, postgres
from tests.environment.addresses import routes

ROOT = Path(__file__).parents[2]


def program(folder: Path, name: str) -> str:
    file = folder / name
    file.write_text("#!/bin/sh\n")
    file.chmod(0o755)
    return str(file)


def test_the_chromium_that_is_named_comes_before_the_one_on_the_path(tmp_path: Path) -> None:
    on_path = program(tmp_path, "chromium-browser")
    named = program(tmp_path, "another")

    assert chromium.find({"PATH": str(tmp_path)}) == on_path
    assert chromium.find({"PATH": str(tmp_path), "CHROMIUM": named}) == named


def test_a_name_that_is_no_program_is_told_and_not_passed_over(tmp_path: Path) -> None:
    program(tmp_path, "chromium")

    with pytest.raises(chromium.NoChromium, match="not a program"):
        chromium.find({"PATH": str(tmp_path), "CHROMIUM": "/no/such/browser"})


def test_without_a_chromium_there_is_none_to_find(tmp_path: Path) -> None:
    assert chromium.find({"PATH": str(tmp_path)}) is None


def test_where_none_can_be_installed_it_says_how_to_get_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chromium, "find", lambda: None)
    monkeypatch.setattr(chromium, "can_install", lambda: False)

    with pytest.raises(chromium.NoChromium, match="apt-get install chromium"):
        chromium.found_or_installed()


def test_on_debian_as_root_it_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[list[str]] = []
    monkeypatch.setattr(chromium, "find", lambda: "/usr/bin/chromium" if len(ran) == 2 else None)
    monkeypatch.setattr(chromium, "can_install", lambda: True)
    monkeypatch.setattr(subprocess, "run", lambda command, **options: ran.append(command))

    assert chromium.found_or_installed() == "/usr/bin/chromium"
    assert ran[1][:2] == ["apt-get", "install"]


def test_only_root_installs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    assert not chromium.can_install()


def test_the_postgresql_that_is_named_is_asked_first() -> None:
    named = "postgres://study@db.example.org/study"

    assert next(postgres.candidates({"TEST_DATABASE_URL": named})) == named
    assert all("127.0.0.1:5432" in address for address in postgres.candidates({}))


def test_one_that_does_not_answer_is_said_to_and_the_next_is_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(postgres, "trouble", lambda address: "refused" if "db.example" in address else "")

    found = postgres.answering({"TEST_DATABASE_URL": "postgres://u:hunter2@db.example.org/study"})

    assert found
    assert "127.0.0.1" in found
    said = capsys.readouterr().err
    assert "TEST_DATABASE_URL cannot be used: refused" in said
    assert "hunter2" not in said


def test_a_password_is_not_shown() -> None:
    assert postgres.shown("postgres://u:hunter2@db.example.org:5433/study") == "db.example.org:5433"


def test_every_address_can_be_filled_in() -> None:
    assert len(routes()) >= 15
    assert all("<" not in route.path() for route in routes())
    assert "/s/sample/1/" in {route.path() for route in routes()}


def test_what_continuous_integration_runs_is_what_everybody_runs() -> None:
    script = (ROOT / ".ci/run").read_text()

    assert os.access(ROOT / ".ci/run", os.X_OK)
    assert re.findall(r"^exec (.*)$", script, re.MULTILINE) == ["make test"]


def test_help_lists_every_target() -> None:
    told = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    makefile = (ROOT / "Makefile").read_text()
    (phony,) = re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)

    assert set(re.findall(r"make ([a-z-]+)", told)) == set(phony.split())
