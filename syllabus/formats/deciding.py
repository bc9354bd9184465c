"""What the form of a decision aid cannot see: rules that name what is not there, or that never decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from math import prod

from kit.document import Path
from kit.problems import Problem
from kit.wording import did_you_mean, listed, quoted
from syllabus.formats.aids import Aid, Rule
from syllabus.formats.sorts import Written

MOST_WAYS = 10_000


def aid_problems(entry: Written, aid: Aid) -> Iterator[Problem]:
    """Every way of answering must lead to a rule, and every rule must decide at least one.

    Answers that contradict each other are no way of answering: the page says so, and no rule is asked.
    """
    named = [problem for index, rule in enumerate(aid.rules) for problem in _names(entry, aid, index, rule)]
    named += [
        problem for index in range(len(aid.contradictions)) for problem in _contradicts(entry, aid, index)
    ]
    named += [
        _unknown(
            entry,
            (*entry.path, "questions", key, "stems", option),
            option,
            f"an option of {key}",
            asked.options,
            key=True,
        )
        for key, asked in aid.questions.items()
        for option in asked.stems
        if option not in asked.options
    ]
    yield from named
    if not named:
        yield from _reach(entry, aid)


def _names(entry: Written, aid: Aid, index: int, rule: Rule) -> Iterator[Problem]:
    here = (*entry.path, "rules", index)
    yield from _answers(entry, aid, (*here, "when"), rule.when)
    if rule.choose not in aid.choices:
        yield _unknown(entry, (*here, "choose"), rule.choose, "a choice", aid.choices)
    for choice in rule.against:
        if choice not in aid.choices or choice == rule.choose:
            others = [other for other in aid.choices if other != rule.choose]
            yield _unknown(entry, (*here, "against", choice), choice, "another choice", others, key=True)


def _contradicts(entry: Written, aid: Aid, index: int) -> Iterator[Problem]:
    here, answers = (*entry.path, "contradictions", index, "answers"), aid.contradictions[index].answers
    yield from _answers(entry, aid, here, answers)
    if len(answers) < 2:
        message = "one answer contradicts nothing: name the answers to two questions"
        yield entry.document.problem("S062", message, entry.document.key_place(here))


def _answers(entry: Written, aid: Aid, here: Path, answers: Mapping[str, str]) -> Iterator[Problem]:
    for question, option in answers.items():
        if question not in aid.questions:
            yield _unknown(entry, (*here, question), question, "a question", aid.questions, key=True)
        elif option not in (there := aid.questions[question].options):
            yield _unknown(entry, (*here, question), option, f"an option of {question}", there)


def _unknown(
    entry: Written, path: Path, name: str, what: str, there: Iterable[str], *, key: bool = False
) -> Problem:
    place = entry.document.key_place(path) if key else entry.document.place(path)
    message = f"{quoted(name)} is not {what} of this aid{did_you_mean(name, list(there))}"
    return entry.document.problem("S060", message, place)


def _reach(entry: Written, aid: Aid) -> Iterator[Problem]:
    document = entry.document
    if (count := prod(len(asked.options) for asked in aid.questions.values())) > MOST_WAYS:
        message = f"the questions can be answered in {count} ways; at most {MOST_WAYS} are allowed"
        yield document.problem("S061", message, document.key_place((*entry.path, "questions")))
        return
    deciding = set[int]()
    options = [[(key, option) for option in asked.options] for key, asked in aid.questions.items()]
    contradicted = [set(told.answers.items()) for told in aid.contradictions]
    ways = [way for way in product(*options) if not any(told <= set(way) for told in contradicted)]
    if not ways:
        message = "whatever is answered contradicts itself: no way of answering is left"
        yield document.problem("S061", message, document.key_place((*entry.path, "contradictions")))
        return
    for way in ways:
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
