"""Bytes as text, whatever their writer called it: what is declared, and what is real."""

from __future__ import annotations

import codecs
import re

from kit.yamltext import MAX_BYTES, REFUSED
from quizzes.formats.foreign.found import Note, Refused
from quizzes.formats.foreign.places import Places

MOST_LINES = 300_000  # two thousand questions have a tenth of that
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']")
_FIT = re.compile(  # encodings that are text and nothing else: Python knows some that run as programs do
    r"(?:utf[-_]?8|us-ascii|ascii|iso[-_]?8859[-_]?\d{1,2}|latin[-_]?\d|windows-?125\d|cp125\d|cp\d{3}|mac[-_]?roman"
    r"|macintosh|koi8[-_][ru]|shift[-_]?jis|euc[-_](?:jp|kr)|gb(?:2312|k|18030)|big5)",
    re.IGNORECASE,
)
_FALLBACK = "cp1252"
_BINARY = 0.05  # of the characters: a text has no such share of control characters


def decode(raw: bytes) -> tuple[str, list[Note]]:
    """The text without byte-order mark and control characters, CR LF and CR as LF, and what is to be noted.

    Raises Refused for what is too large, or no text.
    """
    if len(raw) > MAX_BYTES:
        megabytes = MAX_BYTES // (1024 * 1024)
        raise Refused(
            "X002",
            f"the file has {len(raw)} bytes; at most {megabytes} MiB are read. "
            "Leave embedded files out, or export it in parts.",
        )
    text, note = _decoded(raw)
    notes = [note] if note else []
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if (lines := text.count("\n")) > MOST_LINES:
        raise Refused("X002", f"the file has {lines:,} lines; at most {MOST_LINES:,} are read. Split it up.")
    first = REFUSED.search(text)
    if first is None:
        return text, notes
    clean, count = REFUSED.subn("", text)
    if count > 10 and count > _BINARY * len(text):
        raise Refused("X001", "this is no text: it is full of control characters. Is it the right file?")
    what = f"{count} characters that no text can hold were taken out, the first U+{ord(first.group()):04X}"
    return clean, [*notes, Note(what, Places(text).place(first.start()))]


def _decoded(raw: bytes) -> tuple[str, Note | None]:
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return raw[len(mark) :].decode(encoding, errors="replace"), None
    declared = _DECLARED.match(raw)
    name = declared[1].decode("ascii") if declared else ""
    if raw[:400].count(0) > 0.2 * len(raw[:400]):  # two bytes to a character, and no mark that says so
        encoding = "utf-16-le" if raw[1:2] == b"\0" else "utf-16-be"
        return raw.decode(encoding, errors="replace"), Note(
            "the file looks like UTF-16, and was read as such"
        )
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return _not_utf8(raw, name)
    if name and not text.isascii() and not re.fullmatch("utf[-_]?8", name, re.IGNORECASE):
        return text, Note(f"the file says that it is {name}, but is UTF-8, and was read as such")
    return text, None


def _not_utf8(raw: bytes, name: str) -> tuple[str, Note | None]:
    if _FIT.fullmatch(name) and not re.fullmatch("utf[-_]?8", name, re.IGNORECASE):
        try:
            return raw.decode(name), None
        except (LookupError, UnicodeDecodeError):
            pass
    said = f"the file says that it is {name}, but is not" if name else "the file is not UTF-8"
    note = Note(f"{said}; it was read as Windows-1252: look at its letters")
    return raw.decode(_FALLBACK, errors="replace"), note
