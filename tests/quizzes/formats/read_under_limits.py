"""Run as a program: reads the bank on standard input under limits, and tells what the check tells.

The limits of a process that a stranger's file may use: 2 s of CPU and 300 MB of address space. What importing
took is not the file's doing and does not count.
"""

from __future__ import annotations

import resource
import signal
import sys

MEGABYTE = 1024 * 1024


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (300 * MEGABYTE, 300 * MEGABYTE))
    from tests.quizzes.formats.reading import reading

    raw = sys.stdin.buffer.read()
    signal.setitimer(signal.ITIMER_PROF, 2)  # ends the process: RLIMIT_CPU counts whole seconds only
    problems = reading(raw).problems
    sys.stdout.write("".join(f"{p.line}:{p.column} {p.code}\n" for p in problems[:3]))
    sys.stdout.write(f"{len(problems)}\n")


if __name__ == "__main__":
    main()
