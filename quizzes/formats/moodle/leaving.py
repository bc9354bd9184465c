"""What Moodle says of a question and ours does not: each is told, and nothing is passed over in silence."""

from __future__ import annotations

from collections.abc import Iterator

from kit.wording import listed, quoted
from quizzes.formats.foreign.found import Note
from quizzes.formats.moodle.elements import Element
from quizzes.formats.moodle.texts import text_of

_STANDARD = {  # what Moodle writes by itself, and who exports has not
    "",
    "your answer is correct.",
    "your answer is partially correct.",
    "your answer is incorrect.",
}
_COMBINED = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")
_USUAL = {"penalty": {"0", "0.1", "0.3333333", "0.33333", "1"}, "defaultgrade": {"1", "0"}, "hidden": {"0"}}
_ANY = (
    "name questiontext generalfeedback idnumber hint tags coursetags file image image_base64 shownumcorrect"
)
COMMON = {*_ANY.split(), *_USUAL, *_COMBINED}  # what is read of every kind
_OURS = ("multichoice", "multichoiceset", "truefalse", "match", "matching", "ordering")
_CHOOSING = "answer subquestion single shuffleanswers answernumbering showstandardinstruction"
_ORDERING = "layouttype selecttype selectcount gradingtype showgrading numberingstyle logical studentsee"
_OWN = {*_CHOOSING.split(), *_ORDERING.split()}  # what is read of the kinds that are ours
_READ = COMMON | _OWN
_MEANS = {
    "penalty": "a penalty of {} for each further try; here a question is answered once",
    "defaultgrade": "a mark of {}; here every question counts one",
    "hidden": "that it was hidden",
}


def left_behind(element: Element) -> Iterator[Note]:
    """What Moodle says of questions of any kind, and ours say not."""
    for name, usual in _USUAL.items():
        said = element.text(name)
        plain = said.rstrip("0").rstrip(".") or "0" if "." in said else said
        if said and plain not in usual:
            place = found.place if (found := element.first(name)) else None
            yield Note(f"not carried over: {_MEANS[name].format(plain)}", place)
    for name in _COMBINED:
        text = text_of(element.first(name), "html")
        if text and text.words.lower() not in _STANDARD:
            yield Note(f"not carried over: {quoted(text.words)}, told to everybody ({name})", text.place)
    hints = [text for hint in element.all("hint") if (text := text_of(hint, "html")) and text.raw]
    if hints:
        yield Note(f"not carried over: its hints {listed(hint.words for hint in hints)}", hints[0].place)
    if unsaid := _unsaid(element):
        yield Note(f"not carried over: what it says of {listed(unsaid)}")
    files = [file.attributes.get("name") or element.text("image") for file in _files(element)]
    if files:
        yield Note(f"not carried over: embedded files ({', '.join(map(quoted, files[:5]))})")


def _unsaid(element: Element) -> dict[str, str]:
    """What else it holds that says something, by name. The texts of a kind that is not ours are told as
    what it accepts.
    """
    ours = element.attributes.get("type") in _OURS
    said: dict[str, str] = {}
    for part in element.parts:
        if isinstance(part, Element) and part.name not in _READ and (ours or not part.has("text")):
            said[part.name] = part.text() or part.text("text")
    return {name: text for name, text in said.items() if text.strip("0.")}


def _files(element: Element) -> Iterator[Element]:
    """Embedded files, wherever they stand. The depth of an element is bounded, so is this."""
    for part in element.parts:
        if isinstance(part, Element):
            if part.name in ("file", "image_base64"):
                yield part
            yield from _files(part)
