"""Banks in the formats of other systems, and ours: the one door in, and the one way out.

Whatever comes in becomes a bank in our YAML, as a draft where something must still be mended, and goes
through the same check. What could not be carried over is named for each question, with its place.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePosixPath
from typing import Literal, get_args

from kit.problems import Problem
from quizzes.formats import aiken, gift, moodle
from quizzes.formats.bank import Bank, Known, read_bank, write_bank
from quizzes.formats.foreign.carrying import carried, lost_of_bank
from quizzes.formats.foreign.decoding import decode
from quizzes.formats.foreign.drafting import Drafted, draft
from quizzes.formats.foreign.found import Loss, Refused
from quizzes.formats.foreign.names import slug as slug_of
from quizzes.formats.foreign.zipped import unzip

Format = Literal["yaml", "gift", "moodle", "aiken"]
Sniffed = Literal["yaml", "gift", "moodle", "aiken", "zip", "unknown"]
Written = Literal["yaml", "gift", "moodle"]
WRITTEN: tuple[Written, ...] = get_args(Written)
SUFFIXES: dict[Written, str] = {"yaml": ".yaml", "gift": ".gift.txt", "moodle": ".xml"}

_LOOK = 200_000  # bytes from which a format is told
_READERS = {"gift": gift.read, "moodle": moodle.read, "aiken": aiken.read}
_YAML = re.compile(r"^(?:bank|title|questions|description|language|license)[ \t]*:", re.MULTILINE)
_MOODLE = re.compile(r"<(?:quiz|question)[\s>]")
_AIKEN = re.compile(r"^[ \t]*ANSWER:[ \t]*[A-Z]\b", re.MULTILINE)
_OPTION = re.compile(r"^[ \t]*[A-Z][.)][ \t]", re.MULTILINE)
_GIFT = re.compile(r"^[ \t]*::|^[ \t]*\$CATEGORY:|(?<!\\)\{[^{}]{0,5000}\}", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of a file.

    `text` is the bank in our YAML, and a draft where `problems` says so; "" where the file could not be read
    at all. The places of `problems` are those of the text, those of `losses` are of the file.
    """

    file: str
    format: Sniffed
    text: str
    problems: tuple[Problem, ...]
    losses: tuple[Loss, ...] = ()
    bank: Bank | None = None
    questions: tuple[Drafted, ...] = ()

    @property
    def at_source(self) -> tuple[Problem, ...]:
        """The problems at the places of the file: each at its question, and naming it."""
        if self.format == "yaml" or not self.text:
            return self.problems
        starts = [question.line for question in self.questions]
        return tuple(self._placed(problem, bisect_right(starts, problem.line)) for problem in self.problems)

    def _placed(self, problem: Problem, number: int) -> Problem:
        if not number:
            return replace(problem, line=1, column=1)
        question = self.questions[number - 1]
        line, column = question.place
        return replace(problem, line=line, column=column, message=f"{question.key}: {problem.message}")


@dataclass(frozen=True, slots=True)
class Exported:
    """A bank as a file, and what that could not say."""

    text: str
    losses: tuple[Loss, ...] = ()


def sniff(raw: bytes, name: str) -> Sniffed:
    """What a file is, from how it begins; the ending of its `name` decides where that does not."""
    if raw.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    try:
        text, _ = decode(raw[:_LOOK])
    except Refused:
        return "unknown"
    if text.lstrip().startswith("<") and (_MOODLE.search(text) or "<!DOCTYPE" in text):
        return "moodle"
    ending = PurePosixPath(name).suffix.lower()
    if ending in (".yaml", ".yml") or _YAML.search(text):
        return "yaml"
    if _AIKEN.search(text) and _OPTION.search(text) and ending != ".gift":
        return "aiken"
    return "gift" if ending == ".gift" or _GIFT.search(text) else "unknown"


def read(raw: bytes, *, file: str, known: Known, today: date, slug: str = "", title: str = "") -> Imported:
    """The bank that a file holds, whatever its format. Never raises for what it holds.

    `slug` and `title` are for formats that name no bank; without them they are made of the file's name, and
    of the category of its questions. A zip is read if there is one file in it: `read_all` reads several.
    """
    found = list(read_all(raw, file=file, known=known, today=today, slug=slug, title=title))
    if len(found) == 1:
        return found[0]
    message = f"the zip holds {len(found)} files; one is wanted here. Send them one by one."
    return _refused(file, "zip", Refused("X004", message))


def read_all(
    raw: bytes, *, file: str, known: Known, today: date, slug: str = "", title: str = ""
) -> Iterator[Imported]:
    """The same for each file of a zip, one after the other, and for a file that is none.

    In a zip a file is named after both: `banks.zip/one.yaml`.
    """
    if sniff(raw, file) != "zip":
        yield _read(raw, file, known, today, slug, title)
        return
    try:
        files = unzip(raw)
    except Refused as refused:
        yield _refused(file, "zip", refused)
        return
    alone = len(files) == 1
    for name, content in files.items():
        if sniff(content, name) == "zip":
            yield _refused(f"{file}/{name}", "zip", Refused("X004", "a zip within a zip is not read."))
        else:
            given = (slug, title) if alone else ("", "")
            yield _read(content, f"{file}/{name}", known, today, *given)


def write(bank: Bank, form: Written) -> Exported:
    """The bank in a format, and for each question what that cannot say."""
    if form == "yaml":
        return Exported(write_bank(bank))
    questions = list(carried(bank))
    if form == "gift":
        text, more = gift.write(questions, bank.description)
    else:
        text, more = moodle.write(questions, bank.description, bank.slug)
    losses = [
        Loss("", 0, 0, "", f"not carried over: {n.message}") for n in (*lost_of_bank(bank), *more.get("", ()))
    ]
    for found in questions:
        notes = (*found.notes, *more[found.ident])
        losses += [Loss("", 0, 0, found.ident, f"not carried over: {note.message}") for note in notes]
    return Exported(text, tuple(losses))


def _read(raw: bytes, file: str, known: Known, today: date, slug: str, title: str) -> Imported:
    form = sniff(raw, file)
    if form == "yaml":
        read = read_bank(raw, file=file, judged="upload", known=known, today=today)
        return Imported(
            file=file,
            format="yaml",
            text=raw.decode("utf-8", errors="replace").removeprefix("\ufeff"),
            problems=read.problems,
            bank=read.bank,
        )
    try:
        if form not in _READERS:
            raise Refused("X001", _unknown(raw))
        text, notes = decode(raw)
        quiz = _READERS[form](text)
        if not quiz.questions:
            first = f" {quiz.notes[0].message[0].upper()}{quiz.notes[0].message[1:]}." if quiz.notes else ""
            raise Refused("X006", f"there is no question in it.{first}")
    except Refused as refused:
        return _refused(file, form, refused)
    quiz = replace(quiz, notes=(*notes, *quiz.notes))
    made = draft(quiz, file=file, slug=slug or _slug(file), title=title, known=known)
    checked = read_bank(made.text.encode(), file=file, judged="upload", known=known, today=today)
    return Imported(
        file=file,
        format=form,
        text=made.text,
        problems=checked.problems,
        losses=made.losses,
        bank=checked.bank,
        questions=made.questions,
    )


def _slug(file: str) -> str:
    stem = PurePosixPath(file.replace("\\", "/")).name.partition(".")[0]
    return slug_of(stem) or "imported"


def _unknown(raw: bytes) -> str:
    if raw.lstrip().startswith(b"<"):
        return "this is XML or HTML, but no quiz of Moodle. Export it from there as Moodle XML."
    return "this is none of the formats that are read: YAML, GIFT, Moodle XML, Aiken, or a zip of them."


def _refused(file: str, form: Sniffed, refused: Refused) -> Imported:
    problem = Problem(file, *refused.place, refused.code, refused.message)
    return Imported(file=file, format=form, text="", problems=(problem,))
