"""Search over everything there is to study, on SQLite and on PostgreSQL (ADR 0013).

`search` finds, `fill` lets it find what has been loaded. `entries` says what can be found.
"""

from __future__ import annotations

from studyapp.search.filling import fill
from studyapp.search.finding import Hit, Hits, search

__all__ = ["Hit", "Hits", "fill", "search"]
