"""The bytes of a file as text: encodings, and characters that text cannot hold."""

from __future__ import annotations

import pytest

from tests.kit.test_yamlsource import reading, told


@pytest.mark.parametrize(
    "character",
    [
        "\x00",
        "\x07",
        "\x1b",
        "\x7f",
        "\x85",
        "\x9f",
        "\u2028",
        "\u2029",
        "\ufeff",
        "\ufdd0",
        "\ufffe",
        "\uffff",
        "\U0001ffff",
        "\U0010fffe",
    ],
)
def test_characters_that_text_cannot_hold_are_refused_raw_and_escaped(character):
    escape = f"\\U{ord(character):08x}"

    assert told(f"a: b\nc: x{character}y") == ["2:5 B002"]
    assert told(f'a: b\nc: "x{escape}y"') == ["2:4 B002"]


def test_an_escaped_surrogate_is_refused():
    assert told('a: "\\ud83d\\ude00"') == ["1:4 B002"]


@pytest.mark.parametrize("character", ["\t", "\u200b", "\u202e", "\ufffd", "\u00a0", "\U0001f600"])
def test_other_characters_are_text(character):
    assert reading(f"a: 'x{character}y'").data == {"a": f"x{character}y"}


def test_a_byte_that_is_not_utf_8_is_told_where_it_is_and_the_rest_is_still_read():
    document = reading(b"a: caf\xe9\nb: \xe2\x82\xac\xe9\xe8 \xff\n<<: {c: d}\n")

    assert [f"{p.line}:{p.column} {p.code}" for p in document.problems] == [
        "1:7 B001", "2:5 B001", "2:8 B001", "3:1 B012",
    ]  # fmt: skip
    assert document.data is not None
    assert document.unfit(2)
    assert not document.unfit(4)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-16-le", "utf-32", "latin-1"])
def test_other_encodings_are_refused(encoding):
    assert {p.code for p in reading("a: caf\u00e9".encode(encoding)).problems} & {"B001", "B002"}


def test_a_file_full_of_rubbish_gives_a_short_list_and_no_data():
    for raw in (b"\xff\x00" * 5_000, bytes(range(256)) * 100, b"%TAG ! x\n" * 5_000):
        document = reading(raw)
        assert 0 < len(document.problems) <= 100
        assert document.data is None
