"""A lesson on one sheet: what is a fact of a passage, how closely it is set, and what stands there."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syllabus.sheets import CLOSE, OPEN, Fact, facts, first_sentence, setting

HTML = st.text(alphabet="a<>b `", max_size=30)


@pytest.mark.parametrize(
    ("passage", "sentence"),
    [
        ("One runs. Another waits.", "One runs."),
        ("One runs\nto the end. Another waits.", "One runs to the end."),
        ("**One runs.** Another waits.", "**One runs.**"),
        ("It reads `a.b. c` first. Then it ends.", "It reads `a.b. c` first."),
        ("About 0.85 of it. More.", "About 0.85 of it."),
        ("| a | b |\n|---|---|\n| 1. | 2. |\n\nBoth hold. Really.", "Both hold."),
        ("```python\nx = 1. \n```\n\nIt is one! Yes.", "It is one!"),
        ("Two settings are needed:\n\n- **on** the bucket\n- a rule. It matches.", "a rule."),
        ("1. It runs. Then\n2. it ends.", "It runs."),
        ("It says: this. Then it ends.", ""),
        ("`arn:aws:x` is a name. So is this.", "`arn:aws:x` is a name."),
        ("| a |\n|---|\n| b. |", ""),
        ("- a fragment\n- another", ""),
        ("", ""),
    ],
)
def test_the_first_whole_sentence_is_the_fact(passage: str, sentence: str) -> None:
    assert first_sentence(passage) == sentence


@given(st.text(alphabet="aB. :`*|-\n1", max_size=80))
def test_a_fact_is_a_sentence_or_nothing(passage: str) -> None:
    found = first_sentence(passage)

    assert found == "" or found.rstrip("*").endswith((".", "!", "?"))
    assert "\n" not in found


def test_a_passage_is_told_by_its_title_and_its_sentence() -> None:
    told = [{"title": "Two & one", "text": "It *runs*. Then"}, {"title": "None", "text": "| a |\n|---|"}]

    assert facts(told) == (Fact("Two & one", "It <em>runs</em>."), Fact("None", ""))


def test_what_is_longer_is_set_closer() -> None:
    assert setting("x" * (OPEN - 1)) == "open"
    assert setting("x" * OPEN) == setting("x" * (CLOSE - 1)) == "close"
    assert setting("x" * OPEN, "y" * CLOSE) == "tight"
    assert setting(f"<p title='{'x' * CLOSE}'>short</p>") == "open"


@pytest.mark.django_db
@pytest.mark.both_databases
def test_the_sheet_holds_what_there_is_to_know_by_heart(loaded, client) -> None:
    body = client.get("/learn/caching/sheet/").content.decode()

    assert "A URI is compared, never the data." in re.sub(r"<[^>]*>", "", body)
    for told in (
        "avoid re-running",
        "<b>A URI is compared.</b> The <code>key</code> holds URIs.",
        "Training",
        "New files are <em>noticed</em>.",
        "Only the <code>URI</code> is.",
        "https://docs.aws.amazon.com/sagemaker/",
        "testserver/learn/caching/",
    ):
        assert told in body
    assert 'href="/learn/caching/sheet/"' in client.get("/learn/caching/").content.decode()
