"""Finds the browser that the browser tests drive, and fetches it where that can be done.

`python -m tests.environment.chromium` prints its path, or says how to get one and fails: the browser tests
are never skipped in silence.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
INSTALL = (
    ["apt-get", "update", "--quiet"],
    ["apt-get", "install", "--quiet", "--yes", "--no-install-recommends", "chromium"],
)
HOW_TO_GET_IT = (
    "The browser tests need Chromium. Install it (Debian: apt-get install chromium; Fedora: dnf install "
    "chromium), or name the program: make test CHROMIUM=/path/to/chromium."
)


class NoChromium(RuntimeError):
    """There is none, and it cannot be installed from here."""


def find(environment: Mapping[str, str] = os.environ) -> str | None:
    """The path of a Chromium: the one that CHROMIUM names, else the first on PATH."""
    search = environment.get("PATH", os.defpath)
    if named := environment.get("CHROMIUM"):
        found = shutil.which(named, path=search)
        if found is None:
            raise NoChromium(f"CHROMIUM names {named}, which is not a program that can be run.")
        return found
    return next((path for name in NAMES if (path := shutil.which(name, path=search))), None)


def can_install(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether this is Debian or its like, and we may install packages."""
    search = environment.get("PATH", os.defpath)
    return (
        os.geteuid() == 0
        and Path("/etc/debian_version").exists()
        and bool(shutil.which("apt-get", path=search))
    )


def found_or_installed() -> str:
    """The path of a Chromium that can be driven."""
    if path := find():
        return path
    if can_install():
        print("No Chromium here: installing Debian's.", file=sys.stderr)
        for command in INSTALL:
            # a failed update (one mirror down) is no reason to give up; a failed install shows below
            subprocess.run(
                command, stdout=sys.stderr, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            )
        if path := find():
            return path
    raise NoChromium(HOW_TO_GET_IT)


if __name__ == "__main__":
    try:
        print(found_or_installed())
    except NoChromium as problem:
        sys.exit(str(problem))
