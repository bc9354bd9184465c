"""Traps, questions people ask and terms as cards to learn by heart: what is on each side. Pure.

A card speaks for itself, away from this site: it names its source, links only to other hosts, and is found
again by its `guid` when the same deck is brought in a second time.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from kit import prose
from syllabus.sorts import CALLED

Sort = Literal["trap", "faq", "term"]
SITE = "pipeline-study"


@dataclass(frozen=True, slots=True)
class Flashcard:
    """One card. `fields` are HTML, in the order of its sort's SIDES; `changed` is in seconds since 1970."""

    sort: Sort
    key: str
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    changed: int

    @property
    def guid(self) -> str:
        """The card's name for life, whatever becomes of its words."""
        return f"{SITE}/{self.sort}/{self.key}"


SIDES: Mapping[Sort, tuple[str, ...]] = {
    "trap": ("Bait", "Truth", "Tell", "Source"),
    "faq": ("Question", "Answer", "Source"),
    "term": ("Term", "Meaning", "Source"),
}
_TOLD: Mapping[Sort, tuple[str, ...]] = {
    "trap": ("bait", "truth", "tell"),
    "faq": ("question", "answer"),
    "term": ("title", "text"),
}


def flashcard(
    sort: Sort,
    key: str,
    data: Mapping[str, Any],
    told: Mapping[str, Any],
    *,
    lessons: Mapping[str, str],
    changed: int,
) -> Flashcard:
    """The card of an entry, from its `data` as written and `told`, the same as HTML (syllabus.rendering).

    `lessons` gives the titles of current topics: only these are named, and stand on the card as tags.
    """
    topics = [topic for topic in data["topics"] if topic in lessons]
    source = _source(CALLED[sort].many, [lessons[topic] for topic in topics], told["sources"])
    return Flashcard(
        sort=sort,
        key=key,
        fields=(*(prose.abroad(told[name]) for name in _TOLD[sort]), source),
        tags=tuple(f"{SITE}::{topic}" for topic in topics) or (SITE,),
        changed=changed,
    )


def _source(name: str, lessons: Iterable[str], sources: Iterable[Mapping[str, str]]) -> str:
    """Where the card comes from, and where each fact on it stands."""
    where = ", ".join(html.escape(part) for part in ("Pipeline Study", name, *lessons))
    listed = "".join(
        f'<li><a href="{source["url"]}">{source["title"] or source["url"]}</a>, read {source["checked"]}</li>'
        for source in sources
    )
    return prose.abroad(f"<p>{where}</p><ul>{listed}</ul>" if listed else f"<p>{where}</p>")
