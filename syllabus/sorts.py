"""What each sort of entry is called: one of it, and all of it together. Pure.

Search, the notebook and the flashcards say it by these words alone. What authors are told while their files
are read is in `syllabus.formats.sorts`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Called:
    """The words for a sort: on an entry of it, and over all of them."""

    one: str
    many: str


CALLED: Mapping[str, Called] = {
    "topic": Called("Lesson", "Lessons"),
    "passage": Called("Passage", "Passages"),
    "step": Called("Step", "Steps"),
    "trap": Called("Trap", "Traps"),
    "faq": Called("Question people ask", "Questions people ask"),
    "term": Called("Word", "Glossary"),
    "table": Called("Table", "Tables"),
    "pipeline": Called("Pipeline", "Pipelines"),
    "exam": Called("Exam", "Exams"),
}
