"""`make bench`: every benchmark in this folder, one after the other. Each names the machine and its goal."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

for path in sorted(Path(__file__).parent.glob("bench_*.py")):
    print(f"\n== {path.stem}")
    import_module(f"benchmarks.{path.stem}").main()
