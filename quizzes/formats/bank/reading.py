"""The door in: bytes of a file to a sound bank, or to everything that must be put right in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from kit.document import Document, Path, Scalar
from kit.shape import validate
from kit.wording import did_you_mean, listed, quoted
from kit.yamlsource import read
from quizzes.engines import KINDS, Question, Written
from quizzes.formats.bank import forms
from quizzes.formats.bank.building import case_of, question_of
from quizzes.formats.bank.entry import Entry, Notes
from quizzes.formats.bank.model import Bank, Judged, Known, Print, ReadBank, ReadEntry
from quizzes.formats.bank.rules import (
    choice,
    examples,
    exams,
    matching,
    ordering,
    references,
    shipped,
    sizes,
    sources,
    texts,
    whole,
)

INNER = tuple(kind for kind in KINDS if kind != "case")
_TELLING = {"items": "ordering", "prompts": "matching", "options": "choice", "questions": "case"}
_RULES = {"ordering": ordering.check, "matching": matching.check, "choice": choice.check}


def read_bank(raw: bytes, *, file: str, judged: Judged, known: Known, today: date) -> ReadBank:
    """Read one file. `file` is its name in messages, `today` what sources are dated against.

    Never raises for what the file holds. All problems are told in one run; there is a bank only without any.
    """
    document = read(raw, file=file)
    notes = Notes(document)
    if document.data is None:
        return ReadBank(bank=None, problems=notes.told())
    return _Reader(document, notes, judged, known, today).read()


class _Reader:
    def __init__(self, document: Document, notes: Notes, judged: Judged, known: Known, today: date) -> None:
        self.document = document
        self.notes = notes
        self.judged = judged
        self.known = known
        self.today = today
        self.entries: list[Entry] = []
        self.prints: list[Print] = []
        self.found: list[ReadEntry] = []

    def read(self) -> ReadBank:
        head = self._shape(forms.BankAsRead)
        top = self._entry((), self.document.data or {})
        texts.check(top)
        asked = top.data.get("questions")
        written: tuple[Written, ...] = ()
        if isinstance(asked, list) and self._few_enough(top, asked):
            written = tuple(question for question in self._entries(asked) if question is not None)
        whole.check_keys(self.entries)
        whole.check_lengths([entry for entry in self.entries if entry.data.get("kind") == "choice"])
        self._check_twice()
        slug = top.text("bank") or ""
        return ReadBank(
            bank=self._bank(head, written) if head is not None and not len(self.notes) else None,
            problems=self.notes.told(),
            slug=str(slug),
            title=str(top.text("title") or ""),
            slug_place=self.document.place(("bank",)),
            prints=tuple(self.prints),
            entries=tuple(self.found),
        )

    def _entries(self, asked: list[Any]) -> Iterator[Written | None]:
        for i, data in enumerate(asked):
            kind = self._kind(("questions", i), data, tuple(KINDS))
            self._find(("questions", i), kind)
            if kind == "case":
                yield self._case(self._entry(("questions", i), {**data, "kind": kind}))
            elif kind is not None:
                yield self._question(self._entry(("questions", i), {**data, "kind": kind}), kind)

    def _case(self, entry: Entry) -> Written | None:
        self.entries.append(entry)
        before, at = len(self.notes), len(self.found) - 1
        head = self._shape(forms.CaseAsRead, entry)
        if not sizes.check(entry):
            return None
        self._common(entry)
        sound = head is not None and len(self.notes) == before
        inner = entry.data.get("questions")
        questions: list[Question | None] = []
        for i, data in enumerate(inner if isinstance(inner, list) else ()):
            path = (*entry.path, "questions", i)
            if isinstance(data, dict) and data.get("kind") == "case":
                entry.problem("B029", "a case cannot hold another case", "questions", i, "kind")
                self._find(path, None)
                continue
            kind = self._kind(path, data, INNER)
            self._find(path, kind)
            if kind is not None:
                questions.append(self._question(self._entry(path, {**data, "kind": kind}, of=entry), kind))
        if isinstance(inner, list) and len(inner) == 1:
            entry.problem("B037", "a case has at least 2 questions, not 1", "questions")
        case = case_of(head, [question for question in questions if question is not None]) if sound else None
        self.found[at] = replace(self.found[at], written=case)
        return case if len(self.notes) == before else None

    def _question(self, entry: Entry, kind: str) -> Question | None:
        self.entries.append(entry)
        before = len(self.notes)
        form = self._shape(forms.QUESTION_FORMS[kind], entry)
        if not sizes.check(entry):
            return None
        gradable = _RULES[kind](entry)
        examples.check(entry, gradable)
        self._common(entry)
        shipped.check(entry)
        exams.check(entry)
        if form is None or len(self.notes) > before:
            return None
        question = question_of(form)
        self.found[-1] = replace(self.found[-1], written=question)
        self.prints.append(
            Print(
                self.document.file, *self.document.place(entry.path), question.key, whole.print_of(question)
            )
        )
        return question

    def _find(self, path: Path, kind: str | None) -> None:
        data, _ = self.document.at(path)
        entry = self._entry(path, data if isinstance(data, dict) else {})
        text = entry.text("prompt") or entry.text("title") or entry.text("scenario") or ""
        self.found.append(
            ReadEntry(
                path=path,
                place=self.document.place(path),
                kind=kind or "",
                key=str(entry.text("key") or ""),
                text=str(text),
            )
        )

    def _common(self, entry: Entry) -> None:
        texts.check(entry)
        references.check(entry)
        sources.check(entry, self.today)

    def _shape(self, form: Any, entry: Entry | None = None) -> Any:
        path, data = (entry.path, entry.data) if entry else ((), None)
        value, problems = validate(form, self.document, path, data=data)
        for problem in problems:
            self.notes.add(problem)
        return value

    def _entry(self, path: tuple[str | int, ...], data: Mapping[str, Any], of: Entry | None = None) -> Entry:
        return Entry(self.notes, path, data, self.judged, self.known, of)

    def _kind(self, path: tuple[str | int, ...], data: Any, kinds: tuple[str, ...]) -> str | None:
        """The kind of question that `data` is.

        Where it does not say, or says none there is, that is noted, and its other fields tell: so one slip in
        the kind hides nothing else. None where they do not tell either.
        """
        entry = self._entry(path, data if isinstance(data, dict) else {})
        if not isinstance(data, dict):
            entry.problem("B018", f"a question is a mapping that begins with its kind: {listed(kinds)}")
            return None
        kind = data.get("kind")
        if kind is None:
            if not self.document.merged(path):
                entry.problem("B015", '"kind" is missing', at="first")
        elif not isinstance(kind, Scalar):
            entry.problem("B018", f"one of {listed(kinds)} is wanted here", "kind")
        elif kind in kinds:
            return str(kind)
        else:
            message = f"{quoted(kind)} is not a kind of question ({listed(kinds)}){did_you_mean(kind, kinds)}"
            entry.problem("B026", message, "kind")
        return next((kind for field, kind in _TELLING.items() if field in data and kind in kinds), None)

    def _few_enough(self, top: Entry, asked: list[Any]) -> bool:
        inner = (data.get("questions") for data in asked if isinstance(data, dict))
        count = len(asked) + sum(len(questions) - 1 for questions in inner if isinstance(questions, list))
        if count > sizes.MOST_QUESTIONS:
            top.problem("B027", f"{count} questions; a bank has at most {sizes.MOST_QUESTIONS}", "questions")
        return count <= sizes.MOST_QUESTIONS

    def _check_twice(self) -> None:
        seen: dict[str, Print] = {}
        for found in self.prints:
            first = seen.setdefault(found.content, found)
            if first is not found:
                message = f"this asks the same as {quoted(first.key)} (line {first.line})"
                place = (found.line, found.column)
                self.notes.add(self.document.problem("B064", message, place, severity="warning"))

    def _bank(self, head: forms.BankAsRead, questions: tuple[Written, ...]) -> Bank:
        return Bank(
            slug=head.bank,
            title=head.title,
            questions=questions,
            description=head.description or "",
            language=head.language,
            license=head.license or "",
        )
