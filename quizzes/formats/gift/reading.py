"""From the text of a GIFT file to its questions. What cannot be read stays with its text as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kit.wording import quoted
from quizzes.formats.foreign.credit import order_notes
from quizzes.formats.foreign.found import (
    MOST_ANSWERS,
    Answer,
    Body,
    Found,
    Markup,
    Match,
    Note,
    Order,
    Other,
    Pair,
    Pick,
    Quiz,
    Text,
    Unread,
    few_enough,
)
from quizzes.formats.foreign.paths import path_of
from quizzes.formats.gift.scanning import Scanner, Span, unescaped

_WEIGHT = re.compile(r"[ \t\n]*%(-?[0-9]{1,3}(?:\.[0-9]{0,9})?)%")
_TRUTH = {"T": True, "TRUE": True, "F": False, "FALSE": False}
_ORDERING = re.compile(
    r">[ \t]*(?P<count>[0-9]{1,4})?[ \t]*(?P<select>ALL|EXACT|RANDOM|REL|CONTIGUOUS|CONTIG)?\b[ \t]*"
    r"(?:HORIZONTAL|HORI|H|VERTICAL|VERT|V|1|0)?\b[ \t]*"
    r"(?P<grading>ALL_OR_NOTHING|ABSOLUTE_POSITION|ABSOLUTE|ABS|RELATIVE[A-Z_]*|REL|LONGEST_[A-Z_]+)?\b[ \t]*"
    r"(?:SHOW|TRUE|YES|1|HIDE|FALSE|NO|0)?\b[ \t]*(?:none|abc|ABCD?|123|iii|IIII?)?[ \t]*(?=\n|$)",
    re.IGNORECASE,
)
_IDENT = re.compile(r"\[id:((?:\\\]|[^\]]){1,200})\]")
_TAG = re.compile(r"\[tag:((?:\\\]|[^\]]){1,200})\]")


def read(text: str) -> Quiz:
    """The questions of a decoded file, in its order. Raises Refused for too many."""
    return Quiz(questions=few_enough(_Reader(text).questions()))


class _Reader:
    def __init__(self, text: str) -> None:
        self.scanner = Scanner(text)
        self.category: tuple[str, ...] = ()

    def questions(self) -> Iterator[Found]:
        for span in self.scanner.questions():
            ident, tags = self._about(span.offset)
            if span.mask.startswith("$CATEGORY:"):
                self.category = path_of(unescaped(span.text.removeprefix("$CATEGORY:")).strip())
            else:
                yield self._question(span, ident, tags)

    def _about(self, end: int) -> tuple[str, tuple[str, ...]]:
        """What the comments above a question say: Moodle writes its id and its tags there."""
        ident, tags = "", list[str]()
        for text in self.scanner.comments(end):
            ident = next((found[1] for found in _IDENT.finditer(text)), ident).replace("\\]", "]")
            tags += [found[1].replace("\\]", "]") for found in _TAG.finditer(text)]
        return ident, tuple(tags)

    def _question(self, span: Span, ident: str, tags: tuple[str, ...]) -> Found:
        place, title, body = self.scanner.place(span), "", span
        if span.mask.startswith("::"):
            before, after = span.part(2).partition("::")
            if after is not None:
                title, body = unescaped(before.text).strip(), after.trimmed()
        notes: list[Note] = []
        prompt, asked, explain = self._asked(body, notes)
        return Found(
            body=asked,
            prompt=prompt,
            explain=explain if explain and explain.raw else None,
            title=" ".join(title.split()),
            ident=ident,
            tags=tags,
            category=self.category,
            place=place,
            notes=tuple(notes),
        )

    def _asked(self, span: Span, notes: list[Note]) -> tuple[Text, Body, Text | None]:
        start = span.mask.find("{")
        end = span.mask.find("}", start)
        if start < 0 and "}" not in span.mask:
            return self.scanner.said(span, "moodle"), Other("description"), None
        if start < 0 or end < 0 or span.mask.find("}") < start:
            what = '"}" that no "{" opens' if start < 0 or "}" in span.mask else '"{" that no "}" closes'
            notes.append(Note(f"there is a {what}, so this could not be read"))
            return Text(span.text, "plain", self.scanner.place(span)), Unread(), None
        if sum(span.mask.count(sign, start, end) for sign in "~=\n") > 5 * MOST_ANSWERS:
            notes.append(Note("it has more answers or lines than a question may have, so it was not read"))
            return Text(span.text, "plain", self.scanner.place(span)), Unread(), None
        before, answers, after = span.part(0, start), span.part(start + 1, end), span.part(end + 1).trimmed()
        prompt = self.scanner.said(before, "moodle")
        if after.text:
            rest = self.scanner.said(after, prompt.markup)
            gap = r"\_\_\_\_\_" if prompt.markup == "markdown" else "_____"
            space = "" if rest.raw[:1] in tuple(".,;:!?)") else " "
            prompt = Text(f"{prompt.raw} {gap}{space}{rest.raw}", prompt.markup, prompt.place)
            if "{" in after.mask:
                notes.append(
                    Note("only the first { } is an answer; the others are text", self.scanner.place(after))
                )
        explain = None
        if not answers.mask.lstrip().startswith(">") and (at := answers.mask.rfind("####")) >= 0:
            explain = self.scanner.said(answers.part(at + 4), prompt.markup)
            answers = answers.part(0, at)
        return prompt, self._body(answers.trimmed(), prompt.markup, notes), explain

    def _body(self, answers: Span, markup: Markup, notes: list[Note]) -> Body:
        mask = answers.mask
        if not mask:
            return Other("essay")
        if (head := _ORDERING.match(mask)) is not None:
            return self._order(answers, head, notes)
        if mask.startswith("#"):
            return Other("numerical", self._accepted(answers.part(1), markup))
        if "~" in mask:
            return self._pick(answers, markup)
        if "=" in mask and "->" in mask:
            return self._match(answers, markup, notes)
        word, wrong = answers.partition("#")
        if (truth := _TRUTH.get(word.trimmed().text.upper())) is not None:
            return self._truth(truth, wrong, markup)
        return Other("shortanswer", self._accepted(answers, markup))

    def _pick(self, answers: Span, markup: Markup) -> Pick:
        found = []
        for part in answers.split("~="):
            sign, rest = part.mask[:1], part.part(1) if part.mask[:1] in ("~", "=") else part
            if rest.trimmed().text:
                credit, rest = self._credit(rest, 100 if sign == "=" else 0)
                found.append(self._answer(rest, credit, markup))
        return Pick(tuple(found), single="=" in answers.mask)

    def _credit(self, span: Span, credit: float) -> tuple[float, Span]:
        weight = _WEIGHT.match(span.mask)
        return (float(weight[1]), span.part(weight.end())) if weight else (credit, span)

    def _answer(self, span: Span, credit: float, markup: Markup) -> Answer:
        text, why = span.partition("#")
        told = self.scanner.said(why, markup) if why else None
        return Answer(self.scanner.said(text, markup), credit, told if told and told.raw else None)

    def _match(self, answers: Span, markup: Markup, notes: list[Note]) -> Match:
        pairs = []
        for part in answers.split("="):
            rest = part.part(1) if part.mask[:1] == "=" else part
            prompt, response = rest.partition("->")
            if response is None and rest.trimmed().text:
                message = f'{quoted(rest.trimmed().text)} has no "->" and so no response'
                notes.append(Note(message, self.scanner.place(rest.trimmed())))
            if rest.trimmed().text:
                asked = self.scanner.said(prompt, markup)
                told = self.scanner.said(response, "plain", fixed=True) if response else None
                pairs.append(Pair(asked if asked.raw else None, told if told and told.raw else None))
        return Match(tuple(pairs))

    def _truth(self, truth: bool, told: Span | None, markup: Markup) -> Pick:
        """Right or wrong as a choice; the first text behind the word is for who is wrong, the second else."""
        wrong, right = told.partition("#") if told else (None, None)
        why = {
            truth: self.scanner.said(right, markup) if right else None,
            not truth: self.scanner.said(wrong, markup) if wrong else None,
        }
        answers = []
        for value, name in ((True, "True"), (False, "False")):
            reason = why[value]
            text = Text(name, "plain")
            answers.append(
                Answer(text, 100 if value is truth else 0, reason if reason and reason.raw else None)
            )
        return Pick(tuple(answers), single=True)

    def _accepted(self, answers: Span, markup: Markup) -> tuple[Text, ...]:
        found = []
        for part in answers.split("="):
            rest = part.part(1) if part.mask[:1] == "=" else part
            _, rest = self._credit(rest, 100)
            text = self.scanner.said(rest.partition("#")[0], markup)
            if text.raw and not text.raw.startswith("~"):
                found.append(text)
        return tuple(found)

    def _order(self, answers: Span, head: re.Match[str], notes: list[Note]) -> Order:
        rest, items = answers.part(head.end()), []
        for line in re.finditer(r"[^\n]+", rest.mask):
            text = self.scanner.said(rest.part(line.start(), line.end()), "moodle")
            if text.raw:
                items.append(Answer(text))
        notes += order_notes(head["select"] or "", head["count"] or "", head["grading"] or "", len(items))
        return Order(tuple(items))
