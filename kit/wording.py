"""How a message quotes what an author wrote, and guesses what was meant or left for later."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable

CLIP = 60
_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f")  # letters and marks that show nothing

_PLACEHOLDER = re.compile(
    r"\b(?:TODO|TBD|FIXME|XXX)\b|(?i:\blorem ipsum\b)|\?\?\?|^\s*(?:\.\.\.+|…+|-+|(?i:tbd|todo|n/a))\s*$"
)


def quoted(text: str) -> str:
    """`text` in double quotes on one line, clipped, with nothing in it that a terminal would obey.

    >>> quoted("a\\nb")
    '"a\\\\nb"'
    """
    text = _clipped(text, CLIP)
    if text.isprintable() and '"' not in text and "\\" not in text:  # as most are
        return f'"{text}"'
    return '"' + "".join("\\" + c if c in '"\\' else _shown(c) for c in text) + '"'


def one_line(text: str, *, most: int = 1_000) -> str:
    """`text` clipped and on one line: what is not printable becomes an escape, a line feed too."""
    return "".join(map(_shown, _clipped(text, most)))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`; did you mean "explain"?` for the nearest of `known`, or nothing when none is near.

    Case does not count as a difference: "Train" is told to be "train".
    """
    by_lower = {candidate.lower(): candidate for candidate in known}
    near = difflib.get_close_matches(word[:CLIP].lower(), by_lower, n=1, cutoff=0.6)
    return f"; did you mean {quoted(by_lower[near[0]])}?" if near else ""


def placeholder(text: str) -> str:
    """What in `text` looks as if it was left for later (`TODO`, `???`, a lone dash), else nothing."""
    found = _PLACEHOLDER.search(text)
    return found.group().strip() if found else ""


def is_blank(text: str) -> bool:
    """Whether a reader sees nothing: only spaces, control and format characters, lone marks, fillers."""
    return not any(_is_seen(character) for character in text)


def listed(words: Iterable[str], *, most: int = 12) -> str:
    """`"a", "b" and "c"`; a long list is cut with how many there are more.

    >>> listed(["a", "b", "c"])
    '"a", "b" and "c"'
    """
    words = list(words)
    shown = [quoted(word) for word in words[:most]]
    if len(words) > most:
        return ", ".join(shown) + f" and {len(words) - most} more"
    return " and ".join(filter(None, [", ".join(shown[:-1]), *shown[-1:]]))


def _clipped(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _shown(character: str) -> str:
    if character.isprintable():
        return character
    return {"\n": "\\n", "\t": "\\t", "\r": "\\r"}.get(character) or _escape(character)


def _escape(character: str) -> str:
    number = ord(character)
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def _is_seen(character: str) -> bool:
    return unicodedata.category(character)[0] not in "CZM" and character not in _BLANK_LETTERS
