"""Two thousand damaged files of other systems: each gives a draft or a sentence, and raises nothing."""

from __future__ import annotations

import random
import re

import pytest

from quizzes.formats import exchange
from quizzes.formats.bank.codes import CODES
from tests.quizzes.formats.exchange.importing import SOURCES, importing
from tests.quizzes.formats.reading import SOUND, reading
from tests.quizzes.formats.test_bank_mutations import by_bytes, by_lines

CHUNKS, IN_EACH = 8, 250
REFUSALS = {"X001", "X002", "X003", "X004", "X005", "X006"}
TOKEN = re.compile(rb"[A-Za-z0-9-]+|\s+|.")
ODD = [
    b"{",
    b"}",
    b"~",
    b"=",
    b"#",
    b"####",
    b"->",
    b"::",
    b"\\",
    b"$CATEGORY:",
    b"//",
    b"{>3",
    b"%50%",
    b"[html]",
]
ODD += [
    b"<",
    b">",
    b"</question>",
    b"<question>",
    b"<text>",
    b"<![CDATA[",
    b"]]>",
    b"&",
    b"&amp;",
    b"<!--",
    b"-->",
]
ODD += [b"<answer>", b"ANSWER: B", b"A) x", b"\n\n", b"\0", b"\xff", b"\xef\xbb\xbf", b"<b>", b"<!DOCTYPE x>"]


def bases() -> list[tuple[str, bytes]]:
    bank = reading(SOUND).bank
    ours = [
        (f"a{exchange.SUFFIXES[form]}", exchange.write(bank, form).text.encode())
        for form in ("gift", "moodle")
    ]
    return [*ours, *((path.name, path.read_bytes()) for path in SOURCES)]


def by_tokens(raw: bytes, chance: random.Random) -> bytes:
    tokens = TOKEN.findall(raw)
    for _ in range(chance.randint(1, 4)):
        tokens[chance.randrange(len(tokens))] = chance.choice([*ODD, chance.choice(tokens)])
    return b"".join(tokens)


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_no_damage_raises_anything(chunk):
    chance = random.Random(chunk)
    sound = bases()
    read = 0
    for _ in range(IN_EACH):
        name, whole = chance.choice(sound)
        raw = chance.choice([by_bytes, by_lines, by_tokens])(whole, chance)
        found = importing(raw, file=name)
        lines = raw.count(b"\n") + raw.count(b"\r") + 1
        for told in (*found.losses, *found.at_source):
            assert 1 <= told.line <= lines + 1
            assert told.column >= 1
        assert {problem.code for problem in found.problems} <= CODES.keys() | REFUSALS
        assert found.text or found.problems
        assert (found.bank is None) == any(p.severity == "problem" for p in found.problems)
        read += bool(found.text)
    assert read > IN_EACH / 2


def test_what_was_read_once_is_read_the_same_again():
    for name, raw in bases():
        assert importing(raw, file=name) == importing(raw, file=name)
