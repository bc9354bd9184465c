"""docs/configuration.md and docs/operations.md say what is so."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).parents[2]
CONFIGURATION = (ROOT / "docs/configuration.md").read_text()
OPERATIONS = (ROOT / "docs/operations.md").read_text()
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])

ROW = re.compile(r"^\| `([A-Z_]+)` \| (.*?) \| (.+) \|$", re.MULTILINE)


def documented(heading: str) -> dict[str, str]:
    """The variables under a heading, each with its default as it is written."""
    section = CONFIGURATION.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    return {name: default for name, default, _ in ROW.findall(section)}


def read_by(path: str) -> dict[str, str | None]:
    """The variables that a file reads, each with its default where that is a plain value."""
    found: dict[str, str | None] = {}
    for node in ast.walk(ast.parse((ROOT / path).read_text())):
        match node:
            case (
                ast.Call(
                    func=ast.Attribute(
                        value=ast.Name(id="env" | "environment") | ast.Attribute(attr="environ")
                    ),
                    args=[ast.Constant(value=str(name)), *rest],
                )
                | ast.Call(
                    func=ast.Name(id="flag" | "whole" | "level"),
                    args=[ast.Attribute(attr="environ"), ast.Constant(value=str(name)), *rest],
                )
            ) if name.isupper():
                defaults = [*rest, *(keyword.value for keyword in node.keywords if keyword.arg == "default")]
                found.setdefault(name, None)
                for default in defaults:
                    if isinstance(default, ast.Constant) and default.value not in ("", None):
                        value = default.value
                        found[name] = str(value).lower() if isinstance(value, bool) else str(value)
    return found


SETTINGS = read_by("studyapp/settings.py")
SERVER = read_by("gunicorn.conf.py")


def test_every_variable_that_the_settings_read_is_explained_and_no_other() -> None:
    assert set(documented("The app")) == set(SETTINGS)


def test_every_variable_that_the_server_reads_is_explained_and_no_other() -> None:
    assert set(documented("The server")) == set(SERVER) - set(SETTINGS)


def test_every_variable_of_make_and_the_tests_is_explained_and_no_other() -> None:
    of_tests = read_by("tests/environment/chromium.py") | read_by("tests/environment/postgres.py")

    assert set(documented("Making and testing")) == {"PYTHON"} | (set(of_tests) - {"PATH"})


@pytest.mark.parametrize(
    ("heading", "name", "default"),
    [
        (heading, name, default)
        for heading, variables in (("The app", SETTINGS), ("The server", SERVER))
        for name, default in variables.items()
        if default is not None and name in documented(heading)
    ],
)
def test_the_default_that_is_told_is_the_default(heading: str, name: str, default: str) -> None:
    assert documented(heading)[name].startswith(f"`{default}`")


def test_the_settings_read_more_than_a_few_variables() -> None:
    """The reader above would else agree with an empty table."""
    assert len(SETTINGS) >= 15
    assert len(SERVER) >= 5
    assert SETTINGS["GUEST_DAYS"] == "365"


def test_every_check_is_told_to_the_operator_and_no_other() -> None:
    in_code = set(re.findall(r'id="(studyapp\.[EW]\d{3})"', (ROOT / "studyapp/checks.py").read_text()))
    in_words = set(re.findall(r"^\| `(studyapp\.[EW]\d{3})` \|", OPERATIONS, re.MULTILINE))

    assert in_words == in_code
    assert len(in_code) >= 10


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_that_is_told_exists(path: Path) -> None:
    text = path.read_text()
    targets = set(re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE))

    assert set(re.findall(r"(?:`|^)make ([a-z][a-z-]*)", text, re.MULTILINE)) <= targets
    assert set(re.findall(r"manage\.py\s+([a-z_]+)", text)) <= set(get_commands())


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_inside_the_project_leads_somewhere(path: Path) -> None:
    text = re.sub(
        r"^```.*?^```$", "", path.read_text(), flags=re.MULTILINE | re.DOTALL
    )  # examples link nowhere
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", text)

    assert [link for link in links if not (path.parent / link).exists()] == []


def test_every_decision_has_a_number_of_its_own_and_its_parts() -> None:
    decisions = sorted((ROOT / "docs/adr").glob("*.md"))

    assert [path.name[:4] for path in decisions] == [f"{number:04}" for number in range(len(decisions))]
    for path in decisions:
        text = path.read_text()
        assert text.startswith(f"# {path.name[:4]}: ")
        for part in ("Why a decision was needed", "What we do", "What we do not do, and why", "think again"):
            assert part in text, f"{path.name}: {part}"
