"""The house keeps its rules: who may import whom, what pure means, and how long a file may be."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("kit", "accounts", "syllabus", "notebook", "quizzes", "authoring", "studyapp")
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
PURE = next(contract["source_modules"] for contract in CONTRACTS if contract["id"] == "pure")

CLOCK = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today")}
FILES = {"open", "read_text", "read_bytes", "write_text", "write_bytes", "unlink", "mkdir", "glob", "iterdir"}
CHANCE_IN_OUR_HANDS = {"Random"}


def test_every_import_contract_is_kept() -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-logo"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout


@cache
def graph() -> grimp.ImportGraph:
    return grimp.build_graph(*ROOMS, include_external_packages=True, cache_dir=None)


def sources() -> Iterator[Path]:
    for room in ROOMS:
        yield from sorted(path for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts)


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def is_pure(module: str) -> bool:
    return any(module == pure or module.startswith(f"{pure}.") for pure in PURE)


def test_a_module_that_knows_no_django_is_held_to_be_pure() -> None:
    """So that the list of pure modules in pyproject.toml stays whole as the house grows."""
    free = {
        module_of(path)
        for path in sources()
        if path.read_text().strip()
        and module_of(path).split(".")[0] != "studyapp"
        and not path.name.startswith("__init__")
        and not graph().chain_exists(module_of(path), "django")
    }

    assert not {module for module in free if not is_pure(module)}


@pytest.mark.parametrize("path", [path for path in sources() if is_pure(module_of(path))], ids=module_of)
def test_a_pure_module_takes_time_chance_and_files_as_arguments(path: Path) -> None:
    assert list(impurities(ast.parse(path.read_text()))) == []


def impurities(tree: ast.AST) -> Iterator[str]:
    """Each use of the clock, of the generator that all share, or of a file, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "random":
            strange = {alias.name for alias in node.names} - CHANCE_IN_OUR_HANDS
            if strange:
                yield f"{node.lineno}: from random import {', '.join(strange)}"
        if not isinstance(node, ast.Call):
            continue
        match node.func:
            case ast.Name(id="open" | "print" | "input" as name):
                yield f"{node.lineno}: {name}()"
            case ast.Attribute(value=ast.Name(id="random"), attr=name) if name not in CHANCE_IN_OUR_HANDS:
                yield f"{node.lineno}: random.{name}()"
            case ast.Attribute(value=ast.Name(id=owner) | ast.Attribute(attr=owner), attr=name) if (
                owner,
                name,
            ) in CLOCK:
                yield f"{node.lineno}: {owner}.{name}()"
            case ast.Attribute(attr=name) if name in FILES:
                yield f"{node.lineno}: .{name}()"


@pytest.mark.parametrize(
    "source",
    [
        "import random\nrandom.shuffle(items)",
        "from random import shuffle",
        "import datetime\ndatetime.datetime.now()",
        "date.today()",
        "path.read_text()",
        "open('x')",
        "print('x')",
    ],
)
def test_what_is_not_pure_is_seen(source: str) -> None:
    assert len(list(impurities(ast.parse(source)))) == 1


def test_a_generator_of_ones_own_is_pure() -> None:
    assert list(impurities(ast.parse("import random\nrandom.Random(seed).shuffle(items)"))) == []


@pytest.mark.parametrize("path", list(sources()), ids=module_of)
def test_no_file_is_past_400_lines(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 400


def test_nobody_imports_the_settings_but_django() -> None:
    everybody = [
        path for folder in (*ROOMS, "tests", "benchmarks", "truth") for path in (ROOT / folder).rglob("*.py")
    ]
    guilty = [
        str(path.relative_to(ROOT))
        for path in everybody
        if path.name != "settings.py"  # settings for tests start from those of the project
        for node in ast.walk(ast.parse(path.read_text()))
        if (isinstance(node, ast.ImportFrom) and node.module == "studyapp.settings")
        or (isinstance(node, ast.Import) and any(alias.name == "studyapp.settings" for alias in node.names))
    ]

    assert guilty == []


def test_no_signal_passes_between_our_rooms() -> None:
    """When something below must tell something above, it returns a value."""
    guilty = [module_of(path) for path in sources() if "django.dispatch" in path.read_text()]

    assert guilty == []
