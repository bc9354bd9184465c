"""How long the variants of a sitting take: drawn and proven. The goal is 100 ms for 20.

That is CPU time: of the first sitting after the syllabus was read, and of one after a hundred others, when
most of what is drawn was proven before. Then the slowest of all topics, steps and traps that can be wished
for, with nothing proven before; the goal is half a second. Then all variants of 2,000 seeds, as the tests
draw them.
"""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Iterator
from typing import Any

from quizzes.generators import Proofs, draw
from quizzes.subjects import steps_of, traps_of
from tests.quizzes.generators.shipped import material

GOAL = 0.1
GOAL_OF_ANY_WISH = 0.5


def main() -> None:
    of = material()
    proofs = Proofs(of)
    first = _taken(proofs, 0)
    for seed in range(1, 100):
        _taken(proofs, seed)
    later = min(_taken(proofs, seed) for seed in range(100, 105))
    print(f"machine: {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}")
    print(f"20 variants: {first * 1000:.0f} ms at first, {later * 1000:.0f} ms later on")
    print(f"goal: under {GOAL * 1000:.0f} ms: {'met' if first < GOAL else 'MISSED'}")
    slowest, which, many = max(_wishes())
    print(f"slowest wish: {which}, {many} variants, {slowest * 1000:.0f} ms")
    print(
        f"goal: under {GOAL_OF_ANY_WISH * 1000:.0f} ms: {'met' if slowest < GOAL_OF_ANY_WISH else 'MISSED'}"
    )
    began, found, refused = time.process_time(), [], 0
    for seed in range(2_000):
        drawn = draw(of, seed=seed, count=10, proofs=proofs)
        found += [variant.fingerprint for variant in drawn.variants]
        refused += len(drawn.refused)
    took = time.process_time() - began
    distinct = len(set(found))
    print(f"{len(found)} variants of 2000 seeds, {took:.0f} s of CPU: {refused} refused, {distinct} distinct")


def _taken(proofs: Proofs, seed: int) -> float:
    began = time.process_time()
    drawn = draw(material(), seed=f"bench {seed}", count=20, proofs=proofs)
    assert len(drawn.variants) == 20
    return time.process_time() - began


def _wishes() -> Iterator[tuple[float, str, int]]:
    """What a sitting of 20 takes on each topic, step and trap, the traps that no sort plays on among them."""
    of = material()
    names = {
        name: step.key for step in reversed(of.steps) for name in (step.type, *step.current, *step.older)
    }
    wishes: list[dict[str, Any]] = [{"topic": topic.key} for topic in of.topics]
    wishes += [{"step": s.key, "fits": lambda q, key=s.key: key in steps_of(q, names)} for s in of.steps]
    wishes += [{"trap": trap, "fits": lambda q, key=trap: key in traps_of(q)} for trap in sorted(of.traps)]
    for wish in wishes:
        (sort, key), *_ = wish.items()
        began = time.process_time()
        drawn = draw(of, seed=f"{sort} {key}", count=20, proofs=Proofs(of), **wish)
        yield time.process_time() - began, f"{sort} {key}", len(drawn.variants)


if __name__ == "__main__":
    main()
