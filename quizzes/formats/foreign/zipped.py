"""Several files in a zip: looked at before anything is unpacked, and unpacked no further than it says."""

from __future__ import annotations

import io
import re
import struct
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
_LOCAL = b"PK\x03\x04"  # what a file in it begins with
_LOCAL_SIZE = 30
_ASIDE = re.compile(r"(?:^|/)(?:__MACOSX/|\.|Thumbs\.db$|desktop\.ini$)")
_ENCRYPTED = 0x1
_LINK = 0o120000
_FORMAT = 0o170000


def unzip(raw: bytes) -> dict[str, bytes]:
    """The files by name, in their order; folders and what systems put beside them are passed over.

    Raises Refused for what is no zip, is too large or too many, or has a name that leads out of it. A file
    that holds more than it claims is given cut, one byte longer than who reads it takes.
    """
    if len(raw) > MOST_PACKED:
        raise Refused("X004", f"the zip has {len(raw)} bytes; at most {MOST_PACKED // 1024**2} MiB are read.")
    if raw.count(_ENTRY) > 2 * MOST_FILES:
        raise Refused("X004", f"the zip has too many files; at most {MOST_FILES} are read.")
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as zipped:
            return _unpacked(raw, list(_wanted(zipped)))
    except (zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, EOFError, OSError, ValueError):
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


def _unpacked(raw: bytes, wanted: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    if not wanted:
        raise Refused("X004", "the zip is empty.")
    if len(wanted) > MOST_FILES:
        raise Refused("X004", f"the zip has {len(wanted)} files; at most {MOST_FILES} are read.")
    files: dict[str, bytes] = {}
    left = MOST_BYTES
    for info in wanted:
        if info.filename in files:
            raise Refused("X004", f"the zip has two files of the name {quoted(info.filename)}.")
        if info.file_size > MAX_BYTES:
            size = f"{quoted(info.filename)} in the zip holds more than {MAX_BYTES // 1024**2} MiB"
            raise Refused("X002", f"{size}. Divide it into several banks.")
        files[info.filename] = _content(raw, info, min(MAX_BYTES, left) + 1)
        left -= len(files[info.filename])
        if left < 0:
            raise Refused("X004", f"the zip holds more than {MOST_BYTES // 1024**2} MiB. Send it in parts.")
    return files


def _content(raw: bytes, info: zipfile.ZipInfo, most: int) -> bytes:
    """What a file holds, up to `most` bytes of it, whatever size it claims.

    ZipFile.read inflates all that is packed before it looks at the claim: a file that says 100 bytes may hold
    a hundred million.
    """
    mark, name, extra = struct.unpack_from("<4s22xHH", raw, info.header_offset)
    if mark != _LOCAL:
        raise zipfile.BadZipFile
    start = info.header_offset + _LOCAL_SIZE + name + extra
    packed = memoryview(raw)[start : start + info.compress_size]
    if len(packed) < info.compress_size:
        raise zipfile.BadZipFile
    if info.compress_type == zipfile.ZIP_STORED:
        content = bytes(packed[:most])
    elif info.compress_type == zipfile.ZIP_DEFLATED:
        content = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, most)
    else:
        raise zipfile.BadZipFile
    if len(content) < most and zlib.crc32(content) != info.CRC:
        raise zipfile.BadZipFile
    return content
