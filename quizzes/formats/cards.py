"""Questions of a bank as cards to learn by heart: the question in front, what is right and why behind.

A card speaks for itself, away from this site. Its pieces stand in an order that is drawn from their names, so
that what comes first tells nothing, and is the same each time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape

from kit import prose
from kit.hardness import LESSON
from quizzes.engines import Case, Choice, Matching, Ordering, Question
from quizzes.formats.bank import Bank

SITE = "pipeline-study"
SIDES = ("Front", "Back", "Source")


@dataclass(frozen=True, slots=True)
class BankCard:
    """One card. `fields` are HTML, in the order of SIDES; the `guid` is its name for life."""

    guid: str
    key: str
    fields: tuple[str, ...]
    tags: tuple[str, ...]


def cards(bank: Bank) -> Iterator[BankCard]:
    """A card for each question, those of cases with their scenario."""
    for written in bank.questions:
        if isinstance(written, Case):
            yield from (_card(bank, question, written) for question in written.asked)
        else:
            yield _card(bank, written)


def _card(bank: Bank, question: Question, case: Case | None = None) -> BankCard:
    scenario = _block(case.scenario) if case else ""
    asked, told = _sides(question)
    front = f"{scenario}{_block(question.prompt)}{asked}"
    where = f"<p>Pipeline Study, {escape(bank.title)}</p>"
    listed = "".join(
        f'<li><a href="{escape(read.url)}">{escape(read.title or read.url)}</a>, read {read.checked}</li>'
        for read in question.source
    )
    fields = (front, f"{told}{_block(question.explain)}", f"{where}<ul>{listed}</ul>" if listed else where)
    return BankCard(
        guid=f"{SITE}/bank/{bank.slug}/{question.key}",
        key=question.key,
        fields=tuple(map(prose.abroad, fields)),
        tags=tuple(f"{SITE}::{topic}" for topic in question.topics) or (SITE,),
    )


def _sides(question: Question) -> tuple[str, str]:
    """What stands in front below the prompt, and behind above the explanation."""
    match question:
        case Choice():
            return _choice(question)
        case Matching():
            return _matching(question)
        case Ordering():
            return _ordering(question)


def _choice(question: Choice) -> tuple[str, str]:
    order = _drawn(question, question.options)
    front = f"<p>Choose {question.wanted if question.several else 'one'}.</p>" + _list(
        _line(question.options[name].text) for name in order
    )
    right = [name for name in order if question.options[name].correct]
    wrong = [name for name in order if name not in right and question.options[name].why]
    back = _list(_with_why(question.options[name].text, question.options[name].why) for name in right)
    if wrong:
        back += "<p>Not:</p>" + _list(
            _with_why(question.options[name].text, question.options[name].why) for name in wrong
        )
    return front, back


def _matching(question: Matching) -> tuple[str, str]:
    responses = _drawn(question, question.responses)
    front = _list(_line(text) for text in question.prompts.values())
    front += "<hr>" + _list(_line(question.responses[name].text) for name in responses)
    rows = []
    for prompt, allowed in question.pairs.items():
        right = " or ".join(_line(question.responses[name].text) for name in allowed)
        why = question.why[prompt].why if prompt in question.why else ""
        rows.append(f"{_line(question.prompts[prompt])}: {right}" + (f" ({_line(why)})" if why else ""))
    return front, _list(rows)


def _ordering(question: Ordering) -> tuple[str, str]:
    texts = question.texts()
    front = _list(_line(texts[name]) for name in _drawn(question, texts))
    steps = "".join(f"<li>{_line(question.items[name])}</li>" for name in question.right_response())
    back = f"<ol>{steps}</ol>"
    orders = question.right_orders()
    if orders != 1:
        back += f"<p>{f'{orders:,}' if orders else 'Many'} orders are right; this is one of them.</p>"
    if question.distractors:
        left = (_with_why(piece.text, piece.why) for piece in question.distractors.values())
        back += f"<p>Left out:</p>{_list(left)}"
    return front, back


def _drawn(question: Question, names: Mapping[str, object]) -> list[str]:
    return sorted(names, key=lambda name: hashlib.sha256(f"{question.key}/{name}".encode()).digest())


def _list(items: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"


def _with_why(text: str, why: str) -> str:
    return f"{_line(text)}: {_line(why)}" if why else _line(text)


def _line(text: str) -> str:
    return prose.inline(text, limit=LESSON)


def _block(text: str) -> str:
    return prose.block(text, limit=LESSON)
