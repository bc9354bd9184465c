"""Markdown that the renderer could be slow for, told before it is rendered."""

from __future__ import annotations

import re

from markdown.extensions.fenced_code import FencedBlockPreprocessor

FIELD = 5_000
"""Characters that a field may have."""
LESSON = 20_000
"""Characters that a lesson or a scenario may have."""
MOST_OPENERS = 100  # each of [ and <, outside code
MOST_OPENERS_IN_ALL = 1_000  # in code spans too
MOST_NESTED = 8

_FENCE = re.compile(r"^(?:`{3,}|~{3,})", re.MULTILINE)
_TICKS = re.compile(r"`+")
_STRESS = re.compile(r"[*_]+")
_CODE = re.compile(r"(?<![\\`])(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_HEADING = re.compile(r"^(?:#| {0,3}[-=_*][-=_* ]*$)", re.MULTILINE)
_NESTED = re.compile(rf"^[ \t]*(?:(?:[-+*>]|[0-9]+\.)[ \t]*){{{MOST_NESTED + 1}}}", re.MULTILINE)


class ProseTooHard(ValueError):
    """The text is too long or too tangled to be rendered in good time. The message is for its author."""


def refuse_hard(text: str, *, limit: int = FIELD) -> None:
    """Raise ProseTooHard for a text that is too long, or that the renderer could be slow for.

    Every bound here stands for something that takes Python-Markdown quadratic time, or a call within a call.
    What fenced code is, is the renderer's own idea.
    """
    if len(text) > limit:
        raise ProseTooHard(f"the text has {len(text)} characters; at most {limit} are allowed")
    _refuse(len(_FENCE.findall(text)), 100, "code fences")
    rest = FencedBlockPreprocessor.FENCED_BLOCK_RE.sub("\n", text)
    _refuse(len(_TICKS.findall(rest)), 600, "runs of backticks")
    _refuse(len(_HEADING.findall(rest)), 100, "headings and rules")
    _refuse(len(_STRESS.findall(rest)), 2_000, "runs of * and _")
    if _NESTED.search(rest):
        raise ProseTooHard(f"lists or quotes are nested more than {MOST_NESTED} deep")
    for opener in "[<":
        if (count := rest.count(opener)) > MOST_OPENERS:
            _refuse(count, MOST_OPENERS_IN_ALL, f'"{opener}"')
            _refuse(_outside_code(rest).count(opener), MOST_OPENERS, f'"{opener}" outside code')


def _refuse(count: int, most: int, what: str) -> None:
    if count > most:
        raise ProseTooHard(f"the text has {count} {what}; at most {most} are allowed")


def _outside_code(text: str) -> str:
    return "\n\n".join(_CODE.sub("", paragraph) for paragraph in _BLANK_LINE.split(text))
