"""What can be wrong with the text of a file, before anything is known of its meaning."""

from __future__ import annotations

from quizzes.formats.bank.codes.table import SOUND, Code

_CASE_A = "bank: caching\ntitle: Caching\n"
_QUESTIONS = SOUND["bank"].split("\n", 2)[2]


def _deep() -> bytes:
    return b"bank: " + b"[" * 17


def _large() -> bytes:
    return SOUND["bank"].encode() + b"# " + b"x" * (8 * 1024 * 1024)


def _many() -> bytes:
    return SOUND["bank"].encode() + b"more: [" + b"a," * 500_000 + b"]\n"


CODES = (
    Code(
        "B001",
        "The file is not UTF-8",
        "The place is that of the first byte that does not fit. Old editors save as Latin-1 or UTF-16.",
        "a file saved as Latin-1, in which é is the byte E9",
        _CASE_A + _QUESTIONS,
        made=lambda: SOUND["bank"].replace("Caching", "Cach\u00e9").encode("latin-1"),
    ),
    Code(
        "B002",
        "A character that text cannot hold",
        "Control characters other than tab and line ends, line and paragraph separators, a "
        "byte-order mark within "
        "the text, and code points that are no characters. Escapes in quotes count too: their place "
        "is that of "
        "the text they stand in.",
        'title: "Caching\\0"',
        "title: Caching",
        "bank",
    ),
    Code(
        "B003",
        "The file is too large",
        "A file may have 8 MiB. Split the bank.",
        "a file of more than 8 MiB",
        SOUND["bank"],
        made=_large,
    ),
    Code(
        "B004",
        "Not YAML",
        "The YAML cannot be read from this place on, so nothing is said of what follows. Most often "
        "a text with "
        '": " or a leading *, &, @ or ` needs quotes, or a line is not indented as far as its neighbours.',
        "title: Caching: the basics",
        'title: "Caching: the basics"',
        "bank",
    ),
    Code(
        "B005",
        "More than one document",
        "One file is one bank. The place is where the second document begins.",
        SOUND["bank"] + "---\nbank: more\n",
        SOUND["bank"],
    ),
    Code(
        "B006",
        "The file is not a mapping",
        "A bank is a mapping from bank, title and questions to what they are; a list or a lone text is none, "
        "and neither is an empty file.",
        "- bank: caching\n",
        SOUND["bank"],
    ),
    Code(
        "B007",
        "Nested too deep",
        "Lists and mappings may be nested 16 deep; the format itself needs nine.",
        "a list in a list in a list …, 17 deep",
        SOUND["bank"],
        made=_deep,
    ),
    Code(
        "B008",
        "Too many values",
        "A file may have 500,000 values and keys.",
        "a file with more than 500,000 values and keys",
        SOUND["bank"],
        made=_many,
    ),
    Code(
        "B009",
        "A YAML tag",
        "Tags (!!str, !include) are not allowed: plain text is text already, and nothing is included "
        "or built.",
        "title: !!str Caching",
        "title: Caching",
        "bank",
    ),
    Code(
        "B010",
        "A YAML directive",
        "Lines that begin with % before the document are not allowed.",
        "%YAML 1.2\n---\n" + SOUND["bank"],
        SOUND["bank"],
    ),
    Code(
        "B011",
        "An anchor or an alias",
        "Write repeated things out. Text that begins with * or & needs quotes, or it is taken for one.",
        "title: &name Caching",
        'title: "&name Caching"',
        "bank",
    ),
    Code(
        "B012",
        "A merge key",
        "<< is not allowed. Write the fields out.",
        "<<: {license: CC-BY-4.0}",
        "license: CC-BY-4.0",
        "bank",
    ),
    Code(
        "B013",
        "The same key twice",
        "The place is that of the second one; the message names the line of the first. Both are "
        "there in the file, "
        "so one would be lost silently.",
        "items:\n  clean: Clean\n  train: Train\n  test: Test\n  clean: Clean again",
        "items:\n  clean: Clean\n  train: Train\n  test: Test\n  clean-again: Clean again",
        "ordering",
    ),
    Code(
        "B014",
        "A key that is not text",
        "A list or a mapping cannot be a key.",
        "? [a, b]\n: c",
        "license: CC-BY-4.0",
        "bank",
    ),
)
