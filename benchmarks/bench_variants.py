"""How long the variants of a sitting take: drawn and proven. The goal is 100 ms for 20.

That is CPU time: of the first sitting after the syllabus was read, and of one after a hundred others, when
most of what is drawn was proven before. Then all variants of 2,000 seeds, as the tests draw them.
"""

from __future__ import annotations

import os
import platform
import time

from quizzes.generators import Proofs, draw
from tests.quizzes.generators.shipped import material

GOAL = 0.1


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


if __name__ == "__main__":
    main()
