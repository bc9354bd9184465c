"""The two databases, each by its own full text. What goes in are words that `studyapp.search.words` made.

So neither takes text apart, stems or drops words by itself: both hold the same words and find the same rows,
and nothing that anybody types can be an operator. Each ranks in its own way.
"""

from __future__ import annotations

from django.db import connection

from studyapp.search.backends import postgres, sqlite
from studyapp.search.backends.base import Backend


def backend() -> Backend:
    """What this installation's database needs."""
    return sqlite if connection.vendor == "sqlite" else postgres
