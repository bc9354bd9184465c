"""Run as a program: reads banks on standard input, each in a process of its own under limits.

The limits that a stranger's file may use: 2 s of CPU and 300 MB of address space. The processes are forked
off one that has imported everything, so what importing takes is neither counted nor done for each file.

In: length (8 bytes) and bytes of each bank. Out, for each: one line of JSON, [status, what it wrote].
"""

from __future__ import annotations

import json
import os
import resource
import sys

MEMORY = 300 * 1024 * 1024
SECONDS = 2


def main() -> None:
    from tests.quizzes.formats.reading import reading

    while length := int.from_bytes(sys.stdin.buffer.read(8), "big"):
        raw = sys.stdin.buffer.read(length)
        out, into = os.pipe()
        if not (child := os.fork()):
            _limit()
            os.write(into, _told(reading, raw))
            os._exit(0)
        os.close(into)
        with os.fdopen(out, encoding="utf-8") as written:
            told = written.read()
        print(json.dumps([os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), told]), flush=True)  # noqa: T201


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))  # counted from the fork on


def _told(reading, raw: bytes) -> bytes:
    try:
        problems = reading(raw).problems
    except BaseException as error:
        return repr(error).encode()
    lines = [f"{p.line}:{p.column} {p.code}" for p in problems[:3]]
    return "\n".join([*lines, f"{len(problems)} in all"]).encode()


if __name__ == "__main__":
    main()
