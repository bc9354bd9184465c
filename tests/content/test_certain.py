"""No question turns on what no primary source settles (uncertain.yaml); every fact says where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from quizzes.engines import Case
from tests.content.conftest import TODAY
from tests.content.reality import sourced

UNCERTAIN = yaml.safe_load((Path(__file__).parent / "uncertain.yaml").read_text(encoding="utf-8"))
UNSEEN = {"key", "topics", "traps", "trap", "exams", "reread", "source", "examples", "kind", "asks"}
OFFICIAL = {
    "docs.aws.amazon.com": ("/",),
    "docs.amazonaws.cn": ("/",),
    "aws.amazon.com": ("/",),
    "github.com": ("/aws/",),
    "sagemaker.readthedocs.io": ("/",),
    "airflow.apache.org": ("/docs/",),  # MWAA runs Airflow, and the operators are Airflow's
}


def told(value: Any) -> Iterator[str]:
    """Every text of a question or case that a learner reads."""
    if isinstance(value, str):
        yield " ".join(value.split())
    elif is_dataclass(value):
        for field in fields(value):
            if field.name not in UNSEEN:
                yield from told(getattr(value, field.name))
    elif isinstance(value, dict):
        for inner in value.values():
            yield from told(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from told(inner)


@pytest.fixture(scope="module")
def asked(checked) -> dict[str, Any]:
    """Questions by name; a case as one entry, since its scenario is read with each."""
    return {f"{bank.slug}/{written.key}": written for bank in checked.banks for written in bank.questions}


@pytest.mark.parametrize("entry", UNCERTAIN, ids=lambda entry: entry["fact"][:40])
def test_no_question_turns_on_an_uncertain_fact(asked, entry):
    words = re.compile(entry["words"], re.IGNORECASE)
    found = {name for name, question in asked.items() if any(map(words.search, told(question)))}

    assert found == set(entry.get("mentions", ()))


@pytest.mark.parametrize("entry", UNCERTAIN, ids=lambda entry: entry["fact"][:40])
def test_a_question_that_did_would_be_found(entry):
    assert re.search(entry["words"], entry["example"], re.IGNORECASE)


def sources(checked) -> Iterator[tuple[str, str, str]]:
    """(where, address, day) of every source of the content."""
    for entry in sourced(checked.syllabus):
        yield from ((type(entry).__name__, s.url, s.checked) for s in entry.sources)
    for table in checked.syllabus.tables:
        yield from ((table.table, s.url, s.checked) for s in table.sources.values())
    for bank in checked.banks:
        for written in bank.questions:
            for question in written.asked if isinstance(written, Case) else (written,):
                yield from ((question.key, s.url, s.checked) for s in question.source)


def test_every_source_is_an_official_page(checked):
    for where, url, _ in sources(checked):
        address = urlsplit(url)
        assert address.scheme == "https", (where, url)
        assert address.hostname in OFFICIAL, (where, url)
        assert address.path.startswith(OFFICIAL[address.hostname]), (where, url)


def test_every_source_is_dated_and_was_read_within_a_year(checked):
    days = [date.fromisoformat(day) for _, _, day in sources(checked)]

    assert len(days) > 600
    assert all(0 <= (TODAY - day).days <= 365 for day in days)


def test_every_entry_and_every_question_has_a_source(checked):
    for entry in sourced(checked.syllabus):
        assert entry.sources or type(entry).__name__ == "Term", entry
    for bank in checked.banks:
        for written in bank.questions:
            for question in written.asked if isinstance(written, Case) else (written,):
                assert question.source, question.key


def test_every_reference_resolves(checked):
    """The check says so; here is that it was asked to."""
    assert [str(problem) for problem in checked.problems] == []
    assert min(len(checked.known.topics), len(checked.known.traps), len(checked.known.passages)) >= 15
    for bank in checked.banks:
        for written in bank.questions:
            for question in written.asked if isinstance(written, Case) else (written,):
                assert set(question.reread) <= checked.known.passages
                assert set(question.topics) <= checked.known.topics
                assert set(question.traps) <= checked.known.traps
