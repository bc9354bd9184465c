"""The bytes of a file as text that a YAML parser may be given, and its syntax errors in plain words.

Everything that a parser would refuse with a bare offset, or that a database or a terminal would choke on, is
found here, with line and column. Knows no YAML library.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import islice

from kit.problems import Problem

MAX_BYTES = 8 * 1024 * 1024
MOST_LEXICAL = 20  # after so many the file is not text, and the rest of the list would help nobody

_NONCHARACTERS = "".join(chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
# Controls but tab and line ends; C1; line and paragraph separator (a line break to some readers, none to
# others); a byte-order mark within the text; what Unicode says is no character. UTF-8 has no surrogates.
REFUSED = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufdd0-\ufdef{_NONCHARACTERS}]")
_REFUSED_ASCII = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # a small set, so several times as fast
_BREAK = re.compile(r"\r\n|\r|\n")
_HEAD = re.compile(r"(?:(?:%[^\r\n]*+|[ \t]*+(?:#[^\r\n]*+)?)(?:\r\n|\r|\n))*+(?:%[^\r\n]*+)?")
_DIRECTIVE = re.compile(r"(?:\A|(?<=[\r\n]))%")
_UTF16_32 = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")


def decode(raw: bytes, *, file: str) -> tuple[str | None, list[Problem]]:
    """`raw` as text without its byte-order mark, and what is wrong with it as text.

    What had to be replaced (by U+FFFD, one for one) keeps its line and column, so that the rest of the file
    can still be read. None where nothing can be read: too large, or not text at all.
    """
    if len(raw) > MAX_BYTES:
        megabytes = MAX_BYTES // (1024 * 1024)
        message = f"the file has {len(raw)} bytes; at most {megabytes} MiB ({MAX_BYTES} bytes) are read"
        return None, [Problem(file, 1, 1, "B003", message)]
    if raw.startswith(_UTF16_32):
        message = "the file is not UTF-8: it begins like UTF-16 or UTF-32."
        return None, [Problem(file, 1, 1, "B001", message, "Save it as UTF-8.")]
    text, problems = _as_utf8(raw, file)
    for refuse in (_refuse_controls, _refuse_directives):
        if text is not None and len(problems) < MOST_LEXICAL:
            text, more = refuse(text, file)
            problems += more
    return (text if len(problems) < MOST_LEXICAL else None), sorted(problems)


class Lines:
    """Offsets in a text as 1-based lines and columns, in code points. LF, CR LF and CR end a line."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts: list[int] = []

    def place(self, offset: int) -> tuple[int, int]:
        if not self._starts:
            self._starts = [0, *(match.end() for match in _BREAK.finditer(self._text))]
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def _as_utf8(raw: bytes, file: str) -> tuple[str | None, list[Problem]]:
    """Bad bytes become U+FFFD, one for one; of a run of them the first is told. None when they are many."""
    view = memoryview(raw.removeprefix(b"\xef\xbb\xbf"))
    text, at = "", 0
    found: list[tuple[int, str]] = []
    for _ in range(5 * MOST_LEXICAL):
        try:
            text += str(view[at:], "utf-8")
            return text, _problems(text, file, "B001", found)
        except UnicodeDecodeError as error:
            text += str(view[at : at + error.start], "utf-8") + "\ufffd"
            if error.start or not found:
                found.append((len(text) - 1, f"the byte 0x{view[at + error.start]:02x} is not UTF-8 here"))
            at += error.start + 1
    return None, _problems(text, file, "B001", found[:MOST_LEXICAL])


def _refuse_controls(text: str, file: str) -> tuple[str, list[Problem]]:
    refused = _REFUSED_ASCII if text.isascii() else REFUSED
    found = [(m.start(), _about_control(m.group())) for m in islice(refused.finditer(text), MOST_LEXICAL)]
    clean = refused.sub("\ufffd", text) if 0 < len(found) < MOST_LEXICAL else text
    return clean, _problems(text, file, "B002", found)


def _about_control(character: str) -> str:
    name = {
        "\x00": "NUL",
        "\ufeff": "a byte-order mark within the text",
        "\u2028": "a line separator",
        "\u2029": "a paragraph separator",
    }.get(character)
    name = name or ("a control character" if ord(character) < 0xA0 else "not a character")
    return f"U+{ord(character):04X} ({name}) is not allowed in the text"


def _refuse_directives(text: str, file: str) -> tuple[str, list[Problem]]:
    """The leading directive lines become comments of equal length.

    They must not reach the parser: libyaml compares every %TAG with every other, so that a file of nothing
    else would keep it busy for hours.
    """
    head = _HEAD.match(text) if text.startswith("%") or "\n%" in text or "\r%" in text else None
    if head is None:
        return text, []
    message = "a YAML directive (a line beginning with %) is not allowed"
    found = [(m.start(), message) for m in islice(_DIRECTIVE.finditer(head.group()), MOST_LEXICAL)]
    clean = _DIRECTIVE.sub("#", head.group()) + text[head.end() :] if 0 < len(found) < MOST_LEXICAL else text
    return clean, _problems(text, file, "B010", found)


def _problems(text: str, file: str, code: str, found: list[tuple[int, str]]) -> list[Problem]:
    lines = Lines(text)
    return [Problem(file, *lines.place(at), code, message) for at, message in found]
