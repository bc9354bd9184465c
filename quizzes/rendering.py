"""A question's Markdown as safe HTML, made when it is published and again when the making changes. Pure."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TypedDict

from kit import hardness, prose
from quizzes import engines
from quizzes.engines.case import Case

RENDERING = 1
"""Raise it when the same text shall be shown, or the same graph drawn, otherwise: the next load does it."""
SHORT = 400
"""Characters up to which a rendered line is kept in memory."""
CODE = re.compile(r"<code>([A-Za-z@]{2,40})</code>")


class Rendered(TypedDict):
    """`inline` gives each short text (an item, an option, a reason) by its Markdown as written."""

    prompt: str
    explain: str
    inline: dict[str, str]


class RenderedCase(TypedDict):
    """What the questions of a case share. `explain` gives away answers: it is told after the last one."""

    scenario: str
    explain: str


def render(question: engines.Question, *, families: Mapping[str, str] | None = None) -> Rendered:
    """All that a page will ever show of this question.

    `families` says of which family the step is that a name in code stands for (`TrainingStep` is a job):
    such a name is shown with the family's colour.
    """
    return {
        "prompt": _block(question.prompt, families),
        "explain": _block(question.explain, families),
        "inline": {
            text: _with_families(_inline(text), families or {})
            for text in dict.fromkeys(_short_texts(question))
            if text
        },
    }


def render_case(case: Case, *, families: Mapping[str, str] | None = None) -> RenderedCase:
    """All that a page will ever show of this case, beside its questions."""
    return {
        "scenario": _block(case.scenario, families, limit=hardness.LESSON),
        "explain": _block(case.explain, families),
    }


def render_description(text: str, *, families: Mapping[str, str] | None = None) -> str:
    """What a bank says of itself."""
    return _block(text, families)


def made_by(families: Mapping[str, str]) -> str:
    """Tells how something was rendered: by which code, with which families of steps."""
    return hashlib.sha256(json.dumps([RENDERING, families], sort_keys=True).encode()).hexdigest()


def _inline(text: str) -> str:
    return _remembered(text) if len(text) <= SHORT else prose.inline(text)


@lru_cache(maxsize=4_096)
def _remembered(text: str) -> str:
    """Fresh variants say the same of the same steps again and again."""
    return prose.inline(text)


def _block(text: str, families: Mapping[str, str] | None, *, limit: int = hardness.FIELD) -> str:
    return _with_families(prose.block(text, limit=limit), families or {}) if text else ""


def _short_texts(question: engines.Question) -> Iterator[str]:
    for texts in question.shown().values():
        yield from texts.values()
    yield from (reason.why for reason in question.reasons())


def _with_families(html: str, families: Mapping[str, str]) -> str:
    def marked(found: re.Match[str]) -> str:
        family = families.get(found[1])
        return f'<code data-family="{family}">{found[1]}</code>' if family else found[0]

    return CODE.sub(marked, html)
