"""What is looked up: traps, questions people ask, words, tables with their rows, the decision aid, exams."""

from __future__ import annotations

from collections.abc import Iterator

from studyapp.search.findable import Findable, more_of, other_names, plain
from syllabus.models import Aid, ExamProfile, Faq, Table, Term, Topic, Trap
from syllabus.places import ABOUT_EXAMS, AID
from syllabus.tables import rows_of


def traps() -> Iterator[Findable]:
    for trap in Trap.objects.current():
        yield Findable(
            sort="trap",
            href=trap.href,
            title=trap.title,
            text=plain(trap.html["truth"]),
            more=plain(trap.html["tell"]),
        )


def faqs() -> Iterator[Findable]:
    for faq in Faq.objects.current():
        yield Findable(
            sort="faq",
            href=faq.href,
            title=faq.title,
            text=plain(faq.html["answer"]),
            more=more_of(faq.html["answer"]),
        )


def terms() -> Iterator[Findable]:
    for term in Term.objects.current():
        name, _, other = term.title.removesuffix(")").partition(" (")  # Directed acyclic graph (DAG)
        yield Findable(
            sort="term",
            href=term.href,
            title=term.title,
            names=other_names(
                term.title,
                *((name, other) if other.isupper() else ()),
                *map(plain, term.html["also"]),
            ),
            summary=plain(term.html["text"]),
        )


def tables() -> Iterator[Findable]:
    """The reference tables, and each of their rows."""
    for table in Table.objects.current():
        address = table.href
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
            href=aid.href,
            title=aid.title,
            summary=plain(aid.html["text"]),
            text=plain(*asked),
            more=" ".join(choices),
        )


def exams() -> Iterator[Findable]:
    topic = Topic.objects.current().filter(key=ABOUT_EXAMS).first()
    if topic is None:
        return
    for exam in ExamProfile.objects.current():
        domains = [f"{plain(domain['title'])} ({domain['weight']} %)" for domain in exam.html["domains"]]
        yield Findable(
            sort="exam",
            href=topic.href,
            title=exam.title,
            names=other_names(exam.title, exam.code),
            summary=plain(exam.html["status"]),
            text=" · ".join(domains),
            more=plain(exam.html["counts_note"] or ""),
        )
