"""A file that an author sends: one bank, or a zip of several. Pure: bytes in; texts out, or why not.

Nothing is unpacked anywhere but in memory, and no more of it than a bank may have: a zip can say that it
holds little and hold much, or name files outside of itself.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from authoring.texts import Unusable, cleaned
from kit.wording import one_line
from kit.yamltext import MAX_BYTES

MEGABYTES: Final = MAX_BYTES // 2**20

MOST_FILES: Final = 50
"""Banks in one zip. Together they may be as long as one may be alone: each of them is checked at once."""

ENDINGS: Final = (".yaml", ".yml")

_ZIP: Final = b"PK\x03\x04"
_EMPTY_ZIP: Final = b"PK\x05\x06"
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
_BROKEN: Final = (BadZipFile, EOFError, zlib.error, NotImplementedError, RuntimeError, ValueError)


class Refused(Exception):
    """The file cannot be used; `str()` says why and what to do."""


@dataclass(frozen=True, slots=True)
class Received:
    """A bank's text as it came, ready to be kept; `called` is its file's name without its ending."""

    called: str
    text: str


def receive(name: str, raw: bytes) -> tuple[Received, ...]:
    """The banks in a file, in the order of the zip that it may be. Raises Refused; never empty."""
    if len(raw) > MAX_BYTES:
        raise Refused(f"{shown(name)} is longer than {MEGABYTES} MiB. Divide it into several banks.")
    if not raw:
        raise Refused(f"{shown(name)} is empty. Choose the file of a bank.")
    if raw.startswith((_ZIP, _EMPTY_ZIP)):
        return _unpacked(name, raw)
    if name.lower().endswith(".zip"):
        raise Refused(f"{shown(name)} is no zip, though it is called one. Choose another file.")
    return (_one(name, raw),)


def shown(name: str) -> str:
    """A file's name as a message has it: what stands before it in a path is left out."""
    return f"“{one_line(name.replace(chr(92), '/').rpartition('/')[2] or name, most=80)}”"


def _one(name: str, raw: bytes) -> Received:
    if not name.lower().endswith(ENDINGS):
        raise Refused(f"{shown(name)} is no bank that can be read here: a bank is a YAML file (.yaml).")
    if not raw.strip():
        raise Refused(f"{shown(name)} is empty. Choose the file of a bank.")
    try:
        text = cleaned(_decoded(name, raw))
    except Unusable as reason:
        raise Refused(f"{shown(name)}: {reason}") from None
    base = name.replace("\\", "/").rpartition("/")[2]
    return Received(one_line(base.rpartition(".")[0] or base, most=80), text)


def _decoded(name: str, raw: bytes) -> str:
    if raw.startswith(_UTF16):
        raise Refused(f"{shown(name)} is UTF-16. Save it as UTF-8 and send it again.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        byte = raw[error.start]
        raise Refused(
            f"{shown(name)} is not UTF-8: on line {line} stands the byte 0x{byte:02x}. "
            "Save it as UTF-8 and send it again."
        ) from None


def _unpacked(name: str, raw: bytes) -> tuple[Received, ...]:
    try:
        with ZipFile(BytesIO(raw)) as packed:
            wanted = list(_wanted(name, packed.infolist()))
            return tuple(_one(entry.filename, _read(name, packed, entry)) for entry in wanted)
    except _BROKEN:
        raise Refused(f"{shown(name)} is broken or locked. Pack it anew, without a password.") from None


def _wanted(name: str, entries: list[ZipInfo]) -> Iterator[ZipInfo]:
    """The entries that are files. Raises Refused for what no honest zip of banks has."""
    files = [entry for entry in entries if not entry.is_dir() and not _is_of_the_machine(entry.filename)]
    if not files:
        raise Refused(f"{shown(name)} holds no file. Put the files of your banks into it.")
    if len(files) > MOST_FILES:
        raise Refused(f"{shown(name)} holds {len(files)} files; at most {MOST_FILES} are read at once.")
    if sum(entry.file_size for entry in files) > MAX_BYTES:
        raise Refused(f"{shown(name)} holds more than {MEGABYTES} MiB. Send its banks in several.")
    for entry in files:
        path = entry.filename.replace("\\", "/")
        if path.startswith("/") or ":" in path.partition("/")[0] or ".." in path.split("/"):
            raise Refused(f"{shown(name)} names a file outside of itself. Pack it anew.")
        if entry.flag_bits & 1 or entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise BadZipFile
        yield entry


def _is_of_the_machine(path: str) -> bool:
    """What a computer packs along by itself: `__MACOSX/…`, `.DS_Store`."""
    return path.startswith("__MACOSX/") or path.rpartition("/")[2].startswith(".")


def _read(name: str, packed: ZipFile, entry: ZipInfo) -> bytes:
    """What is in an entry, as far as it is as long as it says."""
    with packed.open(entry) as opened:
        raw = opened.read(entry.file_size + 1)
    if len(raw) > entry.file_size:
        raise Refused(f"{shown(name)} holds more than it says. Pack it anew.")
    return raw
