"""How often one account may have its texts looked at. Pure."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from accounts.throttle import Rule

BEGINNINGS: Final = Rule(free=60, window=timedelta(hours=1))
"""Drafts begun, of which each may be a zip of many."""

CHECKS: Final = Rule(free=120, window=timedelta(minutes=1))
"""Checks and saves in the background, while somebody types in a tab or two."""

REGRADES: Final = Rule(free=120, window=timedelta(hours=1))
"""Previews of regrades, and regrades: each looks at all that was answered of a question."""

PUBLICATIONS: Final = Rule(free=60, window=timedelta(hours=1))
"""Versions that are published: each is kept whole, and for good."""
