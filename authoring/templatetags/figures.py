"""How the statistics show texts and numbers."""

from __future__ import annotations

from calendar import month_name
from functools import lru_cache

from django import template
from django.utils.safestring import SafeString, mark_safe

from kit import prose
from quizzes.exams import clock
from quizzes.figures import Discrimination
from quizzes.scores import Mark

register = template.Library()


@register.filter
@lru_cache(maxsize=5_000)
def inline(text: str) -> SafeString:
    """A text of a published question, which has been checked, as one line."""
    return mark_safe(prose.inline(text))  # noqa: S308 - what comes out of kit.prose is safe


@register.filter
@lru_cache(maxsize=5_000)
def words(text: str) -> str:
    """The same as bare words."""
    return prose.visible_text(text, blocks=True)


@register.filter
def took(seconds: float) -> str:
    """
    >>> took(7.5), took(83)
    ('8 s', '1:23')
    """
    whole = int(seconds + 0.5)
    return f"{whole} s" if whole < 60 else clock(whole)


@register.filter
def month(written: str) -> str:
    """
    >>> month("2026-11")
    'November 2026'
    """
    year, number = written.split("-")
    return f"{month_name[int(number)]} {year}"


@register.filter
def percent(share: float) -> str:
    """
    >>> percent(0.25), percent(0.0083)
    ('25 %', 'less than 1 %')
    """
    return f"{share:.0%}".replace("%", " %") if share >= 0.01 else "less than 1 %"


@register.filter
def number(value: float) -> str:
    """Between -1 and 1, with a real minus."""
    return f"{value:.2f}".replace("-", "\N{MINUS SIGN}")


@register.filter
def between(figure: Mark | Discrimination) -> str:
    """The ends of its interval."""
    if isinstance(figure, Mark):
        low, high = figure.between
        return f"{low} to {high} %"
    return " to ".join(number(end) for end in figure.interval)
