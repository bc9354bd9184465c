"""`manage.py prepare`, on installations of its own: from nothing, again, and before a migration."""

from __future__ import annotations

import re
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.core.management.base import CommandError

from studyapp.management.commands.prepare import Command
from tests.environment.databases import own_database
from tests.environment.served import ROOT, Site


def prepare(site: Site) -> str:
    done = site.manage("prepare")
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def mode(path: Path) -> str:
    return oct(stat.S_IMODE(path.stat().st_mode))


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """An installation from nothing but a folder that everybody may read; tests that change it take a copy."""
    folder = tmp_path_factory.mktemp("prepared") / "data"
    folder.mkdir(mode=0o755)
    folder.chmod(0o755)
    site = Site(folder, f"sqlite:///{folder / 'study.sqlite3'}", {"STATIC_MANIFEST": "true"})
    prepare(site)
    return site


@pytest.fixture
def copied(prepared: Site, tmp_path: Path) -> Site:
    folder = tmp_path / "data"
    shutil.copytree(prepared.folder, folder)
    return Site(folder, f"sqlite:///{folder / 'study.sqlite3'}", prepared.extra)


def test_from_nothing_it_makes_all_that_serving_needs_for_its_owner_alone(prepared: Site) -> None:
    assert mode(prepared.folder) == "0o700"
    assert mode(prepared.folder / "study.sqlite3") == "0o600"
    assert {mode(path) for path in prepared.folder.rglob("*") if path.is_dir()} == {"0o700"}
    assert list((prepared.folder / "backups").iterdir()) == [], "there was nothing to keep yet"


def test_what_is_prepared_can_be_served_with_hashed_and_compressed_files(copied: Site) -> None:
    with copied.served() as server:
        assert server.get("/readyz").status == 200
        home = server.get("/").body
        (style,) = re.findall(r'href="(/static/app\.[0-9a-f]{12}\.css)"', home)
        script = re.findall(r'src="(/static/[^"]+\.js)"', home)
        served = [server.get(path, headers={"Accept-Encoding": "br"}) for path in (style, *script)]

    assert len(script) >= 2
    assert {file.status for file in served} == {200}
    assert {file.headers["Content-Encoding"] for file in served} == {"br"}
    assert all("immutable" in file.headers["Cache-Control"] for file in served)


def test_what_is_prepared_is_not_done_again(copied: Site) -> None:
    before = {path: path.stat().st_mtime_ns for path in (copied.folder / "static").rglob("*")}

    prepare(copied)

    assert {path: path.stat().st_mtime_ns for path in (copied.folder / "static").rglob("*")} == before
    assert list((copied.folder / "backups").iterdir()) == []


def test_static_files_that_changed_are_collected_again(copied: Site) -> None:
    stamp = copied.folder / "static/.source-digest"
    stamp.write_text("of other files")
    (copied.folder / "static/old.css").touch()

    prepare(copied)

    assert len(stamp.read_text()) == 64
    assert not (copied.folder / "static/old.css").exists()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with own_database(tmp_path) as address:
        yield Site(tmp_path, address)


@pytest.mark.both_databases
def test_before_a_migration_there_is_a_copy_to_go_back_to(site: Site) -> None:
    prepare(site)
    assert site.manage("migrate", "sessions", "zero", "--verbosity=0").returncode == 0

    said = prepare(site)

    (copy,) = (site.folder / "backups").iterdir()
    assert copy.stem.endswith("-before-migration")
    assert str(copy) in said
    assert mode(copy) == "0o600"
    assert site.manage("migrate", "--check").returncode == 0
    assert site.manage("restore", str(copy), "--yes").returncode == 0
    assert site.manage("migrate", "--check").returncode != 0, "the copy is of before the migration"


OLD_LIBRARY = """
from sqlite3 import *
from sqlite3 import dbapi2
sqlite_version, sqlite_version_info = "3.40.1", (3, 40, 1)
"""


@pytest.fixture
def old_library(tmp_path: Path) -> dict[str, str]:
    """The environment of a machine whose SQLite has the WAL-reset bug."""
    (tmp_path / "old").mkdir()
    (tmp_path / "old/pysqlite3.py").write_text(OLD_LIBRARY)
    return {"PYTHONPATH": str(tmp_path / "old")}


def test_a_vulnerable_sqlite_is_refused_before_it_comes_near_the_database(
    tmp_path: Path, old_library: dict[str, str]
) -> None:
    site = Site(tmp_path, f"sqlite:///{tmp_path / 'study.sqlite3'}", old_library)

    done = site.manage("prepare")

    assert done.returncode != 0
    assert "3.40.1" in done.stderr
    assert "pysqlite3" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "study.sqlite3").exists()


def test_the_server_does_not_start_on_a_vulnerable_sqlite(
    tmp_path: Path, old_library: dict[str, str]
) -> None:
    site = Site(tmp_path, f"sqlite:///{tmp_path / 'study.sqlite3'}", old_library)

    done = subprocess.run(
        [sys.executable, "-c", "import studyapp.wsgi"],
        cwd=ROOT,
        env=site.environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode != 0
    assert "WAL-reset bug" in done.stderr


def test_a_database_that_does_not_answer_is_told_in_a_sentence(tmp_path: Path) -> None:
    site = Site(tmp_path, "postgres://nobody@127.0.0.1:1/nowhere")

    done = site.manage("prepare")

    assert done.returncode != 0
    assert "The database does not answer" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_that_is_locked_is_told_in_a_sentence(tmp_path: Path) -> None:
    database = tmp_path / "study.sqlite3"
    site = Site(tmp_path, f"sqlite:///{database}?timeout=1")
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")

        done = site.manage("prepare")

    assert done.returncode != 0
    assert "locked" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_of_somebody_else_is_told_in_a_sentence(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, mode: int) -> None:
        raise PermissionError(1, "Operation not permitted")

    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(Path, "chmod", refuse)

    with pytest.raises(CommandError, match="must belong to"):
        Command().make_folders()


def test_a_sqlite_that_cannot_search_is_refused_with_what_to_do(
    tmp_path: Path,
) -> None:
    (tmp_path / "bare").mkdir()
    (tmp_path / "bare/pysqlite3.py").write_text(WITHOUT_FTS5)
    site = Site(tmp_path, f"sqlite:///{tmp_path / 'study.sqlite3'}", {"PYTHONPATH": str(tmp_path / "bare")})

    done = site.manage("prepare")

    assert done.returncode != 0
    assert "FTS5" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "study.sqlite3").exists()


WITHOUT_FTS5 = """
import sqlite3 as real
from sqlite3 import *
from sqlite3 import dbapi2
sqlite_version, sqlite_version_info = "3.53.4", (3, 53, 4)
class Connection(real.Connection):
    def execute(self, sql, *parameters):
        if "fts5" in sql:
            raise real.OperationalError("no such module: fts5")
        return super().execute(sql, *parameters)
def connect(*arguments, **options):
    return real.connect(*arguments, **{"factory": Connection, **options})
"""
