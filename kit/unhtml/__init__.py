"""HTML that somebody's editor wrote, as the Markdown of `kit.prose`.

What is not understood loses its tags and keeps its words; what cannot be said at all is named in `lost`.
The standard library's HTMLParser takes quadratic time for some texts, so tags are found here, in linear time,
and held on stacks: no text is too deep.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from html.entities import html5

from kit.escaping import in_line
from kit.unhtml.writing import Blocks, Line, code_span
from kit.wording import quoted

MOST = 20_000
"""Characters of HTML that are read: the longest text that a page of ours shows."""

_TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9]{0,20})(?P<rest>(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*+)>"
    r"|<[!?][^<>]*>",
    re.DOTALL,
)
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9]*[\s/>]|<!--")
_REFERENCE = re.compile(r"&(#[0-9]+;|#[xX][0-9a-fA-F]+;|[A-Za-z][A-Za-z0-9]{1,40};)")
_ATTRIBUTE = re.compile(
    r"(?P<name>[A-Za-z-]{1,40})\s*=\s*(?:\"(?P<a>[^\"]*)\"|'(?P<b>[^']*)'|(?P<c>[^\s\"'<>=]+))"
)
_STRESS = {"strong": "**", "b": "**", "em": "*", "i": "*"}
_CODE = {"code", "tt", "kbd", "samp", "pre"}
_BLOCKS = {"p", "div", "ul", "ol", "li", "blockquote", "table", "section", "article", "dl", "dt", "dd", "hr"}
_BLOCKS |= {"h1", "h2", "h3", "h4", "h5", "h6", "center", "figure", "figcaption", "header", "footer"}
_HIDDEN = {"script", "style", "template", "object", "iframe", "svg", "math", "audio", "video", "select"}
_NAMES = {
    "sup": "superscript",
    "sub": "subscript",
    "iframe": "an embedded page",
    "object": "an embedded object",
    "svg": "a drawing",
    "math": "a formula",
    "audio": "sound",
    "video": "a film",
    "select": "a field",
    "input": "a field",
    "textarea": "a field",
    "s": "struck-out text",
    "strike": "struck-out text",
    "del": "struck-out text",
}
_WORTH_A_LINK = re.compile(r"(?:https?://|mailto:)[^\s<>\"()\\]{1,1000}")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Markdown:
    """Markdown, and the names of what could not be said in it, each once."""

    text: str
    lost: tuple[str, ...] = ()


def looks_like_html(text: str) -> bool:
    """Whether there is a tag or a character reference in it."""
    if _TAG.search(text):
        return True
    return any(found[1] in html5 or found[1][0] == "#" for found in _REFERENCE.finditer(text))


def markdown(markup: str, *, blocks: bool) -> Markdown:
    """The Markdown of HTML: paragraphs and more with `blocks`, else one line."""
    writer = Blocks() if blocks else Line()
    lost = [f"what comes after {MOST:,} characters"] if len(markup) > MOST else []
    reader = _Reader(writer, lost)
    reader.read(markup[:MOST])
    return Markdown(writer.done(), tuple(dict.fromkeys(lost)))


class _Reader:
    """Tags and words, in their order, to a writer."""

    def __init__(self, writer: Line, lost: list[str]) -> None:
        self.writer = writer
        self.lost = lost
        self.hidden: list[str] = []
        self.code: list[str] | None = None
        self.code_name = ""

    def read(self, markup: str) -> None:
        at = 0
        for token in _TOKEN.finditer(markup):
            self._words(markup[at : token.start()])
            at = token.end()
            if token["name"]:
                self._tag(token["name"].lower(), bool(token["close"]), token["rest"])
        self._words(markup[at:])
        self._endcode_span()

    def _words(self, text: str) -> None:
        if not text or self.hidden:
            return
        text = html.unescape(text).replace("\u00a0", " ")
        if self.code is not None:
            self.code.append(text)
        else:
            self.writer.inline.add(in_line(_SPACES.sub(" ", text)))

    def _tag(self, name: str, close: bool, rest: str) -> None:
        if self.hidden:
            if close and name == self.hidden[-1]:
                self.hidden.pop()
        elif self.code is not None:
            self._tag_incode_span(name, close)
        elif name in _CODE and not close:
            self.code, self.code_name = [], name
        elif name in _HIDDEN and not close:
            if not rest.rstrip().endswith("/"):
                self.hidden.append(name)
            if name in _NAMES:
                self.lost.append(_NAMES[name])
        elif name in _STRESS:
            (self.writer.inline.close if close else self.writer.inline.start)(_STRESS[name])
        elif name == "a":
            self._link(close, rest)
        elif name == "img":
            self._image(_attributes(rest))
        elif name == "br":
            self.writer.line_break()
        elif name in _BLOCKS or name in ("tr", "td", "th"):
            (self.writer.end if close else self.writer.start)(name)
        elif name in _NAMES and not close:
            self.lost.append(_NAMES[name])

    def _tag_incode_span(self, name: str, close: bool) -> None:
        if close and name == self.code_name:
            self._endcode_span()
        elif self.code is not None and name in ("br", "p", "div"):
            self.code.append("\n")

    def _endcode_span(self) -> None:
        text = "".join(self.code or ())
        if self.code is not None and text.strip():
            if self.code_name == "pre":
                self.writer.code_block(text)
            else:
                self.writer.inline.add(code_span(text))
        self.code = None

    def _link(self, close: bool, rest: str) -> None:
        if close:
            self.writer.inline.close("a")
            return
        address = _attributes(rest).get("href", "")
        fits = _WORTH_A_LINK.fullmatch(address) is not None
        if address and not fits:
            self.lost.append(f"a link to {quoted(address)}")
        self.writer.inline.start("a", address if fits else "")

    def _image(self, attributes: dict[str, str]) -> None:
        told = attributes.get("alt", "").strip()
        self.lost.append(f"an image ({quoted(told or attributes.get('src', ''))})")
        if told:
            self.writer.inline.add(in_line(_SPACES.sub(" ", told)))


def _attributes(rest: str) -> dict[str, str]:
    return {
        found["name"].lower(): html.unescape(found["a"] or found["b"] or found["c"] or "")
        for found in _ATTRIBUTE.finditer(rest)
    }
