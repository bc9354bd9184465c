"""Markdown to HTML that is safe to show: an author's text, rendered once, when it is loaded.

Python-Markdown renders, without its raw-HTML rules, so that `<b>` in a text is shown as written; nh3 then
lets through a short list of elements and attributes. Either alone would do for honest text; both for any.
The renderer has inputs that it takes quadratic time for, so a text is looked at first (`refuse_hard`).
"""

from __future__ import annotations

import html
import re
import threading
import unicodedata
from collections.abc import Callable, Sequence
from typing import NamedTuple
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from kit.hardness import FIELD, LESSON, ProseTooHard, refuse_hard
from kit.wording import is_blank

WIDE = 4
"""A table of so many columns says in each cell which column it is of: a phone shows it as a list."""

_TAGS = {"p", "br", "hr", "em", "strong", "code", "pre", "a", "ul", "ol", "li", "blockquote"}
_TAGS |= {"h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"}
_ATTRIBUTES = {
    "a": {"href", "title", "rel"},
    "code": {"class"},
    "ol": {"start"},
    "th": {"align"},
    "td": {"align", "data-label"},
}
_REL = "noopener noreferrer nofollow"
_ALLOWED = {
    "href": re.compile(r"(?:https://|mailto:|/(?![/\\]))[^\s\\]*"),
    "rel": re.compile(_REL),
    "class": re.compile(r"language-[A-Za-z0-9_+-]{1,30}"),
    "start": re.compile(r"[0-9]{1,4}"),
    "align": re.compile(r"left|center|right"),
    "title": re.compile(r".*", re.DOTALL),
    "data-label": re.compile(r".*", re.DOTALL),
}

_BLOCKS = ("indent", "code", "hashheader", "setextheader", "hr", "olist", "ulist", "quote", "reference")
_EXTENSIONS = ("tables", "fenced_code", "sane_lists")
_MARKUP = re.compile(r"[\\`*_\[\]<>&\x00-\x1f]")
_MORE_THAN_CODE = re.compile(r"[\\*_\[\]<>&|~]|``|  ")
_CODE = re.compile(r"`([^`\s](?:[^`]*[^`\s])?)`")
_IMAGE = re.compile(r"!\[[^\[\]]{0,200}\][(\[]([^)\]\s]{0,2000})")
_NOWHERE = re.compile(r"<a>(.*?)</a>", re.DOTALL)  # a link that has lost its address


class Link(NamedTuple):
    """A link as an author wrote it, whether a reader gets it, and whether an image was meant."""

    href: str
    kept: bool
    image: bool


def block(text: str, *, limit: int = FIELD, breaks: bool = False) -> str:
    """Paragraphs, lists, tables, code and headings (from h3 down) of a Markdown text. Raises ProseTooHard.

    `breaks` keeps the ends of lines, as who jots something down means them.
    """
    refuse_hard(text, limit=limit)
    if (plain := _plain(text)) is not None and text[:1].isalpha():
        return f"<p>{plain}</p>"
    return _sanitised(_renderers.jotted if breaks else _renderers.block, text)


def inline(text: str, *, limit: int = FIELD) -> str:
    """What fits in one line: emphasis, code, links, without a paragraph around. Raises ProseTooHard.

    Nothing in it begins a list, a heading or a table: "1. Train" is the text "1. Train".
    """
    refuse_hard(text, limit=limit)
    line = " ".join(text.split())
    if not _MARKUP.search(line):
        return line
    if (plain := _plain(line)) is not None:
        return plain
    return _sanitised(_renderers.inline, line).removeprefix("<p>").removesuffix("</p>")


def abroad(shown: str) -> str:
    """HTML made here, fit to be read elsewhere: sanitised once more, and links within this site are text.

    >>> abroad('<p>A <a href="/glossary/#gate">gate</a>.</p>')
    '<p>A gate.</p>'
    """

    def allowed(tag: str, attribute: str, value: str) -> str | None:
        return None if attribute == "href" and value.startswith("/") else _allowed(tag, attribute, value)

    return _NOWHERE.sub(r"\1", _clean(shown, allowed))


def visible_text(markup: str, *, blocks: bool = False) -> str:
    """What a reader sees of a Markdown text: no markup, no invisible characters, spaces run together.

    `blocks` reads it as `block` would, else as `inline`. A text too hard to render is taken as it is written.
    """
    try:
        return text_of(block(markup, limit=LESSON) if blocks else inline(markup, limit=LESSON))
    except ProseTooHard:
        return text_of(html.escape(markup))


def text_of(shown: str) -> str:
    """What a reader sees of HTML, as text that is not HTML any more: whoever shows it must escape it.

    >>> text_of("<p>Stop when AUC &lt; <code>0.85</code></p>")
    'Stop when AUC < 0.85'
    """
    if "<" in shown:
        shown = nh3.clean(shown, tags=set())
    text = html.unescape(shown) if "&" in shown else shown
    if not text.isascii():
        text = "".join(c for c in text if unicodedata.category(c) != "Cf")
    text = " ".join(text.split())
    return "" if is_blank(text) else text


def links(markup: str, *, blocks: bool = False) -> tuple[Link, ...]:
    """Every link of a text, in its order: those that are shown, and those of which only the words are.

    `blocks` reads it as `block` would, else as `inline`. Of a text too hard to render nothing is said.
    """
    if "](" not in markup and "]:" not in markup and "<" not in markup:
        return ()
    try:
        refuse_hard(markup, limit=LESSON)
        renderer = _renderers.block if blocks else _renderers.inline
        renderer.reset().convert(markup if blocks else " ".join(markup.split()))
    except (ProseTooHard, RecursionError):
        return ()
    tame = renderer.treeprocessors["tame"]
    return tuple(tame.links) if isinstance(tame, _Tame) else ()


def sameness(markup: str) -> str:
    """Equal for two short texts that a reader could not tell apart: markup, case and width aside."""
    return unicodedata.normalize("NFKC", visible_text(markup)).casefold()


def _plain(text: str) -> str | None:
    """The HTML of a line that has no other markup than words in code, as most have; None for any other text.

    It is what the renderer makes of it (tests/kit/test_prose.py), in a twentieth of the time: a bank of two
    thousand questions has ten thousand such lines.
    """
    if not text.isprintable() or text != text.strip() or _MORE_THAN_CODE.search(text):
        return None
    if "`" not in text:
        return text
    parts = _CODE.split(text)
    return None if any("`" in part for part in parts[::2]) else _CODE.sub(r"<code>\1</code>", text)


def _sanitised(renderer: Markdown, text: str) -> str:
    try:
        rendered = renderer.reset().convert(text)
    except RecursionError:
        raise ProseTooHard("lists or quotes are nested too deep") from None
    return _clean(rendered, _allowed)


def _clean(markup: str, allowed: Callable[[str, str, str], str | None]) -> str:
    return nh3.clean(
        markup,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=allowed,
        link_rel=None,
        url_schemes={"https", "mailto"},
    )


def _allowed(tag: str, attribute: str, value: str) -> str | None:
    """What is kept of an attribute. It is asked of elements too that are themselves left out."""
    pattern = _ALLOWED.get(attribute)
    return value if pattern and pattern.fullmatch(value) else None


class _Tame(Treeprocessor):
    """Headings begin at h3, below those of the page; links to other hosts say that they vouch for nothing.

    `links` keeps what the last text linked to: the author is told of what no reader will get.
    """

    links: list[Link]

    def run(self, root: Element) -> None:
        self.links = []
        for element in root.iter():
            if re.fullmatch("h[1-6]", element.tag):
                element.tag = f"h{min(int(element.tag[1]) + 2, 6)}"
            elif element.tag == "a":
                self._tame(element)
            elif element.tag == "table":
                _label(element)
            told = (element.text if element.tag != "code" else "", element.tail)
            self.links += [Link(src, kept=False, image=True) for text in told for src in _images(text or "")]

    def _tame(self, link: Element) -> None:
        href = link.get("href", "")
        kept = _ALLOWED["href"].fullmatch(href) is not None
        self.links.append(Link(href, kept, image=False))
        if not kept:
            link.tag, link.attrib = "span", {}
        elif href.startswith("https://"):
            link.set("rel", _REL)


def _images(text: str) -> list[str]:
    """What the renderer has left as written because it knows no images: `![a diamond](diamond.png)`."""
    return _IMAGE.findall(text) if "![" in text else []


def _label(table: Element) -> None:
    titles = [" ".join("".join(head.itertext()).split()) for head in table.iter("th")]
    if len(titles) < WIDE:
        return
    for row in table.iter("tr"):
        for title, cell in zip(titles, row, strict=False):
            if cell.tag == "td":
                cell.set("data-label", title)


class _Renderers(threading.local):
    """A renderer each of blocks, jotted ones and lines for every thread: a Markdown instance keeps state."""

    def __init__(self) -> None:
        self.block = _markdown(_EXTENSIONS)
        self.jotted = _markdown([*_EXTENSIONS, "nl2br"])
        self.inline = _markdown([])
        for name in _BLOCKS:
            self.inline.parser.blockprocessors.deregister(name)


def _markdown(extensions: Sequence[str]) -> Markdown:
    """A renderer that knows neither raw HTML nor images: what looks like either is text."""
    markdown = Markdown(
        extensions=list(extensions), extension_configs={"tables": {"use_align_attribute": True}}
    )
    markdown.preprocessors.deregister("html_block")
    for name in ("html", "automail", "image_link", "image_reference", "short_image_ref"):
        markdown.inlinePatterns.deregister(name)
    markdown.treeprocessors.register(_Tame(markdown), "tame", 0)
    return markdown


_renderers = _Renderers()
