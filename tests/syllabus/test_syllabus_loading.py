"""Loading: the files are the master, nothing that stays the same is written, nothing is deleted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kit import drawing
from syllabus import services
from syllabus.models import (
    Aid,
    Entry,
    ExamProfile,
    Faq,
    Pipeline,
    Section,
    StepType,
    Table,
    Term,
    Topic,
    Trap,
)
from tests.syllabus.small import sound

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

WRITES = ("INSERT", "UPDATE", "DELETE")
TABLES: tuple[type[Entry], ...] = (Topic, StepType, Trap, Faq, Term, Table, Aid, Pipeline, ExamProfile)


def load(now, **changes):
    """Load the small syllabus with changes; what was done, by sort, and what was written."""
    with CaptureQueriesContext(connection) as queries:
        done = {change.sort: change for change in services.load(syllabus=sound(**changes), now=now)}
    return done, [query["sql"] for query in queries if query["sql"].startswith(WRITES)]


def test_everything_is_there_after_the_first_load(now):
    done, _writes = load(now)

    assert done["topics"].added == ("caching", "gates")
    assert [len(model.objects.current()) for model in TABLES] == [2, 3, 2, 1, 2, 2, 1, 1, 1]
    assert {(s.topic.key, s.anchor) for s in Section.objects.select_related("topic")} == {
        ("caching", "uris"),
        ("caching", "expiry"),
        ("gates", "branches"),
    }
    assert list(Trap.objects.get(key="data-is-compared").topics.values_list("key", flat=True)) == ["caching"]
    assert list(Trap.objects.get(key="data-is-compared").steps.values_list("key", flat=True)) == ["train"]
    assert ExamProfile.objects.get(key="abc-01").code == "ABC-01"


def test_the_same_files_again_write_nothing(now):
    load(now)

    done, writes = load(now + timedelta(days=1))

    assert writes == []
    assert all(not (c.added or c.changed or c.retired) for c in done.values())
    assert sum(c.unchanged for c in done.values()) == 15


def test_the_second_load_costs_one_read_for_each_sort(now, django_assert_num_queries):
    load(now)
    again = sound()

    with django_assert_num_queries(len(TABLES) + 2):  # and the savepoint
        services.load(syllabus=again, now=now)


def test_one_changed_entry_is_written_and_no_other(now):
    load(now)

    done, writes = load(now, traps=("Only the `URI` is.", "Nothing but the `URI` is."))

    assert done["traps"].changed == ("data-is-compared",)
    assert done["traps"].unchanged == 1
    assert not any("syllabus_topic" in sql.split("(")[0] for sql in writes)
    assert (
        Trap.objects.get(key="data-is-compared").html["truth"]
        == "<p>Nothing but the <code>URI</code> is.</p>"
    )


def test_an_entry_that_has_gone_is_retired_and_comes_back(now):
    gone = {"glossary": ("\n  - {term: artifact, title: Artifact, text: What training leaves.}", "")}
    load(now)

    done, _writes = load(now, **gone)
    assert done["terms"].retired == ("artifact",)
    assert Term.objects.get(key="artifact").retired_at == now
    assert [term.key for term in Term.objects.current()] == ["uri"]

    later, writes = load(now + timedelta(days=1), **gone)
    assert writes == []
    assert later["terms"].retired == ()

    back, _writes = load(now)
    assert back["terms"].changed == ("artifact", "uri")  # it is shown before the other again
    assert Term.objects.get(key="artifact").retired_at is None


def test_a_section_that_has_gone_is_retired_and_comes_back(now):
    load(now)
    first = Section.objects.get(anchor="expiry").pk

    load(now, caching=("  - anchor: expiry\n    title: Which run qualifies\n    text: The newest one.\n", ""))
    assert Section.objects.get(anchor="expiry").retired_at == now
    assert Section.objects.get(anchor="uris").retired_at is None

    load(now)
    assert Section.objects.get(anchor="expiry").retired_at is None
    assert Section.objects.get(anchor="expiry").pk == first


def test_relations_follow_the_files(now):
    load(now)

    load(now, faqs=("topics: [caching]\n    steps: [train]", "topics: [gates]\n    steps: [fail, condition]"))

    faq = Faq.objects.get()
    assert list(faq.topics.values_list("key", flat=True)) == ["gates"]
    assert sorted(faq.steps.values_list("key", flat=True)) == ["condition", "fail"]


def test_what_was_rendered_otherwise_is_written_again(now, monkeypatch):
    load(now)
    monkeypatch.setattr("syllabus.rendering.RENDERING", 99)

    done, _writes = load(now)

    assert sum(c.unchanged for c in done.values()) == 0


def test_terms_are_linked_in_lessons_steps_traps_and_faqs_and_nowhere_else(now):
    uri, link = "A place of a URI.", 'a <a class="term" href="/glossary/#uri">URI</a>'
    load(
        now,
        train=("text: It does it.", f"text: {uri}"),
        traps=("truth: It has two.", f"truth: {uri}"),
        faqs=("answer: When it opts in.", f"answer: {uri}"),
        glossary=("text: What training leaves.", f'text: "{uri}"'),
        loop=("text: It starts.", f"text: {uri}"),
    )

    assert Topic.objects.get(key="caching").html["summary"] == (
        '<p>A <strong><a class="term" href="/glossary/#uri">URI</a></strong> is compared, never the data.</p>'
    )
    assert '<a class="term" href="/glossary/#uri">URIs</a>' in Section.objects.get(anchor="uris").html
    assert link in StepType.objects.get(key="train").html["text"]
    assert link in Trap.objects.get(key="many-branches").html["truth"]
    assert link in Faq.objects.get().html["answer"]
    assert not any('class="term"' in text for entry in Term.objects.all() for text in texts(entry.html))
    assert not any('class="term"' in text for text in texts(Pipeline.objects.get().html))


def test_a_changed_glossary_is_seen_in_the_texts_it_touches_and_in_no_other(now):
    load(now)

    done, _writes = load(now, glossary=("title: URI,", "title: URI, also: [gate],"))
    assert done["topics"].changed == ("gates",)
    assert done["traps"].changed == ()
    assert done["steps"].changed == ()
    assert done["FAQs"].changed == ()
    assert '<a class="term" href="/glossary/#uri">gate</a>' in Topic.objects.get(key="gates").html["summary"]

    again, writes = load(now, glossary=("title: URI,", "title: URI, also: [gate],"))
    assert writes == []
    assert again["topics"].changed == ()

    load(now)
    assert "glossary" not in Topic.objects.get(key="gates").html["summary"]


def test_what_a_term_says_touches_no_other_text(now):
    load(now)

    done, _writes = load(now, glossary=("text: A name of a place.", "text: The name of a place."))

    assert done["terms"].changed == ("uri",)
    assert all(not done[sort].changed for sort in ("topics", "steps", "traps", "FAQs"))


def test_a_picture_is_laid_out_once(now, monkeypatch):
    load(now)
    monkeypatch.setattr(drawing, "draw", None)
    monkeypatch.setattr("syllabus.pictures.draw", None)

    load(now, caching=("title: Which run qualifies", "title: Which earlier run qualifies"))

    assert Pipeline.objects.get().drawings[""]["wide"]["width"] > 100


def test_all_or_nothing(now, monkeypatch):
    """A failure at the last sort leaves the first as it was."""
    load(now)
    monkeypatch.setattr("syllabus.pictures.drawn", lambda data, html: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        load(now, caching=("number: 1", "number: 9"), loop=("title: The loop", "title: A loop"))

    assert list(Topic.objects.values_list("key", flat=True)) == ["caching", "gates"]


def test_everything_in_html_is_safe_to_show(now):
    hostile = "<script>alert(1)</script> & [x](javascript:alert(1))"
    load(
        now,
        caching=("title: Caching & keys", f'title: "{hostile}"'),
        gates=("A gate compares.", f'"{hostile}"'),
        train=("path: \"Outputs['a']\"", f'path: "{hostile}"'),
        loop=("does: Starts", f'does: "{hostile}"'),
    )

    for model in TABLES:
        for entry in model.objects.all():
            for text in texts(entry.html):
                assert "<script" not in text
                assert 'href="javascript' not in text
    assert Topic.objects.get(key="caching").html["title"].startswith("&lt;script&gt;")


def texts(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [text for inner in value for text in texts(inner)]
    return [value] if isinstance(value, str) else []


def test_a_title_is_plain_text(now):
    load(now, traps=("bait: New files are *noticed*.", 'bait: "`A` & *b* < c"'))

    assert Trap.objects.get(key="data-is-compared").title == "A & b < c"
