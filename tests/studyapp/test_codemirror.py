"""The bundle of CodeMirror that is served is what was made of the locked packages. Told without node."""

from __future__ import annotations

import json
import re
import runpy
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "static/vendor/codemirror"
MAKE = f"{FOLDER.name}/ has changed: run make editor and commit what it writes"
makes = runpy.run_path(str(FOLDER / "bundle.py"))


def test_the_committed_bundle_was_made_of_the_committed_lock() -> None:
    assert json.loads((FOLDER / "bundle.json").read_text()) == makes["digests"](), MAKE


def test_the_lock_is_of_the_versions_that_are_asked_for_and_names_no_host() -> None:
    asked = json.loads((FOLDER / "package.json").read_text())
    lock = (FOLDER / "package-lock.json").read_text()
    root, *packages = json.loads(lock)["packages"].values()

    assert {**root["dependencies"], **root["devDependencies"]} == {
        **asked["dependencies"],
        **asked["devDependencies"],
    }
    assert all(package["integrity"] for package in packages)
    assert makes["bundled"]().items() >= asked["dependencies"].items()
    assert "://registry" not in lock


def test_every_bundled_package_is_there_with_its_licence() -> None:
    licences = (FOLDER / "LICENSES.txt").read_text()
    titles = re.findall(
        r"^(\S+) (\d+\.\d+\.\d+)\n\n(?:MIT License\n\n)?Copyright \(C\) ", licences, re.MULTILINE
    )

    assert dict(titles) == makes["bundled"]()


def test_the_bundle_asks_for_nothing_else() -> None:
    """No other module, and no map of the source: neither is there."""
    bundle = (FOLDER / "codemirror.js").read_text()

    assert not re.search(r"sourceMappingURL|\bfrom\s*[\"']|\bimport\s*[(\"']", bundle)
