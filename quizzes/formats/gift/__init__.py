"""GIFT, the text format of Moodle: `read` gives its questions, `write` writes ours.

The syntax is that of https://docs.moodle.org/en/GIFT_format and, where that says nothing, what Moodle's own
reader does. Its own `{>…}` is the ordering of the plugin that became part of Moodle 4.4.
"""

from __future__ import annotations

from quizzes.formats.gift.reading import read
from quizzes.formats.gift.writing import write

__all__ = ["read", "write"]
