"""Giants: files made to hang, to crash or to fill the memory of whoever reads them.

Each is read by a process of its own under 2 s of CPU and 300 MB, and gives its problem at the exact place.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys

import pytest

from tests.quizzes.formats.reading import HERE

ROOT = HERE.parents[2]
HEAD = b"bank: a\ntitle: A\nquestions:\n"
QUESTION = (
    b"  - {kind: choice, key: %s, prompt: Which?, explain: So., "
    b"options: {a: {text: A, correct: true}, b: B}}\n"
)
MILLION = 1_000_000

GIANTS: dict[str, tuple[bytes, list[str]]] = {
    "fifty thousand lists in lists": (b"bank: " + b"[" * 50_000, ["1:22 B007"]),
    "a million lists in lists": (b"bank: " + b"[" * MILLION, ["1:22 B007"]),
    "fifty thousand mappings in mappings": (b"bank: " + b"{a: " * 50_000, ["1:67 B007"]),
    "fifty thousand dashes": (b"bank:\n" + b"- " * 50_000, ["2:31 B007"]),
    "fifty thousand question marks": (b"? " * 50_000, ["1:33 B007"]),
    "fifty thousand lines, each further in": (
        b"".join(b" " * i + b"a:\n" for i in range(3_000)),
        ["17:17 B007"],
    ),
    "600,000 items": (HEAD + b"more: [" + b"a," * 600_000 + b"]", ["4:999990 B008"]),
    "600,000 lines of items": (HEAD + b"- b\n" * 600_000, ["499997:3 B008"]),
    "260,000 fields": (b"".join(b"k%d: v\n" % i for i in range(260_000)), ["250000:10 B008"]),
    "the same field 400,000 times": (HEAD + b"a: b\n" * 400_000, ["250000:4 B008"]),
    "a hundred thousand empty lists": (
        b"bank: [" + b"[]," * 100_000 + b"]",
        ["1:1 B015", "1:1 B015", "1:7 B018"],
    ),
    "nine megabytes of text": (HEAD + QUESTION % b"a" + b"# " + b"x" * 9 * MILLION, ["1:1 B003"]),
    "nine megabytes of nothing": (b" " * 9 * MILLION, ["1:1 B003"]),
    "eight megabytes of line feeds": (b"\n" * 8 * MILLION, ["1:1 B006"]),
    "eight megabytes of NUL": (b"\0" * 8 * MILLION, ["1:1 B002"]),
    "eight megabytes that are not UTF-8": (b"\xff" * 8 * MILLION, ["1:1 B001"]),
    "four million bad bytes between good ones": (b"\xffa" * 4 * MILLION, ["1:1 B001"]),
    "eight megabytes of comments": (b"#\n" * 4 * MILLION, ["1:1 B006"]),
    "half a million tag directives": (b"%TAG !a! b\n" * 500_000 + b"---\n" + HEAD, ["1:1 B010"]),
    "half a million tag directives behind a bank": (
        HEAD + QUESTION % b"a" + b"...\n" + b"%TAG !a! b\n" * 500_000,
        ["6:1 B005"],
    ),
    "two million documents": (HEAD + QUESTION % b"a" + b"---\n" * 2 * MILLION, ["5:1 B005"]),
    "a text of eight megabytes in quotes": (b"bank: '" + b"x\n" * 4 * MILLION, ["1:7 B004"]),
    "a quoted text of escapes": (b'bank: "' + b"\\0" * 4 * MILLION + b'"', ["1:7 B002"]),
    "eight megabytes of colons": (b":" * 8 * MILLION, ["1:8000000 B004"]),
    "a title of seven megabytes": (
        b"bank: a\nquestions: []\ntitle: " + b"x" * 7 * MILLION,
        ["2:12 B017", "3:8 B019"],
    ),
    "a key of seven megabytes": (
        HEAD + QUESTION % b"a" + b"? " + b"x" * 7 * MILLION + b"\n: y",
        ["5:3 B016"],
    ),
    "a slug of seven megabytes": (HEAD + QUESTION % (b"k" * 7 * MILLION), ["4:25 B022"]),
    "an alias bomb": (
        b"a: &a [x,x,x,x,x,x,x,x,x]\n"
        + b"".join(
            b"%c: &%c [%s]\n" % (97 + i, 97 + i, b",".join([b"*%c" % (96 + i)] * 9)) for i in range(1, 12)
        ),
        ["1:4 B011"],
    ),
    "an alias of itself": (b"bank: &a [*a]\n", ["1:7 B011"]),
    "a hundred thousand anchors": (HEAD + b"- &a b\n" * 100_000, ["4:3 B011"]),
    "fifty thousand questions": (
        HEAD + b"  - {kind: choice}\n" * 50_000,
        ["4:3 B027"],
    ),
    "a case of fifty thousand questions": (
        HEAD + b"  - kind: case\n    questions:\n" + b"      - {kind: choice}\n" * 50_000,
        ["4:3 B027"],
    ),
    "a hundred thousand unknown fields": (
        HEAD + QUESTION % b"a" + b"".join(b"k%d: v\n" % i for i in range(100_000)),
        ["1:1 B018"],
    ),
    "a question of fifty thousand options": (
        HEAD
        + b"  - kind: choice\n    key: a\n    prompt: Which?\n    explain: So.\n    options:\n"
        + b"".join(b"      o%d: x\n" % i for i in range(50_000)),
        ["9:7 B028"],
    ),
    "fifty thousand topics": (
        HEAD
        + b"  - kind: choice\n    key: a\n    prompt: Which?\n    explain: So.\n"
        + b"    options: {a: {text: A, correct: true}, b: B}\n"
        + b"    topics: ["
        + b"A b," * 50_000
        + b"]\n",
        ["4:5 B018", "9:13 B028"],
    ),
    "fifty thousand topics that could be": (
        HEAD
        + (QUESTION % b"a").rstrip()[:-1]
        + b", topics: ["
        + b",".join(b"t%d" % i for i in range(50_000))
        + b"]}\n",
        ["4:112 B028"],
    ),
    "eighty thousand passages of two thousand questions": (
        HEAD
        + b"".join(
            (QUESTION % (b"q%d" % i)).rstrip()[:-1]
            + b", reread: ["
            + b",".join(b"t%d#a%d" % (j, i) for j in range(40))
            + b"]}\n"
            for i in range(2_000)
        ),
        ["4:114 B054"],
    ),
    "needs of fifty thousand items": (
        HEAD
        + b"  - kind: ordering\n    key: a\n    prompt: Which?\n    explain: So.\n"
        + b"    items: {a: A, b: B}\n    needs:\n"
        + b"".join(b"      o%d: [a]\n" % i for i in range(50_000)),
        ["10:7 B028"],
    ),
    "a need for fifty thousand items": (
        HEAD
        + b"  - kind: ordering\n    key: a\n    prompt: Which?\n    explain: So.\n    items: {a: A, b: B}\n"
        + b"    needs: {b: ["
        + b",".join(b"o%d" % i for i in range(50_000))
        + b"]}\n",
        ["9:16 B028"],
    ),
    "an example of fifty thousand options": (
        HEAD
        + (QUESTION % b"a").rstrip()[:-1]
        + b", examples: [{correct: true, response: ["
        + b",".join(b"o%d" % i for i in range(50_000))
        + b"]}]}\n",
        ["4:141 B028"],
    ),
    "twenty thousand examples": (
        HEAD
        + b"  - kind: choice\n    key: a\n    prompt: Which?\n    explain: So.\n"
        + b"    options: {a: {text: A, correct: true}, b: B}\n    examples:\n"
        + b"      - {response: [a], correct: true}\n" * 20_000,
        ["10:7 B028"],
    ),
    "brackets for a renderer": (
        HEAD + (QUESTION % b"a").replace(b"Which?", b"'" + b"[" * 5_000 + b"'"),
        ["4:36 B025"],
    ),
    "quotes in quotes for a renderer": (
        HEAD + (QUESTION % b"a").replace(b"Which?", b"'" + b"> " * 2_400 + b"x'"),
        ["4:36 B025"],
    ),
}


def under_limits(raws: list[bytes], program: str = "") -> list[tuple[int, str]]:
    """(exit status, what was told) for each."""
    start = f"{program}\nfrom tests.quizzes.formats.read_under_limits import main\nmain()"
    sent = b"".join(len(raw).to_bytes(8, "big") + raw for raw in raws)
    command = [sys.executable, "-c", start]
    done = subprocess.run(command, input=sent, capture_output=True, cwd=ROOT, check=True)
    return [(status, told) for status, told in map(json.loads, done.stdout.splitlines())]


@pytest.mark.parametrize("part", range(4))
def test_every_giant_is_refused_at_its_place_within_the_limits(part):
    names = list(GIANTS)[part::4]
    ran = dict(zip(names, under_limits([GIANTS[name][0] for name in names]), strict=True))
    for name in [name for name in names if ran[name][0] == -signal.SIGXCPU]:  # a busy machine: once more
        (ran[name],) = under_limits([GIANTS[name][0]])

    expected = {name: GIANTS[name][1] for name in names}
    assert {name: told.split("\n")[: len(expected[name])] for name, (_, told) in ran.items()} == expected
    assert {status for status, _ in ran.values()} == {0}


def test_the_limits_are_there():
    """Who takes more memory or time does not come back: the test above says something."""
    program = "import tests.quizzes.formats.reading as reading\nreading.reading = lambda raw: {}"

    (hungry,) = under_limits([b"a"], program.format("bytearray(400 * 1024 * 1024)"))
    (endless,) = under_limits([b"a"], program.format("sum(1 for _ in iter(int, 1))"))

    assert hungry == (0, "MemoryError()")
    assert endless[0] == -signal.SIGXCPU
