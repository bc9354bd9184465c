"""No text makes the renderer slow: what could is refused, and a hunt finds nothing else."""

from __future__ import annotations

import random
import time

import pytest

from kit import hardness
from kit.hardness import ProseTooHard
from kit.prose import block

ATOMS = [
    "*", "**", "***", "_", "__", "*a", "**a*b", "`", "``a", "\\", "\\`", "&", "&a", "&#1", "!", "(",
    ")", "|", "a|b\n", "|-|\n", "> ", "- ", "+ ", "1. ", "- a\n", "    - a\n", "    ", "\n",
    "    a\n\n", "# a\n", "a\n=\n", "-\n", "~~~\n", "```a\n", "[", "[a](", "](", "[a]: b\n", "<",
    "<a ", "a@b", "http://a", "* * *\n", "***a**b*", "_a__b", "\"", "a ", "\U0001f600", "a  \n", "\t",
    "{a}",
]  # fmt: skip


def seconds(text: str) -> float:
    """CPU time to render it: the best of two, since the machine is shared; 0 where refused."""
    times = []
    for _ in range(2):
        start = time.process_time()
        try:
            block(text, limit=hardness.LESSON)
        except ProseTooHard:
            return 0.0
        times.append(time.process_time() - start)
        if times[0] < 0.2:
            break
    return min(times)


@pytest.mark.parametrize("before", ["", "x|y\n-|-\n"])
def test_no_repetition_makes_the_renderer_slow(before):
    """Hunts superlinear growth: eight times the text may not take thirty times as long."""
    chance = random.Random(2026)
    units = [*ATOMS, *("".join(chance.choices(ATOMS, k=chance.randint(2, 4))) for _ in range(60))]
    bad = []
    for unit in units:
        short, long = ((before + unit * size)[:size] for size in (1_250, 10_000))
        took = seconds(long)
        if took > 1 or (took > 0.25 and took > 30 * seconds(short)):
            bad.append((took, unit))
    assert not bad
