"""The questions of a Moodle XML file as small trees, one at a time, each element knowing its place.

Expat reads it: no document type, so no entities but those of HTML; no network; no tree of the whole file.
What is wrong with the XML of one question costs that question: reading goes on at the next.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.entities import html5
from xml.parsers import expat

from quizzes.formats.foreign.found import Place, Refused
from quizzes.formats.foreign.places import Places

MOST_ELEMENTS = 200_000
MOST_OF_A_QUESTION = 2_000
MOST_DEEP = 40
MOST_BREAKS = 50  # of the XML: after so many it is none
LONGEST = 50_000  # characters of a text: who words it takes less, and says so
_AROUND = b"<quiz>"  # a file may also be questions without a root
_CHUNK = 1 << 20
_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,500}\?>")
_ROOT = re.compile(r"<(?:quiz|question)[\s>]")
_QUESTION = re.compile(r"<question[\s>]")
_UNREAD = ("file", "image_base64")  # embedded files: what they hold is not looked at


@dataclass(slots=True)
class Element:
    """An element with its texts and elements in their order."""

    name: str
    attributes: dict[str, str]
    place: Place
    parts: list[str | Element] = field(default_factory=list)
    size: int = 0  # of its own texts
    _named: dict[str, list[Element]] | None = None

    def all(self, name: str) -> list[Element]:
        """Its elements of this name. To be asked once it is whole."""
        if self._named is None:
            self._named = {}
            for part in self.parts:
                if isinstance(part, Element):
                    self._named.setdefault(part.name, []).append(part)
        return self._named.get(name, [])

    def first(self, name: str) -> Element | None:
        return next(iter(self.all(name)), None)

    def has(self, name: str) -> bool:
        return self.first(name) is not None

    def text(self, name: str = "") -> str:
        """Its own text, or that of its first element of this name; without spaces around."""
        element = self.first(name) if name else self
        return "".join(part for part in element.parts if isinstance(part, str)).strip() if element else ""

    def inner(self) -> str:
        """What is in it: its text or, where HTML stands in it without being escaped, that HTML."""
        if all(isinstance(part, str) for part in self.parts):
            return "".join(map(str, self.parts))
        return self._markup()

    def _markup(self) -> str:
        """Elements are never more than MOST_DEEP within one another."""
        return "".join(
            part._outer() if isinstance(part, Element) else html.escape(part, quote=False)
            for part in self.parts
        )

    def _outer(self) -> str:
        given = "".join(f' {name}="{html.escape(value)}"' for name, value in self.attributes.items())
        return f"<{self.name}{given}>{self._markup()}</{self.name}>"


@dataclass(frozen=True, slots=True)
class Broken:
    """Where the XML is broken: why, and the text of the question it is broken in, if it is in one."""

    message: str
    place: Place
    text: str = ""
    begins: Place = (1, 1)


def questions(text: str) -> Iterator[Element | Broken]:
    """Every question element, and every place where the XML breaks. Raises Refused for what is no quiz."""
    declared = _DECLARATION.match(text)
    start, counted, places = (declared.end() if declared else 0), 0, Places(text)
    root = _ROOT.search(text, start)
    if (typed := text.find("<!DOCTYPE", start, root.start() if root else None)) >= 0:
        message = "a document type (<!DOCTYPE …>) is not read, nor what it declares. Take it out."
        raise Refused("X003", message, places.place(typed))
    for _ in range(MOST_BREAKS):
        reading = _Reading(places.place(start), counted)
        yield from reading.read(text[start:].encode())
        if reading.error is None:
            return
        counted = reading.counted
        message, place, read = reading.error
        end = start + read
        following = _QUESTION.search(text, end + 1)
        if reading.open:
            begun = [found.start() for found in _QUESTION.finditer(text, start, end + 1)][-1]
            whole = text[begun : following.start() if following else None]
            yield Broken(message, place, whole.strip(), places.place(begun))
        elif not reading.closed:
            yield Broken(message, place)
        if following is None:
            return
        start = following.start()
    raise Refused("X003", f"the XML is broken in {MOST_BREAKS} places; it cannot be read.", place)


class _Reading:
    """One run of the parser, up to the end or to where the XML is broken.

    `error` is then what is wrong, where, and after how many characters.
    """

    def __init__(self, begins: Place, counted: int) -> None:
        self.begins = begins
        self.counted = counted
        self.error: tuple[str, Place, int] | None = None
        self.done: list[Element | Broken] = []
        self.open: list[Element] = []
        self.deep = 0
        self.closed = False  # the root was ended before the end of the file: by the end of a root of its own
        self.passed = 0  # elements within the innermost open one that are passed over
        self.size = 0
        self.parser = expat.ParserCreate("utf-8")
        self.parser.buffer_text = True
        self.parser.UseForeignDTD(True)  # so that an entity that nobody declared is told, and no error
        self.parser.ExternalEntityRefHandler = lambda *_: 1
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._data
        self.parser.SkippedEntityHandler = self._entity

    def read(self, encoded: bytes) -> Iterator[Element | Broken]:
        try:
            self.parser.Parse(_AROUND, False)
            for at in range(0, len(encoded), _CHUNK):
                self.parser.Parse(encoded[at : at + _CHUNK], False)
                yield from self._taken()
            if not self.closed:
                self.parser.Parse(b"</quiz>", True)
        except expat.ExpatError as error:
            place = self._place(error.lineno, error.offset)
            byte = min(len(encoded), max(0, self.parser.ErrorByteIndex - len(_AROUND)))
            read = len(encoded[:byte].decode(errors="ignore"))
            told = expat.errors.messages[error.code]
            if "invalid token" in told:
                told += '; "&" is written "&amp;" here, and "<" is written "&lt;"'
            self.error = told, place, read
        yield from self._taken()

    def _taken(self) -> list[Element | Broken]:
        done, self.done = self.done, []
        return done

    def _place(self, line: int, column: int) -> Place:
        """From the parser's, which counts columns from 0 and the element put around."""
        if line == 1:
            return self.begins[0], max(1, self.begins[1] + column - len(_AROUND))
        return self.begins[0] + line - 1, column + 1

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.counted += 1
        self.deep += 1
        place = self._place(self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber)
        if self.counted > MOST_ELEMENTS:
            raise Refused(
                "X002", f"the file has more than {MOST_ELEMENTS:,} elements. Export it in parts.", place
            )
        if not self.open:
            if name == "question":
                self.open.append(Element(name, attributes, place))
                self.size = 0
            return
        self.size += 1
        if self.passed or len(self.open) >= MOST_DEEP or self.size > MOST_OF_A_QUESTION:
            self.passed += 1
            return
        element = Element(name, attributes, place)
        self.open[-1].parts.append(element)
        self.open.append(element)

    def _end(self, name: str) -> None:
        self.deep -= 1
        self.closed = not self.deep
        if self.passed:
            self.passed -= 1
        elif self.open:
            element = self.open.pop()
            if not self.open:
                whole = self.size <= MOST_OF_A_QUESTION
                message = f"a question of more than {MOST_OF_A_QUESTION:,} elements"
                self.done.append(element if whole else Broken(message, element.place))

    def _data(self, text: str) -> None:
        if self.open and not self.passed and self.open[-1].name not in _UNREAD:
            element = self.open[-1]
            if element.size <= LONGEST:
                element.parts.append(text[: LONGEST + 1])
            element.size += len(text)

    def _entity(self, name: str, parameter: bool) -> None:
        self._data(html5.get(f"{name};", f"&{name};"))
