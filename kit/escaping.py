"""Plain text as Markdown that shows exactly it: what a renderer would take for markup is escaped, no more.

After Python-Markdown as `kit.prose` sets it up: raw HTML and images are no markup there, so that `<b>` needs
nothing. Characters that it does not let a backslash escape become character references.
"""

from __future__ import annotations

import re

_ESCAPABLE = r"\\`*_{}\[\]()>#+.!|-"
_MARK = re.compile(
    rf"\\(?=[{_ESCAPABLE}])"  # a backslash that would escape what follows
    r"|`"
    r"|(?<!\s)\*|\*(?!\s)"  # a star that is not alone between spaces
    r"|(?<![^\W_])_|_(?![^\W_])"  # an underscore that is not within a word
    r"|<(?=[fFhH][tT]{1,2}[pP][sS]?:)"  # the beginning of an address in angles
    r"|&(?=#?\w{1,40};)"  # of a character reference
    r"|\["
)
_LINK = re.compile(r"\]\s?[(\[:]")
_REFERENCES = {"<": "&lt;", "&": "&amp;", "=": "&#61;", "~": "&#126;", "|": "&#124;", ":": "&#58;"}
_LINE = re.compile(
    r"#|>|[-+](?=\s|$)|\*(?=\s|$)"  # headings, quotes, lists
    r"|-(?=[- ]*$)|=(?==*\s*$)|[|:-](?=[|: -]*$)"  # rules, underlines of headings, the rule of a table
    r"|~(?=~~)"  # fences
)
_NUMBERED = re.compile(r"(\d+)\.(?=\s|$)")


def in_line(text: str) -> str:
    """Text for where Markdown is read in one line: an option, an item, a title.

    >>> in_line("a * b, a*b, snake_case and [x](y)")
    'a * b, a\\\\*b, snake_case and \\\\[x](y)'
    """
    return _escaped(text, links=_LINK.search(text) is not None)


def at_start(line: str) -> str:
    """A line that went through `in_line`, for where it begins a line of a block: no heading, no list."""
    line = line.lstrip(" \t")
    line = _NUMBERED.sub(r"\1\\.", line, count=1) if _NUMBERED.match(line) else line
    begins = _LINE.match(line)
    if begins is None:
        return line
    mark = begins.group()
    return (_REFERENCES.get(mark) or f"\\{mark}") + line[1:]


def in_blocks(text: str) -> str:
    """Text of several lines: its ends of lines are kept, and empty lines part paragraphs."""
    links = _LINK.search(text) is not None  # it may begin in one line and end in the next
    paragraphs = re.split(r"\n[ \t]*(?:\n[ \t]*)+", text.strip())
    return "\n\n".join(
        "  \n".join(
            at_start(_escaped(line, links=links).rstrip()) for line in paragraph.split("\n") if line.strip()
        )
        for paragraph in paragraphs
    )


def _escaped(text: str, *, links: bool) -> str:
    def escaped(match: re.Match[str]) -> str:
        mark = match.group()
        if mark == "[" and not links:
            return mark
        return _REFERENCES.get(mark) or f"\\{mark}"

    return _MARK.sub(escaped, text)
