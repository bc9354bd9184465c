"""What pages of a sitting tell of a review: `{% comes_back page.attempt as next %}`."""

from __future__ import annotations

from django import template

from quizzes import deck
from quizzes.deck import ComesBack
from quizzes.models import Attempt

register = template.Library()


@register.simple_tag
def comes_back(attempt: Attempt) -> ComesBack | None:
    """When what was answered comes back. One query: only for what was asked in a review."""
    return deck.comes_back(attempt)
