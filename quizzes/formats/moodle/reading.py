"""From the elements of a Moodle XML file to its questions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kit.unhtml import looks_like_html
from kit.wording import listed, quoted
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

_MARKUPS: dict[str, Markup] = {
    "html": "html",
    "moodle_auto_format": "moodle",
    "plain_text": "plain",
    "plain": "plain",
    "markdown": "markdown",
}
_STANDARD = {  # what Moodle writes by itself, and who exports has not
    "",
    "your answer is correct.",
    "your answer is partially correct.",
    "your answer is incorrect.",
}
_COMBINED = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")
_NUMBER = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{0,12})?")
_USUAL = {"penalty": {"0", "0.1", "0.3333333", "0.33333", "1"}, "defaultgrade": {"1", "0"}, "hidden": {"0"}}
_MEANS = {
    "penalty": "a penalty of {} for each further try; here a question is answered once",
    "defaultgrade": "a mark of {}; here every question counts one",
    "hidden": "that it was hidden",
}


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
        info = _text(element.first("info"), "moodle")
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
    asked = _text(element.first("questiontext"), "html") or Text("", "html", element.place)
    name = element.first("name")
    title = name.text("text") or name.text() if name else ""
    notes = list(_common_notes(element))
    body, more = _body(element, asked.markup)
    explain = _text(element.first("generalfeedback"), asked.markup)
    marks = element.first("tags")
    return Found(
        body=body,
        prompt=asked,
        explain=explain if explain and explain.raw else None,
        title=" ".join(title.split()),
        ident=element.text("idnumber"),
        tags=tuple(tag.text("text") or tag.text() for tag in marks.all("tag")) if marks else (),
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
    accepted = [text for answer in element.all("answer") if (text := _text(answer, markup)) and text.raw]
    return Other(kind or "question", tuple(accepted)), []


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
        prompt = _text(asked, markup)
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
    text = _text(element, markup) or Text("", markup, element.place)
    why = _text(element.first("feedback"), markup)
    share = element.attributes.get("fraction", "") or element.text("fraction")
    credit = float(share) if _NUMBER.fullmatch(share.strip()) else 0
    return Answer(text, credit, why if why and why.raw else None)


def _text(element: Element | None, default: Markup) -> Text | None:
    """The text of an element: in a `text` of its own or, in old files, as it is."""
    if element is None:
        return None
    inner = element.first("text")
    raw = inner.inner() if inner is not None else element.text()
    markup = _MARKUPS.get(element.attributes.get("format", ""), default)
    return Text(raw.strip(), markup, (inner or element).place)


def _flag(element: Element, name: str, *, default: bool) -> bool:
    said = element.text(name).lower()
    return default if not said else said in ("1", "true")


def _common_notes(element: Element) -> Iterator[Note]:
    """What Moodle says of questions of any kind, and ours say not."""
    for name, usual in _USUAL.items():
        said = element.text(name)
        plain = said.rstrip("0").rstrip(".") or "0" if "." in said else said
        if said and plain not in usual:
            place = found.place if (found := element.first(name)) else None
            yield Note(f"not carried over: {_MEANS[name].format(plain)}", place)
    for name in _COMBINED:
        text = _text(element.first(name), "html")
        if text and text.words.lower() not in _STANDARD:
            yield Note(f"not carried over: {quoted(text.words)}, told to everybody ({name})", text.place)
    hints = [text for hint in element.all("hint") if (text := _text(hint, "html")) and text.raw]
    if hints:
        yield Note(f"not carried over: its hints {listed(hint.words for hint in hints)}", hints[0].place)
    files = [file.attributes.get("name") or element.text("image") for file in _files(element)]
    if files:
        yield Note(f"not carried over: embedded files ({', '.join(map(quoted, files[:5]))})")


def _files(element: Element) -> Iterator[Element]:
    """Embedded files, wherever they stand. The depth of an element is bounded, so is this."""
    for part in element.parts:
        if isinstance(part, Element):
            if part.name in ("file", "image_base64"):
                yield part
            yield from _files(part)
