"""Several files in a zip: looked at before anything is unpacked, and unpacked no further than it says."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from kit.wording import quoted
from kit.yamltext import MAX_BYTES
from quizzes.formats.foreign.found import Refused

MOST_FILES = 100
MOST_BYTES = 32 * 1024 * 1024
MOST_PACKED = 16 * 1024 * 1024
_ENTRY = b"PK\x01\x02"  # what every entry of a zip's table of contents begins with
_ASIDE = re.compile(r"(?:^|/)(?:__MACOSX/|\.|Thumbs\.db$|desktop\.ini$)")
_ENCRYPTED = 0x1
_LINK = 0o120000
_FORMAT = 0o170000


def unzip(raw: bytes) -> dict[str, bytes]:
    """The files by name, in their order; folders and what systems put beside them are passed over.

    Raises Refused for what is no zip, is too large or too many, or has a name that leads out of it.
    """
    if len(raw) > MOST_PACKED:
        raise Refused("X004", f"the zip has {len(raw)} bytes; at most {MOST_PACKED // 1024**2} MiB are read.")
    if raw.count(_ENTRY) > 2 * MOST_FILES:
        raise Refused("X004", f"the zip has too many files; at most {MOST_FILES} are read.")
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as zipped:
            return _unpacked(zipped, list(_wanted(zipped)))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError, RuntimeError):
        raise Refused(
            "X004", "the zip is damaged, or packed in a way that is not read. Pack it anew."
        ) from None


def _wanted(zipped: zipfile.ZipFile) -> Iterator[zipfile.ZipInfo]:
    for info in zipped.infolist():
        name = info.filename
        if name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or ":" in name or "\0" in name:
            raise Refused("X004", f"the zip has a file whose name leads out of it: {quoted(name)}.")
        if info.is_dir() or _ASIDE.search(name):
            continue
        if info.flag_bits & _ENCRYPTED:
            raise Refused("X004", f"{quoted(name)} in the zip is encrypted. Pack it without a password.")
        if (info.external_attr >> 16) & _FORMAT == _LINK:
            raise Refused("X004", f"{quoted(name)} in the zip is a link. Pack the file itself.")
        yield info


def _unpacked(zipped: zipfile.ZipFile, wanted: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    if not wanted:
        raise Refused("X004", "the zip is empty.")
    if len(wanted) > MOST_FILES:
        raise Refused("X004", f"the zip has {len(wanted)} files; at most {MOST_FILES} are read.")
    files: dict[str, bytes] = {}
    left = MOST_BYTES
    for info in wanted:
        if info.filename in files:
            raise Refused("X004", f"the zip has two files of the name {quoted(info.filename)}.")
        left -= info.file_size  # what is unpacked is never more than a file claims, whatever it holds
        if info.file_size > MAX_BYTES:
            size = f"{quoted(info.filename)} in the zip holds more than {MAX_BYTES // 1024**2} MiB"
            raise Refused("X002", f"{size}. Divide it into several banks.")
        if left < 0:
            raise Refused("X004", f"the zip holds more than {MOST_BYTES // 1024**2} MiB. Send it in parts.")
        files[info.filename] = zipped.read(info)
    return files
