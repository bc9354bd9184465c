"""The short form of `make faults`: what was acknowledged survives, and is graded once. ADR 0017's promises.

A connection that breaks, a tab that is closed right after a change, and a server that is away are taken from
a real browser in tests/browser/test_saving.py.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.environment.cluster import NoCluster, own_cluster
from tests.environment.served import ROOT, Site
from tests.faults import breaking
from tests.faults.scene import Scene, crowded

WITHOUT_HANDS = 15
"""Seconds within which saving works again here, where other tests keep the machine busy too.

What needs a hand never would; `make faults` holds it to two.
"""


def assert_sound(scene: Scene) -> None:
    assert scene.found.lost == []
    assert scene.found.twice == []
    assert scene.found.other == []
    assert scene.found.saves > 0
    assert max(scene.recovery) < WITHOUT_HANDS


def test_a_server_that_is_killed_whole_loses_nothing_it_has_acknowledged(ready: Callable[..., Site]) -> None:
    with crowded(ready()) as scene:
        breaking.kill_everything(scene, 4)

    assert_sound(scene)
    assert scene.found.submits > 0


def test_a_killed_worker_takes_nothing_with_it_and_the_other_goes_on(ready: Callable[..., Site]) -> None:
    with crowded(ready()) as scene:
        breaking.kill_workers(scene, 5)

    assert_sound(scene)


def test_saves_wait_for_a_foreign_lock_or_are_told_to_come_again(ready: Callable[..., Site]) -> None:
    with crowded(ready()) as scene:
        breaking.hold_the_lock(scene, 1, seconds=4)

    assert_sound(scene)


def test_sittings_keep_their_wording_while_content_is_published_anew(
    ready: Callable[..., Site], tmp_path: Path
) -> None:
    content = shutil.copytree(ROOT / "content", tmp_path / "content")
    with crowded(ready(CONTENT_DIR=str(content)), learners=4) as scene:
        breaking.publish_again(scene, 1)

    assert_sound(scene)
    assert scene.kept["reworded"] > 100


def test_a_full_disk_is_told_and_all_that_was_acknowledged_is_there(
    ready: Callable[..., Site], tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if not breaking.mounted(disk, 24):
        pytest.skip("no right to mount a small disk here: run as root to fill one")
    try:
        with crowded(ready(disk), learners=4) as scene:
            breaking.fill_the_disk(scene, disk)
    finally:
        breaking.unmount(disk)

    assert_sound(scene)


def test_two_servers_on_one_postgresql_lose_nothing_when_one_is_killed_or_the_database_restarts(
    tmp_path: Path,
) -> None:
    try:
        with own_cluster() as cluster:
            site = Site(tmp_path, cluster.database("studyapp"))
            done = site.manage("prepare", "--verbosity=0")
            assert done.returncode == 0, done.stderr
            with crowded(site, servers=2) as scene:
                breaking.kill_one_of_two(scene, 1)
                breaking.restart_database(scene, cluster, 2)
    except NoCluster as why:
        pytest.skip(str(why))

    assert_sound(scene)
