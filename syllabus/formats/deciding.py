"""What the form of a decision aid cannot see: rules that name what is not there, or that never decide."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import prod

from kit.document import Path
from kit.problems import Problem
from kit.wording import did_you_mean, listed, quoted
from syllabus.formats.aids import Aid, Rule
from syllabus.formats.sorts import Written

MOST_WAYS = 10_000


def aid_problems(entry: Written, aid: Aid) -> Iterator[Problem]:
    """Every way of answering must lead to a rule, and every rule must decide at least one."""
    named = [problem for index, rule in enumerate(aid.rules) for problem in _names(entry, aid, index, rule)]
    yield from named
    if not named:
        yield from _reach(entry, aid)


def _names(entry: Written, aid: Aid, index: int, rule: Rule) -> Iterator[Problem]:
    document, here = entry.document, (*entry.path, "rules", index)

    def unknown(path: Path, name: str, what: str, there: list[str], *, key: bool = False) -> Problem:
        place = document.key_place(path) if key else document.place(path)
        message = f"{quoted(name)} is not {what} of this aid{did_you_mean(name, there)}"
        return document.problem("S060", message, place)

    for question, option in rule.when.items():
        if question not in aid.questions:
            yield unknown((*here, "when", question), question, "a question", list(aid.questions), key=True)
        elif option not in (there := aid.questions[question].options):
            yield unknown((*here, "when", question), option, f"an option of {question}", list(there))
    if rule.choose not in aid.choices:
        yield unknown((*here, "choose"), rule.choose, "a choice", list(aid.choices))
    for choice in rule.against:
        if choice not in aid.choices or choice == rule.choose:
            others = [other for other in aid.choices if other != rule.choose]
            yield unknown((*here, "against", choice), choice, "another choice", others, key=True)


def _reach(entry: Written, aid: Aid) -> Iterator[Problem]:
    document = entry.document
    if (count := prod(len(asked.options) for asked in aid.questions.values())) > MOST_WAYS:
        message = f"the questions can be answered in {count} ways; at most {MOST_WAYS} are allowed"
        yield document.problem("S061", message, document.key_place((*entry.path, "questions")))
        return
    deciding = set[int]()
    options = [[(key, option) for option in asked.options] for key, asked in aid.questions.items()]
    for way in product(*options):
        holds = (i for i, rule in enumerate(aid.rules) if all(item in way for item in rule.when.items()))
        if (first := next(holds, None)) is None:
            told = listed(f"{question}: {option}" for question, option in way)
            message = f"no rule says what follows from {told}"
            yield document.problem("S061", message, document.key_place((*entry.path, "rules")))
            return
        deciding.add(first)
    for index, rule in enumerate(aid.rules):
        if index not in deciding:
            message = f"the rule {quoted(rule.rule)} never decides: others before it always do"
            yield document.problem("S061", message, document.place((*entry.path, "rules", index, "rule")))
