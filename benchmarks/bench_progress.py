"""How long /progress/ takes for a learner with 10,000 attempts beside one with 100. The goal is 1.5 times."""

from __future__ import annotations

from benchmarks import bench_review


def main() -> None:
    bench_review.main("/progress/")


if __name__ == "__main__":
    main()
