"""What docs/bank-format.md says of commands, other formats, the hook and CI is what there is."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys

import pytest
import yaml
from django.core.management import get_commands, load_command_class

from quizzes.formats import exchange
from quizzes.formats.foreign import decoding, found, zipped
from quizzes.formats.moodle import elements
from tests.quizzes.formats.exchange.importing import FILES
from tests.quizzes.formats.reading import HERE, SOUND

ROOT = HERE.parents[2]
TEXT = (ROOT / "docs" / "bank-format.md").read_text(encoding="utf-8")
TOLD = TEXT[: TEXT.index("<!-- codes: ")]
COMMANDS = re.findall(r"^    python manage\.py (\S+)(.*)$", TOLD, re.MULTILINE)
MENTIONED = re.findall(r"`(?:manage\.py )?([a-z]+_[a-z]+)(?: [^`]*)?`", TOLD)
SNIPPETS = dict(re.findall(r"^```yaml (\S+)\n(.*?)^```$", TOLD, re.MULTILINE | re.DOTALL))
HOOK, CI = SNIPPETS[".pre-commit-config.yaml"], SNIPPETS[".github/workflows/banks.yml"]
BAD = b"bank: bad\ntitle: Bad\nquestions:\n  - kind: choise\n"


def parser(name: str):
    command = load_command_class(get_commands()[name], name)
    return command.create_parser("manage.py", name)


@pytest.mark.parametrize(("name", "rest"), COMMANDS)
def test_every_command_and_option_of_the_page_is_there(name, rest):
    options = {option for action in parser(name)._actions for option in action.option_strings}

    assert set(re.findall(r"--[a-z-]+", rest)) <= options
    for option, choices in re.findall(r"(--[a-z-]+) ([a-z]+(?:\|[a-z]+)+)", rest):
        (action,) = [action for action in parser(name)._actions if option in action.option_strings]
        assert list(action.choices) == choices.split("|")


def test_the_commands_of_the_page_are_all_of_them():
    assert {name for name, _ in COMMANDS} == {
        "check_content", "load_content", "import_bank", "export_bank", "diff_bank",
    }  # fmt: skip
    assert {name for name in MENTIONED if name.endswith(("_bank", "_content", "_account"))} <= set(
        get_commands()
    )


def test_the_refusals_and_their_limits_are_told():
    told = re.findall(r"^\| (X\d{3}) \| (.*) \|$", TOLD, re.MULTILINE)
    used = set()
    for module in ("exchange", "foreign/decoding", "foreign/found", "foreign/zipped", "moodle/elements"):
        source = (ROOT / "quizzes" / "formats" / f"{module}.py").read_text(encoding="utf-8")
        used |= set(re.findall(r'"(X\d{3})"', source))

    assert {code for code, _ in told} == used
    limits = dict(told)
    assert f"{decoding.MOST_LINES:,} lines" in limits["X002"]
    assert f"{elements.MOST_ELEMENTS:,} XML elements" in limits["X002"]
    assert f"broken in {elements.MOST_BREAKS} places" in limits["X003"]
    assert f"{zipped.MOST_PACKED // 2**20} MiB" in limits["X004"]
    assert f"{zipped.MOST_BYTES // 2**20} MiB or {zipped.MOST_FILES} files" in limits["X004"]
    assert f"{found.MOST_QUESTIONS:,} questions" in limits["X005"]


def test_the_notes_on_the_page_are_those_of_the_file():
    notes = re.findall(r"^quiz\.gift:(.*)$", TOLD, re.MULTILINE)
    written = (FILES / "documentation.told").read_text(encoding="utf-8")

    assert len(notes) == 3
    assert all(f"documentation.gift:{note}\n" in written for note in notes)


def test_the_formats_of_the_page_are_those_that_go_out():
    (options,) = [rest for name, rest in COMMANDS if name == "export_bank"]

    assert "|".join((*exchange.WRITTEN, "anki")) in options


def test_the_hook_lets_a_sound_bank_in_and_a_broken_one_not(tmp_path):
    env = {
        "PATH": f"{ROOT / '.venv' / 'bin'}:{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "PRE_COMMIT_HOME": str(tmp_path / "kept"),
        "PIPELINE_STUDY": str(ROOT),
        "SECRET_KEY": os.environ["SECRET_KEY"],
    }

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(words, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)

    run("git", "init", "-q")
    (tmp_path / ".pre-commit-config.yaml").write_text(HOOK)
    (tmp_path / "banks").mkdir()
    (tmp_path / "banks" / "good bank.yaml").write_bytes(SOUND)
    (tmp_path / "other.yaml").write_bytes(BAD)
    run("git", "add", ".")

    sound = run("pre-commit", "run", "--all-files")
    (tmp_path / "banks" / "bad.yaml").write_bytes(BAD)
    run("git", "add", ".")
    broken = run("pre-commit", "run", "--all-files")

    assert "question banks" in sound.stdout
    assert "Passed" in sound.stdout, sound.stdout + sound.stderr
    assert broken.returncode == 1
    assert "banks/bad.yaml:4:11: B026" in broken.stdout
    assert "other.yaml" not in broken.stdout


def test_the_check_in_ci_is_real(tmp_path):
    workflow = yaml.safe_load(CI)
    steps = workflow["jobs"]["check"]["steps"]
    install, check = (shlex.split(step["run"]) for step in steps if "run" in step)

    inside = f"{steps[1]['with']['path']}/"
    assert (ROOT / install[-1].removeprefix(inside)).is_file()
    script, *words = check[1:]
    assert script == f"{inside}manage.py"
    (tmp_path / "banks").mkdir()
    (tmp_path / "banks" / "bad.yaml").write_bytes(BAD)
    ran = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *words],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1
    assert ran.stdout.startswith("::error file=banks/bad.yaml,line=4,col=11,title=B026::")
