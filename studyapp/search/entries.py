"""Everything that can be found, read from the rooms below: what search shows of it, and where it leads.

Questions, their keys and their explanations are not among it: whoever searches may be in the middle of one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from studyapp.search.findable import Findable
from studyapp.search.shelves import lessons, pipelines, reference
from syllabus.sorts import CALLED

SORTS: Mapping[str, str] = {
    sort: CALLED[sort].many for sort in ("topic", "step", "trap", "faq", "term", "table", "pipeline", "exam")
}
"""The sorts of entry that a search can be kept to, with the words for them, in the order of the filter."""

SHELVES: tuple[Callable[[], Iterable[Findable]], ...] = (
    lessons.topics,
    lessons.passages,
    lessons.steps,
    reference.traps,
    reference.faqs,
    reference.terms,
    reference.tables,
    reference.aids,
    pipelines.pipelines,
    reference.exams,
)
"""Where entries come from, one line each. What is new gets its shelf here, and a place in SORTS."""


def everything() -> Iterator[Findable]:
    """All of it, in the order of the syllabus. What is retired is not there."""
    for shelf in SHELVES:
        yield from shelf()
