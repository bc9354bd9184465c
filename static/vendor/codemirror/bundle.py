"""Bundle CodeMirror afresh from its locked packages: `make editor`. It needs node; nothing else here does.

Of the packages in package.json what entry.mjs names becomes codemirror.js, one ES module with no code of our
own in it. For other versions change package.json, run `npm install --package-lock-only` beside it, and this
again. bundle.json then says which files became which, so that a test sees when they have drifted apart.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOM = HERE.parents[2] / "build/codemirror"  # not here: what lies in static/ is served
INPUTS = ("package.json", "package-lock.json", "entry.mjs")
OUTPUTS = ("codemirror.js", "LICENSES.txt")
ESBUILD = (
    "--bundle",
    "--minify",
    "--format=esm",
    "--target=es2022",
    "--legal-comments=none",
    "--outfile=codemirror.js",
)


def main() -> None:
    ROOM.mkdir(parents=True, exist_ok=True)
    for name in INPUTS:
        shutil.copy(HERE / name, ROOM)
    run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
    run("node_modules/.bin/esbuild", "entry.mjs", *ESBUILD)
    shutil.copy(ROOM / "codemirror.js", HERE)
    (HERE / "LICENSES.txt").write_text("\n\n".join(licence(name) for name in bundled()) + "\n")
    (HERE / "bundle.json").write_text(json.dumps(digests(), indent=2) + "\n")


def run(*command: str) -> None:
    subprocess.run(command, cwd=ROOM, check=True)  # noqa: S603  commands of this file, on locked packages


def bundled() -> dict[str, str]:
    """The packages of the bundle by name, each with its version: all of the lock but what only builds it."""
    packages = json.loads((HERE / "package-lock.json").read_text())["packages"]
    return {
        path.removeprefix("node_modules/"): package["version"]
        for path, package in sorted(packages.items())
        if path and not package.get("dev")
    }


def licence(name: str) -> str:
    text = (ROOM / "node_modules" / name / "LICENSE").read_text().strip()
    return f"{name} {bundled()[name]}\n\n{text}"


def digests() -> dict[str, dict[str, str]]:
    """What went in and what came out, by SHA-256."""
    return {
        side: {name: hashlib.sha256((HERE / name).read_bytes()).hexdigest() for name in names}
        for side, names in (("from", INPUTS), ("to", OUTPUTS))
    }


if __name__ == "__main__":
    main()
