"""An installation with all content, prepared once and copied: preparing takes longer than breaking."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.environment.served import Site


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite database as `make run` prepares it, at rest."""
    folder = tmp_path_factory.mktemp("prepared")
    site = Site(folder, f"sqlite:///{folder / 'study.sqlite3'}")
    done = site.manage("prepare", "--verbosity=0")
    assert done.returncode == 0, done.stderr
    return folder / "study.sqlite3"


@pytest.fixture
def ready(prepared: Path, tmp_path: Path) -> Callable[..., Site]:
    """Makes an installation of a copy of it, in a folder that is named or in one of the test's own."""

    def make(folder: Path = tmp_path, **extra: str) -> Site:
        shutil.copy(prepared, folder / "study.sqlite3")
        return Site(tmp_path, f"sqlite:///{folder / 'study.sqlite3'}", extra)

    return make
