"""Aiken, the simplest of Moodle's text formats: https://docs.moodle.org/en/Aiken_format

A question in one line or several, its options each in a line that begins with a letter and `.` or `)`, and
`ANSWER: B`. There is one right option, and no explanation: every question of such a file is to be mended.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizzes.formats.foreign.found import (
    MOST_ANSWERS,
    Answer,
    Found,
    Note,
    Pick,
    Quiz,
    Text,
    Unread,
    few_enough,
)

_LINE = re.compile(r"[^\n]+")
_OPTION = re.compile(r"([A-Za-z])[.)][ \t]+(?=\S)")
_ANSWER = re.compile(r"ANSWER:[ \t]*(?P<letters>.{0,200})", re.IGNORECASE)
_MOST_LINES = 50  # of a question


def read(text: str) -> Quiz:
    """The questions of a decoded file, in its order. Raises Refused for too many."""
    return Quiz(questions=few_enough(_questions(text)))


def _questions(text: str) -> Iterator[Found]:
    held = _Held()
    number = 1
    at = 0
    for found in _LINE.finditer(text):
        number += text.count("\n", at, found.start())
        at = found.start()
        line = found.group().strip()
        place = (number, 1 + len(found.group()) - len(found.group().lstrip()))
        if not line:
            continue
        answer, option = _ANSWER.match(line), _OPTION.match(line)
        if answer:
            yield held.asked(place, answer["letters"])
            held = _Held()
        elif option and held.prompt:
            held.add(
                option[1].upper(), Text(line[option.end() :], "plain", (place[0], place[1] + option.end()))
            )
        elif held.options:  # a line that is neither, behind options: the next question begins
            yield held.broken("it has no ANSWER")
            held = _Held(Text(line, "plain", place))
        else:
            held.go_on(line, place)
    if held.prompt:
        yield held.broken("it has no ANSWER")


class _Held:
    """A question as far as it was read."""

    def __init__(self, prompt: Text | None = None) -> None:
        self.prompt = prompt
        self.lines = 1
        self.options: list[tuple[str, Text]] = []

    def go_on(self, line: str, place: tuple[int, int]) -> None:
        """One more line of the question's text."""
        if self.prompt is None:
            self.prompt = Text(line, "plain", place)
        elif self.lines < _MOST_LINES:
            self.prompt = Text(f"{self.prompt.raw}\n{line}", "plain", self.prompt.place)
        self.lines += 1

    def add(self, letter: str, text: Text) -> None:
        if len(self.options) < MOST_ANSWERS:
            self.options.append((letter, text))

    def asked(self, place: tuple[int, int], letters: str) -> Found:
        if self.prompt is None:
            return Found(
                body=Unread(),
                prompt=Text(f"ANSWER: {letters}", "plain", place),
                place=place,
                notes=(Note("there is an ANSWER and no question before it"),),
            )
        wanted = re.findall(r"\b[A-Z]\b", letters.upper())
        answers = tuple(
            Answer(text, 100 / len(wanted) if letter in wanted else 0) for letter, text in self.options
        )
        known = {letter for letter, _ in self.options}
        notes = [Note(f"there is no option {letter}", place) for letter in wanted if letter not in known]
        if not wanted:
            notes.append(Note("its ANSWER names no option", place))
        return self._found(Pick(answers, single=len(wanted) < 2), notes)

    def broken(self, message: str) -> Found:
        if not self.options:
            return self._found(Unread(), [Note(message)])
        return self._found(
            Pick(tuple(Answer(text) for _, text in self.options), single=True), [Note(message)]
        )

    def _found(self, body: Pick | Unread, notes: list[Note]) -> Found:
        prompt = self.prompt or Text("", "plain")
        if self.lines > _MOST_LINES:
            notes.append(Note(f"not carried over: what comes after {_MOST_LINES} lines of its text"))
        return Found(body=body, prompt=prompt, place=prompt.place, notes=tuple(notes))
