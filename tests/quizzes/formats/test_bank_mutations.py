"""Ten thousand damaged banks: whatever happened to a file, reading it tells problems and raises nothing."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

import pytest

from quizzes.formats.bank import write_bank
from quizzes.formats.bank.codes import CODES
from tests.quizzes.formats.reading import SOUND, reading

CHUNKS, IN_EACH = 20, 500
TOKEN = re.compile(rb"[A-Za-z0-9-]+|\s+|.")
MARKS = [bytes([mark]) for mark in b"[]{}:'\"|\\#?-&*!%~0@`\t\0\r\n\xff"]
ODD = [*MARKS, b"", b"- ", b": ", b"? ", b"true", b"null", b"&a ", b"*a", b"!t ", b"<<: ", b"---\n", b"...\n"]
ODD += [b"\xef\xbb\xbf", b"\xc2\x85", b"\xe2\x80\xa8"]


def bases() -> list[bytes]:
    """Each question of the sound bank in a bank of its own, and every sound example of the codes."""
    head, *questions = SOUND.decode().split("\n\n  - kind")
    alone = [f"{head[: head.index('questions:')]}questions:\n  - kind{q}\n".encode() for q in questions]
    return [*alone, *(code.good_file() for code in CODES.values())]


def by_bytes(raw: bytes, chance: random.Random) -> bytes:
    changed = bytearray(raw)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(changed) or 1)
        changed[at : at + chance.choice([0, 1, 1, 5])] = bytes(
            chance.choices(range(256), k=chance.choice([0, 1, 2]))
        )
    return bytes(changed)


def by_lines(raw: bytes, chance: random.Random) -> bytes:
    lines = raw.splitlines(keepends=True)
    for _ in range(chance.randint(1, 3)):
        at, to = chance.randrange(len(lines)), chance.randrange(len(lines))
        do = chance.randrange(4)
        if do == 0 and len(lines) > 1:
            del lines[at]
        elif do == 1:
            lines.insert(to, lines[at])
        elif do == 2:
            lines[at], lines[to] = lines[to], lines[at]
        else:
            lines[at] = b" " * chance.choice([1, 2, 4]) + lines[at]
    return b"".join(lines)


def by_tokens(raw: bytes, chance: random.Random) -> bytes:
    tokens = TOKEN.findall(raw)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(tokens))
        tokens[at] = chance.choice([*ODD, chance.choice(tokens), chance.choice(tokens)])
    return b"".join(tokens)


WAYS: list[Callable[[bytes, random.Random], bytes]] = [by_bytes, by_lines, by_tokens]


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_no_damage_raises_anything(chunk):
    chance = random.Random(chunk)
    sound = bases()
    for _ in range(IN_EACH):
        raw = chance.choice(WAYS)(chance.choice(sound), chance)
        read = reading(raw)
        lines = raw.count(b"\n") + raw.count(b"\r") + 1
        assert all(1 <= p.line <= lines + 1 and p.column >= 1 and p.code in CODES for p in read.problems)
        assert (read.bank is None) == any(p.severity == "problem" for p in read.problems)


def test_what_damage_leaves_sound_can_be_written_and_read_again():
    chance = random.Random(2026)
    survivors = 0
    for _ in range(400):
        bank = reading(by_tokens(chance.choice(bases()), chance)).bank
        if bank is not None:
            survivors += 1
            assert reading(write_bank(bank)).bank == bank
    assert survivors > 10
