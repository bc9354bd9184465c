"""Everything that can be found, read from the rooms below: what search shows of it, and where it leads.

Questions, their keys and their explanations are not among it: whoever searches may be in the middle of one.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.urls import reverse

from syllabus.loop import LOOP
from syllabus.models import Aid, ExamProfile, Faq, Pipeline, Section, StepType, Table, Term, Topic, Trap
from syllabus.tables import rows_of
from syllabus.views.compare import AID

SORTS: Mapping[str, str] = {
    "topic": "Lessons",
    "step": "Steps",
    "trap": "Traps",
    "faq": "Questions people ask",
    "term": "Glossary",
    "table": "Tables",
    "pipeline": "Pipelines",
    "exam": "Exams",
}
"""The sorts of entry that a search can be kept to, with the words for them, in the order of the filter."""

ABOUT_EXAMS = "exam-craft"
"""The topic that tells how the exams are built: where the facts of one exam lead."""

_CODE = re.compile(r"<pre>.*?</pre>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_GAP = re.compile(r"</(?:p|li|h[3-6]|t[dhr]|blockquote|pre)>|<br>|<hr>")


@dataclass(frozen=True, slots=True)
class Findable:
    """An entry as plain text. `more` is shown only where the words stand nowhere else: lists, and code."""

    sort: str
    href: str
    title: str
    place: str = ""
    family: str = ""
    names: tuple[str, ...] = ()
    summary: str = ""
    text: str = ""
    more: str = ""


def everything() -> Iterator[Findable]:
    """All of it, in the order of the syllabus. What is retired is not there."""
    for shelf in SHELVES:
        yield from shelf()


def topics() -> Iterator[Findable]:
    for topic in Topic.objects.current():
        page = topic.html
        signals = [f"“{plain(s['phrase'])}”: {plain(s['points_to'])}." for s in page["signals"]]
        yield Findable(
            sort="topic",
            href=topic.get_absolute_url(),
            title=topic.title,
            summary=plain(page["summary"]),
            text=" ".join(signals),
            more=plain(page["scenario"]["situation"], page["scenario"]["answer"]),
        )


def passages() -> Iterator[Findable]:
    for passage in Section.objects.filter(retired_at=None, topic__retired_at=None).select_related("topic"):
        yield Findable(
            sort="topic",
            href=f"{passage.topic.get_absolute_url()}#{passage.anchor}",
            title=passage.title,
            place=passage.topic.title,
            text=plain(passage.html),
            more=_more(passage.html),
        )


def steps() -> Iterator[Findable]:
    for step in StepType.objects.current():
        page, data = step.html, step.data
        yield Findable(
            sort="step",
            href=step.get_absolute_url(),
            title=step.title,
            family=step.family,
            names=_names(
                step.title,
                data["type"],
                *data["types"],
                *data["classes"]["current"],
                *data["classes"]["older"],
                *(name for name in plain(page["wraps"]).split(", ") if " " not in name),  # CreateTrainingJob
            ),
            summary=plain(page["purpose"]),
            text=plain(page["text"]),
            more=_more(
                page["text"],
                page["wraps"],
                *page["inputs"],
                *page["outputs"],
                *(f"{exposed['path']} {exposed['what']}" for exposed in page["exposes"]),
                *page["signals"],
                page["use"],
                *page["caching"]["in_key"],
                *([f"<pre>{page['snippet']['code']}</pre>"] if page["snippet"] else []),
            ),
        )


def traps() -> Iterator[Findable]:
    for trap in Trap.objects.current():
        yield Findable(
            sort="trap",
            href=trap.get_absolute_url(),
            title=trap.title,
            text=plain(trap.html["truth"]),
            more=plain(trap.html["tell"]),
        )


def faqs() -> Iterator[Findable]:
    for faq in Faq.objects.current():
        yield Findable(
            sort="faq",
            href=faq.get_absolute_url(),
            title=faq.title,
            text=plain(faq.html["answer"]),
            more=_more(faq.html["answer"]),
        )


def terms() -> Iterator[Findable]:
    for term in Term.objects.current():
        name, _, other = term.title.removesuffix(")").partition(" (")  # Directed acyclic graph (DAG)
        yield Findable(
            sort="term",
            href=term.get_absolute_url(),
            title=term.title,
            names=_names(term.title, name, other) if other.isupper() else (),
            summary=plain(term.html["text"]),
        )


def tables() -> Iterator[Findable]:
    """The reference tables, and each of their rows."""
    for table in Table.objects.current():
        address = table.get_absolute_url()
        yield Findable(sort="table", href=address, title=table.title, summary=plain(table.html["text"]))
        for row in rows_of(table.html):
            cells = [f"{title}: {plain(cell)}" for title, cell in row.rest]
            yield Findable(
                sort="table",
                href=f"{address}#{row.key}",
                title=plain(row.name),
                place=table.title,
                text=" · ".join(cells),
                more=plain(row.disputed),
            )


def aids() -> Iterator[Findable]:
    """The decision aid, with what it asks and what can come of it."""
    for aid in Aid.objects.current().filter(key=AID):
        asked = [question["ask"] for question in aid.html["questions"]]
        choices = [f"{plain(choice['title'])}: {plain(choice['against'])}" for choice in aid.html["choices"]]
        yield Findable(
            sort="table",
            href=reverse("syllabus:compare"),
            title=aid.title,
            summary=plain(aid.html["text"]),
            text=plain(*asked),
            more=" ".join(choices),
        )


def pipelines() -> Iterator[Findable]:
    """Every pipeline, the loop first, and each of its nodes; those of alternatives lead to it built so.

    A node that is called like one of a pipeline before it is found there alone: one gate is enough.
    """
    told: set[str] = set()
    for pipeline in sorted(Pipeline.objects.current().defer("drawings"), key=lambda each: each.key != LOOP):
        yield Findable(
            sort="pipeline",
            href=pipeline.get_absolute_url(),
            title=pipeline.title,
            summary=plain(pipeline.html["description"]),
        )
        nodes = [(node, "") for node in pipeline.html["nodes"]]
        for way in pipeline.html["alternatives"]:
            nodes += [(node, f"?with={way['key']}") for node in way["nodes"]]
        fresh = [(node, query) for node, query in nodes if node["title"] not in told]
        told |= {node["title"] for node, _query in nodes}
        for node, query in fresh:
            yield Findable(
                sort="pipeline",
                href=f"{pipeline.node_address(node['key'])}{query}",
                title=html.unescape(node["title"]),
                place=pipeline.title,
                family=node["family"],
                summary=plain(node["does"]),
                text=plain(node["text"]),
                more=plain(*node["inputs"], *node["outputs"]),
            )


def exams() -> Iterator[Findable]:
    topic = Topic.objects.current().filter(key=ABOUT_EXAMS).first()
    if topic is None:
        return
    for exam in ExamProfile.objects.current():
        domains = [f"{plain(domain['title'])} ({domain['weight']} %)" for domain in exam.html["domains"]]
        yield Findable(
            sort="exam",
            href=topic.get_absolute_url(),
            title=exam.title,
            names=_names(exam.title, exam.code),
            summary=plain(exam.html["status"]),
            text=" · ".join(domains),
            more=plain(exam.html["counts_note"] or ""),
        )


SHELVES: tuple[Callable[[], Iterable[Findable]], ...] = (
    topics,
    passages,
    steps,
    traps,
    faqs,
    terms,
    tables,
    aids,
    pipelines,
    exams,
)
"""Where entries come from, one line each. What is new gets its shelf here, and a word in SORTS."""


def plain(*rendered: str) -> str:
    """Rendered Markdown as text: blocks and items with a space between them, no code blocks."""
    text = " ".join(_CODE.sub(" ", part) for part in rendered)
    return " ".join(html.unescape(_TAG.sub("", _GAP.sub(" ", text))).split())


def code_in(*rendered: str) -> str:
    """The code blocks alone."""
    blocks = (block for text in rendered for block in _CODE.findall(text))
    return " ".join(html.unescape(_TAG.sub("", block)) for block in blocks)


def _more(shown: str, *others: str) -> str:
    """Of the text that is shown the code, and everything of the others."""
    return f"{plain(*others)} {code_in(shown, *others)}".strip()


def _names(title: str, *others: str | None) -> tuple[str, ...]:
    """Other names than the title, each once."""
    return tuple(dict.fromkeys(name for name in others if name and name != title))
