"""The backup and restore commands: what they refuse, what they say, what they keep."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from studyapp import backup
from tests.environment.served import Site

LOOK = """
import sys
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SELECT count(*) FROM accounts_learner")
    print("looking", flush=True)
    sys.stdin.readline()
"""
RESTORE_WITHOUT_CHMOD = """
import os, sys
from django.core.management import call_command
os.chmod = lambda *given, **how: None
call_command("restore", sys.argv[1], "--yes")
"""


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """An installation that is migrated, once for all tests here; each takes its own copy."""
    folder = tmp_path_factory.mktemp("model")
    site = Site(folder, f"sqlite:///{folder / 'study.sqlite3'}")
    done = site.manage("migrate", "--verbosity=0")
    assert done.returncode == 0, done.stderr
    return site


@pytest.fixture
def site(model: Site, tmp_path: Path) -> Site:
    with (
        closing(sqlite3.connect(model.folder / "study.sqlite3")) as source,
        closing(sqlite3.connect(tmp_path / "study.sqlite3")) as target,
    ):
        source.backup(target)
    return Site(tmp_path, f"sqlite:///{tmp_path / 'study.sqlite3'}")


def copy_of(site: Site) -> Path:
    done = site.manage("backup")
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.strip())


def ask(database: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(database)) as connection, connection:
        return connection.execute(sql).fetchall()


def learners(site: Site) -> object:
    return ask(site.folder / "study.sqlite3", "SELECT count(*) FROM accounts_learner")[0][0]


def add_learner(site: Site) -> None:
    ask(
        site.folder / "study.sqlite3",
        "INSERT INTO accounts_learner (key, created_at, seen_at) VALUES ('g', '2026-11-02', '2026-11-02')",
    )


def test_a_copy_is_one_file_that_only_its_owner_may_read(site: Site) -> None:
    copy = copy_of(site)

    assert [path.name for path in copy.parent.iterdir()] == [copy.name]
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert stat.S_IMODE(copy.parent.stat().st_mode) == 0o700
    assert ask(copy, "PRAGMA integrity_check") == [("ok",)]
    assert ask(copy, "PRAGMA journal_mode") == [("delete",)]


def test_a_copy_can_be_put_into_another_folder(site: Site, tmp_path: Path) -> None:
    done = site.manage("backup", "--into", str(tmp_path / "elsewhere"))

    assert Path(done.stdout.strip()).parent == tmp_path / "elsewhere"


def test_only_the_newest_copies_are_kept_and_nothing_else_is_touched(tmp_path: Path) -> None:
    names = [f"studyapp-202611{day:02}T090000.000000Z.sqlite3" for day in range(1, 6)]
    for name in [*names, "studyapp-notes.txt", "other.sqlite3"]:
        (tmp_path / name).touch()

    removed = backup.thin(tmp_path, keep=2)

    assert [path.name for path in removed] == names[:3]
    assert {path.name for path in tmp_path.iterdir()} == {*names[3:], "studyapp-notes.txt", "other.sqlite3"}
    assert backup.thin(tmp_path, keep=0) == []


@pytest.mark.parametrize(("typed", "done"), [("yes\n", True), ("y\n", False), ("", False)])
def test_nothing_is_replaced_unless_somebody_types_yes(site: Site, typed: str, done: bool) -> None:
    copy = copy_of(site)
    add_learner(site)

    answer = site.manage("restore", str(copy), given=typed)

    assert (answer.returncode == 0) is done
    assert learners(site) == (0 if done else 1)
    assert done or "Nothing was changed" in answer.stderr


def test_what_was_there_is_kept_and_said_where(site: Site) -> None:
    copy = copy_of(site)
    add_learner(site)

    answer = site.manage("restore", str(copy), "--yes")

    (kept,) = (site.folder / "backups").glob("*-before-restore.sqlite3")
    assert str(kept) in answer.stdout
    assert "manage.py prepare" in answer.stdout
    assert ask(kept, "SELECT count(*) FROM accounts_learner") == [(1,)]


def refused(site: Site, copy: Path) -> str:
    """What it says; the database is as it was."""
    add_learner(site)
    answer = site.manage("restore", str(copy), "--yes")
    assert answer.returncode != 0
    assert "Traceback" not in answer.stderr
    assert "Nothing was changed" in answer.stderr
    assert learners(site) == 1
    return answer.stderr


def test_a_file_that_is_not_there_is_refused(site: Site) -> None:
    assert "There is no file" in refused(site, site.folder / "nowhere.sqlite3")


def test_a_file_that_is_no_database_is_refused(site: Site) -> None:
    strange = site.folder / "strange.sqlite3"
    strange.write_text("not a database, " * 100)

    assert "not a database" in refused(site, strange)


def test_a_database_of_something_else_is_refused(site: Site) -> None:
    strange = site.folder / "strange.sqlite3"
    ask(strange, "CREATE TABLE songs (name TEXT)")

    assert "no database of this app" in refused(site, strange)


def test_a_damaged_copy_is_refused(site: Site) -> None:
    copy = copy_of(site)
    damaged = bytearray(copy.read_bytes())
    damaged[4096 * 3 : 4096 * 5] = b"\xff" * 8192
    copy.write_bytes(damaged)

    assert "cannot be relied on" in (said := refused(site, copy)) or "damaged" in said


def test_a_copy_of_a_later_version_is_refused(site: Site) -> None:
    copy = copy_of(site)
    ask(
        copy,
        "INSERT INTO django_migrations (app, name, applied) VALUES ('accounts', '0999_later', '2030-01-01')",
    )

    assert "accounts.0999_later" in refused(site, copy)


def test_migrations_of_an_app_that_is_no_longer_installed_are_no_reason_to_refuse(site: Site) -> None:
    copy = copy_of(site)
    ask(
        copy,
        "INSERT INTO django_migrations (app, name, applied) VALUES ('gone', '0001_initial', '2020-01-01')",
    )

    assert site.manage("restore", str(copy), "--yes").returncode == 0


@pytest.mark.parametrize("where", [0, 4096 * 2], ids=["its head", "its middle"])
def test_a_damaged_database_is_put_aside_whole_and_the_copy_takes_its_place(site: Site, where: int) -> None:
    copy = copy_of(site)
    database = site.folder / "study.sqlite3"
    damaged = bytearray(database.read_bytes())
    damaged[where : where + 8192] = b"\xff" * 8192
    database.write_bytes(damaged)

    answer = site.manage("restore", str(copy), "--yes")

    assert answer.returncode == 0, answer.stderr
    (aside,) = (site.folder / "backups").glob("damaged-*")
    assert (aside / "study.sqlite3").read_bytes() == damaged
    assert str(aside) in answer.stdout
    assert learners(site) == 0
    assert stat.S_IMODE(database.stat().st_mode) == 0o600


def test_a_database_that_is_gone_comes_back(site: Site) -> None:
    copy = copy_of(site)
    (site.folder / "study.sqlite3").unlink()

    assert site.manage("restore", str(copy), "--yes").returncode == 0
    assert learners(site) == 0


def test_without_a_database_there_is_nothing_to_copy_and_none_is_made(site: Site) -> None:
    (site.folder / "study.sqlite3").unlink()

    answer = site.manage("backup")

    assert answer.returncode != 0
    assert "There is no database at" in answer.stderr
    assert "Traceback" not in answer.stderr
    assert [path.name for path in site.folder.rglob("*") if path.is_file()] == []


def test_a_database_that_comes_back_is_for_its_owner_alone_from_its_first_byte(site: Site) -> None:
    copy = copy_of(site)
    (site.folder / "study.sqlite3").unlink()
    with site.python(RESTORE_WITHOUT_CHMOD, str(copy)) as restoring:
        restoring.communicate(timeout=60)

    assert restoring.returncode == 0
    assert stat.S_IMODE((site.folder / "study.sqlite3").stat().st_mode) == 0o600


@pytest.mark.parametrize("where", [0, 4096 * 2], ids=["its head", "its middle"])
def test_a_damaged_database_that_is_in_use_is_not_moved_away(site: Site, where: int) -> None:
    """The server would write on into a file that nobody finds again."""
    copy = copy_of(site)
    database = site.folder / "study.sqlite3"
    with site.python(LOOK) as user:
        assert user.stdout
        assert user.stdout.readline() == "looking\n"
        with database.open("r+b") as file:
            file.seek(where)
            file.write(b"\xff" * 8192)

        answer = site.manage("restore", str(copy), "--yes")

        user.communicate("\n", timeout=60)
    assert answer.returncode != 0
    assert "Stop the server" in answer.stderr
    assert "Nothing was changed" in answer.stderr
    assert database.exists()
    assert list((site.folder / "backups").glob("damaged-*")) == []

    assert site.manage("restore", str(copy), "--yes").returncode == 0
    assert learners(site) == 0


def test_a_copy_that_fails_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    class Broken:
        suffix = ".sqlite3"

        @staticmethod
        def copy(part: Path) -> None:
            part.write_text("half")
            raise backup.BackupFailed("the disk is full")

    monkeypatch.setattr(backup, "engine", lambda: Broken)

    with pytest.raises(backup.BackupFailed, match="full"):
        backup.back_up(into=tmp_path, now=now)
    assert list(tmp_path.iterdir()) == []


def test_names_sort_by_time_wherever_the_clock_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Touch:
        suffix = ".sqlite3"
        copy = staticmethod(Path.touch)
        verify = staticmethod(lambda path: None)

    monkeypatch.setattr(backup, "engine", lambda: Touch)
    moments = [datetime(2026, 11, 2, 9, 0, second, tzinfo=UTC) for second in (0, 1, 2)]

    made = [backup.back_up(into=tmp_path, now=moment) for moment in moments]

    assert sorted(made) == made


@pytest.mark.parametrize("what", ["file", "file/below"])
def test_a_folder_that_cannot_be_one_is_said_in_a_sentence(what: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(CommandError, match=r"^No copy was made: .*file"):
        call_command("backup", into=tmp_path / what)


def test_fewer_copies_than_none_are_not_kept() -> None:
    with pytest.raises(CommandError, match="'-3' is not a number of copies"):
        call_command("backup", "--keep=-3")
