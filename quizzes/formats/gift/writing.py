"""Our questions as GIFT. Texts are Markdown and say so; Moodle reads it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kit import prose
from kit.hardness import LESSON, ProseTooHard
from quizzes.formats.foreign.found import Answer, Found, Match, Note, Order, Pair, Pick, Text
from quizzes.formats.foreign.paths import written

_ESCAPES = str.maketrans({c: f"\\{c}" for c in "\\:#={}~"} | {"\n": "\\n"})


def write(questions: Iterable[Found], description: str = "") -> tuple[str, dict[str, tuple[Note, ...]]]:
    """The file, and by key what GIFT in particular could not say."""
    parts: list[str] = []
    lost: dict[str, tuple[Note, ...]] = {}
    category: tuple[str, ...] = ()
    if description:
        lost[""] = (Note("its description"),)
    for found in questions:
        if found.category != category:
            category = found.category
            parts.append(f"$CATEGORY: {_escaped(written(category))}\n")
        parts.append(_question(found))
        lost[found.ident] = tuple(Note(message) for message in _left_behind(found))
    return "\n".join(parts), lost


def _question(found: Found) -> str:
    marks = "".join(f" [tag:{tag.replace(']', chr(92) + ']')}]" for tag in found.tags)
    head = f"// [id:{found.ident}]{marks}\n::{_escaped(found.title)}::[markdown]{_escaped(found.prompt.raw)}"
    explain = f"\t####{_shielded(_escaped(found.explain.raw))}\n" if found.explain else ""
    match found.body:
        case Pick() as pick:
            return f"{head}{{\n{''.join(_option(pick, answer) for answer in pick.answers)}{explain}}}\n"
        case Match() as match:
            return f"{head}{{\n{''.join(map(_pair, match.pairs))}{explain}}}\n"
        case Order() as order:
            items = "".join(f"{_item(item.text)}\n" for item in order.items)
            return f"{head}{{>{len(order.items)} ALL VERTICAL ALL_OR_NOTHING HIDE\n{items}}}\n"
    raise AssertionError(found.body)  # pragma: no cover


def _option(pick: Pick, answer: Answer) -> str:
    if pick.single:
        sign = "=" if answer.credit else "~"
    else:
        sign = f"~%{answer.credit:.5g}%" if answer.credit else "~"
    why = f"#{_shielded(_escaped(answer.why.raw))}" if answer.why else ""
    return f"\t{sign}{_shielded(_escaped(answer.text.raw))}{why}\n"


def _pair(pair: Pair) -> str:
    prompt = _shielded(_escaped(_without_arrows(pair.prompt.raw))) if pair.prompt else ""
    response = _escaped(prose.visible_text(pair.response.raw)) if pair.response else ""
    return f"\t={prompt} -> {response}\n"


def _item(text: Text) -> str:
    """An item stands on a line of its own, as HTML: Moodle knows neither escapes nor Markdown there."""
    try:
        shown = prose.inline(text.raw, limit=LESSON)
    except ProseTooHard:
        shown = prose.text_of(text.raw)
    for sign, reference in {"\\": "&#92;", "{": "&#123;", "}": "&#125;", "[": "&#91;", "\n": " "}.items():
        shown = shown.replace(sign, reference)
    return f"&#47;{shown[1:]}" if shown.startswith("/") else shown


def _shielded(text: str) -> str:
    """A text that begins like a weight or the name of a markup says its markup once more."""
    return f"[markdown]{text}" if text.lstrip()[:1] in ("%", "[") else text


def _without_arrows(text: str) -> str:
    """An arrow parts a prompt from its response, and GIFT knows no escape for it."""
    return text.replace("->", "-&gt;")


def _left_behind(found: Found) -> Iterator[str]:
    match found.body:
        case Order(items=items):
            yield "its explanation: an ordering in GIFT has none"
            if any(item.why for item in items):
                yield "the reasons of its order"
        case Match(pairs=pairs):
            if any(pair.response and _is_marked_up(pair.response) for pair in pairs):
                yield "markup in its responses: they are plain text"
            if any(pair.prompt and not _same(pair.prompt.raw) for pair in pairs):
                yield 'the arrow "->" within code of its prompts: it is written as an entity'
        case Pick(shuffled=False):
            yield "that its options keep their places"


def _same(prompt: str) -> bool:
    return "->" not in prompt or prose.visible_text(prompt) == prose.visible_text(_without_arrows(prompt))


def _is_marked_up(text: Text) -> bool:
    return prose.visible_text(text.raw) != " ".join(text.raw.split())


def _escaped(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_ESCAPES)
