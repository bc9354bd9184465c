"""Terms of the glossary as links where other texts use them. Pure.

Runs over HTML that is already safe to show, and adds nothing to it but links to the glossary. A term is
linked where it first occurs in a text; of several that begin at one place, the longest is the one meant.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator

from syllabus.formats.forms import Term

_INSIDE = r'(?:[^<>"]|"[^"]*")*'
_PARTS = re.compile(
    rf"<(?P<whole>a|h[1-6]|pre|th)(?![a-z0-9]){_INSIDE}>.*?</(?P=whole)>"  # left as it is
    rf"|<code(?![a-z0-9]){_INSIDE}>(?P<code>[^<]*)</code>"
    rf"|<{_INSIDE}>"
    r"|(?P<text>[^<]+)",
    re.DOTALL,
)
_IN_CODE = re.compile(r"`([^`]+)`")
_NAME = re.compile(r"[A-Za-z]*[a-z][A-Z][A-Za-z]*")
"""UpdateEndpoint: a title that is a name in code, and is written in both ways."""

Forms = tuple[tuple[str, str, bool], ...]
"""Ways of writing a term: the form, the key of its term, and whether it is a name in code."""


def forms_of(terms: Iterable[Term]) -> Forms:
    """Every way in which terms are written where they are linked. Of two with one form, the first has it.

    A title with something in brackets is written otherwise in running text: `also` says how.
    """
    found: dict[tuple[str, bool], str] = {}
    for term in sorted(terms, key=lambda term: term.term):
        written = [*([term.title] if term.linked and "(" not in term.title else []), *term.also]
        for form in written:
            for spelt, in_code in _ways(form):
                found.setdefault((spelt, in_code), term.term)
    return tuple((spelt, key, in_code) for (spelt, in_code), key in sorted(found.items()))


class Glossary:
    """The forms of all terms, ready to be looked for."""

    def __init__(self, forms: Forms) -> None:
        self._sought = [(form.casefold(), (form, key, in_code)) for form, key, in_code in forms]
        self._named = {form: key for form, key, in_code in forms if in_code}
        self._spelt = {form: key for form, key, in_code in forms if not in_code}
        longest_first = sorted(self._spelt, key=lambda form: (-len(form), form))
        either = "|".join(r"\s+".join(map(re.escape, form.split())) for form in longest_first)
        self._pattern = re.compile(rf"(?<![\w-])(?:{either or '(?!)'})(?![\w-])")

    def said_in(self, texts: Iterable[str]) -> Forms:
        """The forms that may occur in these Markdown texts: too many rather than too few.

        As long as they are the same, so are the links of the texts.
        """
        said = " ".join(html.unescape("\n".join(texts).replace("\\", "")).casefold().split())
        return tuple(form for sought, form in self._sought if sought in said)

    def link(self, shown: str) -> str:
        """The HTML with the first mention of each term linked: not in links, headings or blocks of code."""
        done = set[str]()

        def part(found: re.Match[str]) -> str:
            if (code := found["code"]) is not None:
                key = self._named.get(html.unescape(code), "")
                if not key or key in done:
                    return found[0]
                done.add(key)
                return _linked(key, found[0])
            return self._text(found["text"], done) if found["text"] is not None else found[0]

        return _PARTS.sub(part, shown)

    def _text(self, escaped: str, done: set[str]) -> str:
        text = html.unescape(escaped)
        if not self._pattern.search(text):
            return escaped

        def pieces() -> Iterator[str]:
            end = 0
            for found in self._pattern.finditer(text):
                key = self._spelt[" ".join(found[0].split())]
                if key not in done:
                    done.add(key)
                    yield _escaped(text[end : found.start()])
                    yield _linked(key, _escaped(found[0]))
                    end = found.end()
            yield _escaped(text[end:])

        return "".join(pieces())


def _ways(form: str) -> Iterator[tuple[str, bool]]:
    """How a form is written: small and capital at first, one and many; a name in code exactly as it is."""
    if named := _IN_CODE.fullmatch(form):
        yield named[1], True
        return
    form = " ".join(form.split())
    if _NAME.fullmatch(form):
        yield form, True
        yield form, False
        return
    for first in dict.fromkeys((form, form[0].upper() + form[1:], form[0].lower() + form[1:])):
        yield first, False
        if many := _many(first):
            yield many, False


def _many(form: str) -> str:
    if not form[-1:].isalpha() or form.endswith("s"):
        return ""
    if form.endswith(("ch", "sh", "x", "z")):
        return form + "es"
    if form.endswith("y") and form[-2:-1] not in "aeiou":
        return form[:-1] + "ies"
    return form + "s"


def _linked(key: str, shown: str) -> str:
    return f'<a class="term" href="/glossary/#{key}">{shown}</a>'


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)
