"""Moodle XML: `read` gives its questions, `write` writes ours.

The format is that of https://docs.moodle.org/en/Moodle_XML_format, with the ordering of the plugin and of
Moodle 4.4 and later, which write alike.
"""

from __future__ import annotations

from quizzes.formats.moodle.reading import read
from quizzes.formats.moodle.writing import write

__all__ = ["read", "write"]
