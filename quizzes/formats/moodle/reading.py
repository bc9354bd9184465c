"""From the elements of a Moodle XML file to its questions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kit.unhtml import looks_like_html
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
from quizzes.formats.moodle.elements import Broken, Element, questions
from quizzes.formats.moodle.leaving import COMMON, left_behind
from quizzes.formats.moodle.texts import text_of

_NUMBER = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{0,12})?")


def read(text: str) -> Quiz:
    """The questions of a decoded file, in its order. Raises Refused for what is no quiz, or too many."""
    reader = _Reader()
    return Quiz(
        questions=few_enough(reader.questions(text)),
        notes=tuple(reader.notes),
        description=reader.description,
    )


class _Reader:
    def __init__(self) -> None:
        self.category: tuple[str, ...] = ()
        self.categories = 0
        self.notes: list[Note] = []
        self.description: Text | None = None

    def questions(self, text: str) -> Iterator[Found]:
        for element in questions(text):
            if isinstance(element, Broken):
                yield from self._broken(element)
            elif element.attributes.get("type") == "category":
                self._category(element)
            else:
                yield _question(element, self.category)

    def _category(self, element: Element) -> None:
        named = element.first("category")
        self.category = path_of(named.text("text") or named.text() if named else "")
        info = text_of(element.first("info"), "moodle")
        self.categories += 1
        if info and info.raw and self.categories == 1:
            self.description = info
        elif info and info.raw:
            self.notes.append(
                Note(
                    f"not carried over: what is said of the category {quoted('/'.join(self.category))}",
                    info.place,
                )
            )

    def _broken(self, broken: Broken) -> Iterator[Found]:
        message = f"the XML is broken here: {broken.message}"
        if broken.text:
            yield Found(
                body=Unread(),
                prompt=Text(broken.text, "plain", broken.begins),
                category=self.category,
                place=broken.begins,
                notes=(Note(message, broken.place),),
            )
        else:
            self.notes.append(Note(message, broken.place))


def _question(element: Element, category: tuple[str, ...]) -> Found:
    asked = text_of(element.first("questiontext"), "html") or Text("", "html", element.place)
    name = element.first("name")
    title = name.text("text") or name.text() if name else ""
    notes = list(left_behind(element))
    body, more = _body(element, asked.markup)
    explain = text_of(element.first("generalfeedback"), asked.markup)
    tags = [tag for name in ("tags", "coursetags") for held in element.all(name) for tag in held.all("tag")]
    return Found(
        body=body,
        prompt=asked,
        explain=explain if explain and explain.raw else None,
        title=" ".join(title.split()),
        ident=element.text("idnumber"),
        tags=tuple(tag.text("text") or tag.text() for tag in tags),
        category=category,
        place=element.place,
        notes=(*notes, *more),
    )


def _body(element: Element, markup: Markup) -> tuple[Body, list[Note]]:
    kind = element.attributes.get("type", "")
    if len(element.all("answer")) + len(element.all("subquestion")) > MOST_ANSWERS:
        return Unread(), [Note("it has more answers than a question may have, so they were not read")]
    match kind:
        case "multichoice" | "multichoiceset":
            return _pick(element, markup, several=kind == "multichoiceset")
        case "truefalse":
            return _truth(element, markup), []
        case "match" | "matching":
            return _match(element, markup)
        case "ordering":
            return _order(element, markup)
    return Other(kind or "question", tuple(_accepted(element, markup))), []


def _accepted(element: Element, markup: Markup) -> Iterator[Text]:
    """What a kind that is not ours holds to be right or offers, whatever it calls it."""
    for part in element.parts:
        if not isinstance(part, Element) or part.name in COMMON:
            continue
        if part.name != "answer" and not part.has("text"):
            continue
        text = text_of(part, markup)
        if text and text.raw:
            around = part.text("tolerance")
            yield replace(text, raw=f"{text.raw} ± {around}") if around.strip("0.") else text


def _pick(element: Element, markup: Markup, *, several: bool) -> tuple[Pick, list[Note]]:
    answers = tuple(_answer(answer, markup) for answer in element.all("answer"))
    single = not several and _flag(element, "single", default=True)
    notes = []
    if (numbering := element.text("answernumbering")) not in ("", "abc", "none"):
        notes.append(Note(f"not carried over: the numbering of its options ({numbering})"))
    if several:
        answers = tuple(replace(answer, credit=answer.credit and 100 / _right(answers)) for answer in answers)
    return Pick(answers, single, shuffled=_flag(element, "shuffleanswers", default=True)), notes


def _right(answers: tuple[Answer, ...]) -> int:
    return sum(answer.credit > 0 for answer in answers) or 1


def _truth(element: Element, markup: Markup) -> Pick:
    """Old files name the two in their own language: then true is the first, as Moodle has it."""
    found = []
    for number, answer in enumerate(element.all("answer")):
        said = (answer.text("text") or answer.text()).lower()
        true = said == "true" if said in ("true", "false") else number == 0
        given = _answer(answer, markup)
        found.append(
            Answer(Text("True" if true else "False", "plain", answer.place), given.credit, given.why)
        )
    return Pick(tuple(found), single=True)


def _match(element: Element, markup: Markup) -> tuple[Match, list[Note]]:
    pairs, notes = [], list[Note]()
    for asked in element.all("subquestion"):
        prompt = text_of(asked, markup)
        answer = asked.first("answer")
        told = Text(answer.text("text") or answer.text(), "plain", answer.place) if answer else None
        if told and looks_like_html(told.raw):
            notes.append(
                Note("HTML in a response is shown as it is written: Moodle has plain text there", told.place)
            )
        pairs.append(Pair(prompt if prompt and prompt.raw else None, told if told and told.raw else None))
    if not _flag(element, "shuffleanswers", default=True):
        notes.append(Note("not carried over: that its responses are not shuffled; here they are"))
    return Match(tuple(pairs)), notes


def _order(element: Element, markup: Markup) -> tuple[Order, list[Note]]:
    """The order is that of the file: so Moodle reads it. Before 2013 two fields had other names."""
    items = tuple(_answer(answer, markup) for answer in element.all("answer"))
    select = element.text("selecttype") or element.text("logical")
    count = element.text("selectcount") or element.text("studentsee")
    notes = order_notes(select, count, element.text("gradingtype"), len(items))
    if (numbering := element.text("numberingstyle")) not in ("", "none"):
        notes.append(Note(f"not carried over: the numbering of its items ({numbering})"))
    credit = [item.credit for item in items]
    if len(set(credit)) > 1 and credit != sorted(credit):
        notes.append(Note("its fractions are not in the order of its items; the order of the file was taken"))
    return Order(items), notes


def _answer(element: Element, markup: Markup) -> Answer:
    text = text_of(element, markup) or Text("", markup, element.place)
    why = text_of(element.first("feedback"), markup)
    share = element.attributes.get("fraction", "") or element.text("fraction")
    credit = float(share) if _NUMBER.fullmatch(share.strip()) else 0
    return Answer(text, credit, why if why and why.raw else None)


def _flag(element: Element, name: str, *, default: bool) -> bool:
    said = element.text(name).lower()
    return default if not said else said in ("1", "true")
