"""What ships is sound, whole, and says where each of its facts stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command

from kit import hardness, prose
from kit.fields import Form
from kit.graph import Graph
from syllabus.alternatives import ways
from syllabus.formats import Syllabus, read_syllabus
from syllabus.loop import PipelineView
from syllabus.measures import letters
from syllabus.painting import picture
from syllabus.pictures import DIRECTIONS, drawn
from syllabus.rendering import as_data, as_html, texts_of
from syllabus.tables import with_tables
from syllabus.terms import Glossary, forms_of

AWS = (
    "docs.aws.amazon.com",
    "docs.amazonaws.cn",
    "aws.amazon.com",
    "github.com/aws/",
    "sagemaker.readthedocs.io",
)
ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 21)
STEPS = {
    *("processing", "training", "tuning", "automl", "transform", "emr", "emr-serverless"),
    *("notebook-job", "step-function", "model", "register-model", "condition", "fail", "lambda"),
    *("callback", "quality-check", "clarify-check", "endpoint-config", "endpoint"),
}
WIDE, NARROW = 1120, 328  # what a page of 1280 px, and one of 360 px, has inside


@pytest.fixture(scope="module")
def shipped() -> Syllabus:
    files = {
        str(path.relative_to(ROOT)): path.read_bytes() for path in sorted((ROOT / "content").rglob("*.yaml"))
    }
    found = read_syllabus(files, today=TODAY)
    assert found.syllabus is not None, [str(problem) for problem in found.problems]
    assert found.problems == ()
    return found.syllabus


def test_the_check_finds_nothing(capsys):
    call_command("check_content", "--today", TODAY.isoformat())

    assert capsys.readouterr().out.endswith(": 0 problems, 0 warnings\n")


def test_every_step_type_is_there(shipped):
    assert {step.step for step in shipped.steps} == STEPS


def test_every_source_is_an_official_page(shipped):
    official = (*AWS, "airflow.apache.org/docs/")  # MWAA runs Airflow, and the operators are Airflow's
    for entry in all_of(shipped):
        for source in entry.sources:
            assert source.url.removeprefix("https://").startswith(official), source.url


def all_of(shipped: Syllabus) -> list[Form]:
    """Every entry that says where its facts stand."""
    told = (shipped.topics, shipped.steps, shipped.traps, shipped.faqs, shipped.terms, shipped.pipelines)
    return [entry for entries in (*told, shipped.exams) for entry in entries]


def test_summaries_are_cards(shipped):
    for topic in shipped.topics:
        assert 40 <= len(topic.summary.split()) <= 90, topic.topic


def test_lessons_are_short(shipped):
    for topic in shipped.topics:
        words = sum(len(section.text.split()) for section in topic.sections)
        assert 300 <= words <= 1000, (topic.topic, words)


def test_every_text_renders(shipped):
    """Markdown that was not understood shows its marks."""
    for entry in all_of(shipped):
        for text in texts(as_html(entry)):
            shown = re.sub(r"<(pre|code)\b.*?</\1>|<[^>]*>", "", text, flags=re.DOTALL)
            assert not re.search(r"```|`|\*\*|\]\(", shown), shown[:80]


def texts(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        value = [inner for key, inner in value.items() if key != "also"]  # names, not Markdown
    if isinstance(value, list):
        for inner in value:
            yield from texts(inner)
    elif isinstance(value, str):
        yield value


def test_the_loop_is_the_canonical_one(shipped):
    loop = next(pipeline for pipeline in shipped.pipelines if pipeline.pipeline == "retraining-loop")
    graph = Graph.of(loop.nodes, {key: node.needs for key, node in loop.nodes.items()})
    inside = ["prepare", "features", "train", "evaluate", "gate", "register", "fail"]

    assert list(graph.order()) == ["trigger", *inside, "approve", "deploy", "monitor"]
    assert [key for key, node in loop.nodes.items() if node.region == "pipeline"] == inside
    assert loop.nodes["register"].needs["gate"].when == "passes"
    assert loop.nodes["fail"].needs["gate"].when == "fails"
    assert [(back.origin, back.to) for back in loop.returns] == [("monitor", "trigger")]


def test_every_pipeline_fits_its_page_without_zooming(shipped):
    for pipeline in shipped.pipelines:
        data, html = as_data(pipeline), as_html(pipeline)
        drawings = drawn(data, html)
        for way in ways(pipeline.alternatives):
            view = PipelineView.of(data, html, way)
            assert drawings[view.way]["wide"]["width"] <= WIDE, (pipeline.pipeline, way)
            assert drawings[view.way]["narrow"]["width"] <= NARROW, (pipeline.pipeline, way)
            for form in DIRECTIONS:
                for painted in picture(view, drawings, form).nodes:
                    assert max(letters(line) for _y, line, _wide in painted.lines) <= painted.box.w


def test_no_lesson_holds_a_table_that_can_be_looked_up(shipped: Syllabus) -> None:
    """A fact of a reference table is written once: lessons show its rows, they do not repeat them."""
    names = {table.table: {row.cells["name"] for row in table.rows} for table in shipped.tables}
    for entry in [*shipped.topics, *shipped.faqs, *shipped.steps]:
        for text in texts_of(entry):
            for lines in re.findall(r"(?:^\|.*\|$\n?)+", text, re.MULTILINE):
                first = {line.split("|")[1].strip() for line in lines.splitlines()}
                twice = {table for table, of in names.items() if len(first & of) > 2}
                assert not twice, lines


def test_every_table_is_whole_and_most_are_shown_in_a_lesson(shipped: Syllabus) -> None:
    assert {table.table for table in shipped.tables} == {
        *("parameter-types", "condition-operators", "cache-keys", "events", "deployment-policies"),
        *("lineage-entities", "lineage-associations", "execution-statuses", "step-statuses", "orchestrators"),
    }
    assert all(len(table.rows) > 3 for table in shipped.tables)
    shown = {s.table.table for topic in shipped.topics for s in topic.sections if s.table}
    assert {table.table for table in shipped.tables} - shown == {"lineage-associations", "step-statuses"}


def test_the_keys_of_the_cache_are_those_of_the_steps(shipped: Syllabus) -> None:
    cached = {step.step for step in shipped.steps if step.caching.cacheable}
    table = next(table for table in shipped.tables if table.table == "cache-keys")

    assert {row.row for row in table.rows} == cached
    assert len(cached) == 8


def test_no_two_terms_are_written_alike(shipped: Syllabus) -> None:
    forms = [(spelt, in_code) for term in shipped.terms for spelt, _key, in_code in forms_of([term])]

    assert len(forms) == len(set(forms))


def test_most_terms_are_linked_somewhere(shipped: Syllabus) -> None:
    tables = {table.table: table for table in shipped.tables}
    lessons = [with_tables(topic, tables) for topic in shipped.topics]
    words = Glossary(forms_of(shipped.terms))
    told = "".join(
        words.link(prose.block(text, limit=hardness.LESSON))
        for entry in [*lessons, *shipped.steps, *shipped.traps, *shipped.faqs]
        for text in texts_of(entry)
    )
    linked = set(re.findall(r'class="term" href="/glossary/#([a-z0-9-]+)"', told))

    assert linked <= {term.term for term in shipped.terms}
    assert len(linked) > 85
