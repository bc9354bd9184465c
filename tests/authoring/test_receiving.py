"""A file that is sent becomes texts, or a sentence that says why not. Never an exception of another kind."""

from __future__ import annotations

import struct
from contextlib import suppress
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.receiving import MOST_FILES, Received, Refused, as_received, files_in
from kit.yamltext import MAX_BYTES

BANK = b"bank: a\ntitle: A\n"


def zipped(files: dict[str, bytes], method: int = ZIP_DEFLATED) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w", method) as into:
        for name, raw in files.items():
            into.writestr(name, raw)
    return packed.getvalue()


def receive(name: str, raw: bytes) -> tuple[Received, ...]:
    """As of a file in our own format."""
    return tuple(as_received(file) for file in files_in(name, raw) if file.form == "yaml")


def refusal(name: str, raw: bytes) -> str:
    with pytest.raises(Refused) as refused:
        receive(name, raw)
    return str(refused.value)


def test_one_file_is_one_bank_called_as_it_is() -> None:
    assert receive("C:\\banks\\loops.yaml", BANK) == (Received("loops", BANK.decode()),)


def test_a_byte_order_mark_and_the_ends_of_lines_are_put_right() -> None:
    (received,) = receive("a.yml", b"\xef\xbb\xbfbank: a\r\ntitle: A\rquestions:\n")
    assert received.text == "bank: a\ntitle: A\nquestions:\n"


def test_a_zip_is_several_banks_in_its_order_without_what_a_mac_adds() -> None:
    files = {
        "b/two.yaml": BANK,
        "one.yml": BANK,
        "__MACOSX/._one.yml": b"\0",
        "b/.DS_Store": b"\0",
        "c/": b"",
    }
    assert [received.called for received in receive("all.zip", zipped(files))] == ["two", "one"]
    assert len(receive("all", zipped(files, ZIP_STORED))) == 2  # by what it is, not by how it is called


@pytest.mark.parametrize(
    ("name", "raw", "told"),
    [
        ("a.yaml", b"", "“a.yaml” is empty."),
        ("a.yaml", b" \r\n\t", "“a.yaml” is empty."),
        ("a.yaml", b"x" * (MAX_BYTES + 1), "longer than 8 MiB"),
        ("a.yaml", b"bank: a\ntitle: \xe4\n", "on line 2 stands the byte 0xe4"),
        ("a.yaml", "bank: a\n".encode("utf-16"), "is UTF-16"),
        ("a.yaml", b"a: b\0", "Line 1 holds NUL"),
        ("a.docx", b"words", "is no bank that can be read"),
        ("picture.png", b"\x89PNG\r\n\x1a\n", "is no bank that can be read"),
        ("", b"words", "is no bank that can be read"),
        ("a.zip", b"words", "is no zip"),
        ("a\x1b[2J.zip", b"words", "“a\\u001b[2J.zip”"),
    ],
)
def test_what_cannot_be_a_bank_is_refused_with_a_sentence(name: str, raw: bytes, told: str) -> None:
    assert told in refusal(name, raw)


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({}, "the zip is empty"),
        ({"__MACOSX/x": b""}, "the zip is empty"),
        ({f"{n}.yaml": BANK for n in range(MOST_FILES + 1)}, "holds 51 files; at most 50"),
        ({"../a.yaml": BANK}, "leads out of it"),
        ({"/etc/a.yaml": BANK}, "leads out of it"),
        ({"b\\..\\..\\a.yaml": BANK}, "leads out of it"),
        ({"C:/a.yaml": BANK}, "leads out of it"),
        ({"a.yaml": BANK, "notes.txt": b"words"}, "“notes.txt” is no bank"),
        ({"a.yaml": BANK, "b.yaml": b""}, "“b.yaml” is empty"),
        ({"a.yaml": BANK, "b.yaml": b"\xff"}, "“b.yaml” is not UTF-8"),
        ({"a.yaml": b"\0" * 5_000_000, "b.yaml": b"\0" * 5_000_000}, "holds more than 8 MiB"),
        ({"inner.zip": zipped({"a.yaml": BANK})}, "“inner.zip” is a zip in a zip"),
    ],
)
def test_what_is_no_zip_of_banks_is_refused_with_a_sentence(files: dict[str, bytes], told: str) -> None:
    assert told in refusal("all.zip", zipped(files))


def test_a_zip_that_says_it_holds_little_and_holds_much_is_refused() -> None:
    bomb = zipped({"a.yaml": b"#" * 50_000_000})
    assert len(bomb) < 100_000
    small = bomb.replace(struct.pack("<I", 50_000_000), struct.pack("<I", 50))
    for told in (small, bomb):
        assert "holds more than 8 MiB" in refusal("all.zip", told)


def test_a_zip_that_cannot_be_unpacked_is_refused() -> None:
    whole = zipped({"a.yaml": BANK * 50})
    locked = bytearray(whole)
    locked[6] |= 1
    locked[whole.index(b"PK\x01\x02") + 8] |= 1
    spoilt = whole.replace(whole[60:64], b"\xff\xff\xff\xff", 1)
    assert "without a password" in refusal("all.zip", bytes(locked))
    for raw in (whole[:-30], spoilt, b"PK\x03\x04"):
        assert "the zip is damaged" in refusal("all.zip", raw)


@given(st.binary(max_size=300), st.integers(0, 400), st.text(max_size=20))
def test_nothing_else_ever_comes_out_of_it(noise: bytes, at: int, name: str) -> None:
    whole = zipped({"a.yaml": BANK, "b.yaml": BANK})
    for raw in (noise, whole[:at] + noise + whole[at + len(noise) :]):
        received: tuple[Received, ...] = ()
        with suppress(Refused):
            received = receive(name, raw)
        assert all(isinstance(each.text, str) for each in received)


def test_files_in_other_formats_are_known_by_what_they_are() -> None:
    gift, aiken = b"::a:: Which? {=This ~That}\n", b"Which?\nA. This\nB. That\nANSWER: A\n"
    files = files_in("all.zip", zipped({"one.txt": gift, "two.txt": aiken, "three.yaml": BANK}))
    assert [file.form for file in files] == ["gift", "aiken", "yaml"]
