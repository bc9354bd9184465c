"""A file that an author sends: one bank in any format that is read, or a zip of several. Pure.

Nothing is unpacked anywhere but in memory, and no more of it than one bank may have: each is checked at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from authoring.texts import Unusable, cleaned
from kit.problems import Problem
from kit.wording import one_line
from kit.yamltext import MAX_BYTES
from quizzes.formats.exchange import Imported, Sniffed, sniff
from quizzes.formats.foreign.found import Loss
from quizzes.formats.foreign.found import Refused as Unread
from quizzes.formats.foreign.zipped import unzip

MEGABYTES: Final = MAX_BYTES // 2**20

MOST_FILES: Final = 50
"""Banks in one zip. Together they may be as long as one may be alone."""

ENDINGS: Final = (".yaml", ".yml", ".gift", ".txt", ".xml", ".zip")
NAMES: Final = {"gift": "GIFT", "moodle": "Moodle XML", "aiken": "Aiken", "yaml": "YAML"}

_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")


class Refused(Exception):
    """The file cannot be used; `str()` says why and what to do."""


@dataclass(frozen=True, slots=True)
class File:
    """A file with something in it, and what it is: no zip, and nothing unknown."""

    name: str
    raw: bytes
    form: Sniffed


@dataclass(frozen=True, slots=True)
class Received:
    """A bank's text, ready to be kept; `called` is how it came, a file's name without its ending.

    Where it came from another format: in which, what that said and ours cannot, and what is to be put right
    in it, both with their places in the file.
    """

    called: str
    text: str
    form: str = "YAML"
    losses: tuple[Loss, ...] = ()
    problems: tuple[Problem, ...] = ()
    questions: int = 0

    @property
    def is_foreign(self) -> bool:
        return self.form != NAMES["yaml"]


def files_in(name: str, raw: bytes) -> tuple[File, ...]:
    """The files that were sent, in the order of the zip if it is one. Raises Refused; never empty."""
    if len(raw) > MAX_BYTES:
        raise Refused(f"{shown(name)} is longer than {MEGABYTES} MiB. Divide it into several banks.")
    form = sniff(raw, name)
    if form != "zip" and name.lower().endswith(".zip") and raw.strip():
        raise Refused(f"{shown(name)} is no zip, though it is called one. Choose another file.")
    return tuple(_of_zip(name, raw)) if form == "zip" else (_file(name, raw, form),)


def as_received(file: File) -> Received:
    """A bank in our own format: its text as it is. Raises Refused for what is no text."""
    try:
        return Received(called(file.name), cleaned(_decoded(file)))
    except Unusable as reason:
        raise Refused(f"{shown(file.name)}: {reason}") from None


def as_imported(file: File, found: Imported) -> Received:
    """What became of a file in another format. Raises Refused where nothing could be read of it."""
    if not found.text:
        raise Refused(f"{shown(file.name)}: {' '.join(problem.message for problem in found.problems)}")
    try:
        text = cleaned(found.text)
    except Unusable as reason:
        raise Refused(f"{shown(file.name)} is too long as a bank. {reason}") from None
    return Received(
        called(file.name), text, NAMES[file.form], found.losses, found.at_source, len(found.questions)
    )


def shown(name: str) -> str:
    """A file's name as a message has it: what stands before it in a path is left out."""
    return f"“{one_line(_base(name), most=80)}”"


def called(name: str) -> str:
    """What to call a bank that came in a file and has no title."""
    return one_line(_base(name).partition(".")[0] or _base(name), most=80)


def _base(name: str) -> str:
    return name.replace("\\", "/").rpartition("/")[2] or name


def _file(name: str, raw: bytes, form: Sniffed) -> File:
    if len(raw) > MAX_BYTES:
        raise Refused(f"{shown(name)} is longer than {MEGABYTES} MiB. Divide it into several banks.")
    if not raw.strip():
        raise Refused(f"{shown(name)} is empty. Choose the file of a bank.")
    if form == "zip":
        raise Refused(f"{shown(name)} is a zip in a zip. Put the files of your banks into one.")
    if form == "unknown":
        raise Refused(f"{shown(name)} is no bank that can be read: YAML, GIFT, Moodle XML or Aiken.")
    return File(name, raw, form)


def _of_zip(name: str, raw: bytes) -> Iterator[File]:
    try:
        files = unzip(raw)
    except Unread as reason:
        raise Refused(f"{shown(name)}: {reason.message}") from None
    if len(files) > MOST_FILES:
        raise Refused(f"{shown(name)} holds {len(files)} files; at most {MOST_FILES} are read at once.")
    if sum(map(len, files.values())) > MAX_BYTES:
        raise Refused(f"{shown(name)} holds more than {MEGABYTES} MiB. Send its banks in several.")
    for inner, content in files.items():
        yield _file(inner, content, sniff(content, inner))


def _decoded(file: File) -> str:
    name, raw = shown(file.name), file.raw
    if raw.startswith(_UTF16):
        raise Refused(f"{name} is UTF-16. Save it as UTF-8 and send it again.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        byte = raw[error.start]
        raise Refused(
            f"{name} is not UTF-8: on line {line} stands the byte 0x{byte:02x}. "
            "Save it as UTF-8 and send it again."
        ) from None
