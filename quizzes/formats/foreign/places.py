"""Offsets in a text as lines and columns, for a file of any shape: it may be nothing but ends of lines."""

from __future__ import annotations

from quizzes.formats.foreign.found import Place


class Places:
    """Counts from the last place it was asked for, so what is asked in order takes one walk in all."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._line = 1

    def place(self, offset: int) -> Place:
        """Line and column, from 1. Lines end in a line feed."""
        if offset >= self._at:
            self._line += self._text.count("\n", self._at, offset)
        else:
            self._line -= self._text.count("\n", offset, self._at)
        self._at = offset
        return self._line, offset - self._text.rfind("\n", 0, offset)
