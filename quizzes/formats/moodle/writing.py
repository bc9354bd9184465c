"""Our questions as Moodle XML. Texts are Markdown and say so; Moodle reads it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape

from kit import prose
from quizzes.formats.foreign.found import Answer, Found, Match, Note, Order, Pair, Pick, Text
from quizzes.formats.foreign.paths import written

_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML can say none of these


def write(
    questions: Iterable[Found], description: str = "", slug: str = ""
) -> tuple[str, dict[str, tuple[Note, ...]]]:
    """The file, and by key what Moodle XML in particular could not say."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>"]
    lost: dict[str, tuple[Note, ...]] = {}
    category: tuple[str, ...] = ()
    for found in questions:
        if found.category != category:
            category = found.category
            lines += _category(category, description, slug)
            description = slug = ""
        lines += _question(found)
        lost[found.ident] = tuple(Note(message) for message in _left_behind(found))
    return "\n".join([*lines, "</quiz>", ""]), lost


def _category(path: tuple[str, ...], description: str, slug: str) -> Iterator[str]:
    yield '  <question type="category">'
    yield f"    <category><text>{_escaped(written(path))}</text></category>"
    yield f'    <info format="markdown"><text>{_escaped(description)}</text></info>'
    yield f"    <idnumber>{_escaped(slug)}</idnumber>"
    yield "  </question>"


def _question(found: Found) -> Iterator[str]:
    kind = {Pick: "multichoice", Match: "matching", Order: "ordering"}[type(found.body)]
    yield f'  <question type="{kind}">'
    yield f"    <name><text>{_escaped(found.title)}</text></name>"
    yield f'    <questiontext format="markdown"><text>{_escaped(found.prompt.raw)}</text></questiontext>'
    explain = found.explain.raw if found.explain else ""
    yield f'    <generalfeedback format="markdown"><text>{_escaped(explain)}</text></generalfeedback>'
    yield "    <defaultgrade>1</defaultgrade>"
    yield "    <penalty>0</penalty>"
    yield "    <hidden>0</hidden>"
    yield f"    <idnumber>{_escaped(found.ident)}</idnumber>"
    match found.body:
        case Pick() as pick:
            yield from _pick(pick)
        case Match() as match:
            yield "    <shuffleanswers>true</shuffleanswers>"
            for pair in match.pairs:
                yield from _pair(pair)
        case Order() as order:
            yield from _order(order)
    if found.tags:
        yield "    <tags>"
        yield from (f"      <tag><text>{_escaped(tag)}</text></tag>" for tag in found.tags)
        yield "    </tags>"
    yield "  </question>"


def _pick(pick: Pick) -> Iterator[str]:
    yield f"    <single>{_flag(pick.single)}</single>"
    yield f"    <shuffleanswers>{_flag(pick.shuffled)}</shuffleanswers>"
    yield "    <answernumbering>abc</answernumbering>"
    for answer in pick.answers:
        yield from _answer(answer, f"{answer.credit:.7g}")


def _order(order: Order) -> Iterator[str]:
    yield "    <layouttype>VERTICAL</layouttype>"
    yield "    <selecttype>ALL</selecttype>"
    yield f"    <selectcount>{len(order.items)}</selectcount>"
    yield "    <gradingtype>ALL_OR_NOTHING</gradingtype>"
    yield "    <showgrading>HIDE</showgrading>"
    yield "    <numberingstyle>none</numberingstyle>"
    for number, item in enumerate(order.items, 1):
        yield from _answer(item, str(number))


def _answer(answer: Answer, fraction: str) -> Iterator[str]:
    yield f'    <answer fraction="{fraction}" format="markdown">'
    yield f"      <text>{_escaped(answer.text.raw)}</text>"
    why = answer.why.raw if answer.why else ""
    yield f'      <feedback format="markdown"><text>{_escaped(why)}</text></feedback>'
    yield "    </answer>"


def _pair(pair: Pair) -> Iterator[str]:
    prompt = pair.prompt.raw if pair.prompt else ""
    response = prose.visible_text(pair.response.raw) if pair.response else ""
    yield '    <subquestion format="markdown">'
    yield f"      <text>{_escaped(prompt)}</text>"
    yield f"      <answer><text>{_escaped(response)}</text></answer>"
    yield "    </subquestion>"


def _left_behind(found: Found) -> Iterator[str]:
    if isinstance(found.body, Match) and any(
        p.response and _is_marked_up(p.response) for p in found.body.pairs
    ):
        yield "markup in its responses: they are plain text"


def _is_marked_up(text: Text) -> bool:
    return prose.visible_text(text.raw) != " ".join(text.raw.split())


def _flag(value: bool) -> str:
    return "true" if value else "false"


def _escaped(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return escape(_UNFIT.sub("", text), quote=False)
