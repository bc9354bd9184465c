"""What a question is about, beyond its topics: the steps it asks for and the traps it plays on. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from quizzes import engines
from quizzes.engines.choice import Choice
from quizzes.engines.matching import Matching
from quizzes.engines.ordering import Ordering

CODE = re.compile(r"`([A-Za-z@]+)`")


def names_in_code(texts: Iterable[str]) -> dict[str, None]:
    """Every name that the texts set in code, each once, in the order of naming.

    >>> list(names_in_code(["`Fail` after `Condition`", "`Fail`"]))
    ['Fail', 'Condition']
    """
    return dict.fromkeys(name for text in texts for name in CODE.findall(text))


def steps_of(question: engines.Question, steps: Mapping[str, str]) -> tuple[str, ...]:
    """Keys of the steps that the prompt, the explanation or a right response names.

    `steps` gives the key of a step by each of its names. A step that only a distractor or a wrong option
    names is not what is asked: whoever practises it would be asked about something else.
    """
    named = names_in_code(_right_texts(question))
    return tuple(dict.fromkeys(steps[name] for name in named if name in steps))


def traps_of(question: engines.Question) -> tuple[str, ...]:
    """Keys of the traps that the question names itself, or that one of its reasons sends into."""
    return tuple(dict.fromkeys(key for key in (*question.traps, *_traps_of_reasons(question)) if key))


def _right_texts(question: engines.Question) -> Iterator[str]:
    yield question.prompt
    yield question.explain
    match question:
        case Ordering():
            yield from question.items.values()
        case Matching():
            yield from question.prompts.values()
            allowed = dict.fromkeys(key for pair in question.pairs.values() for key in pair)
            yield from (question.responses[key].text for key in allowed)
        case Choice():
            yield from (option.text for option in question.options.values() if option.correct)


def _traps_of_reasons(question: engines.Question) -> Iterator[str]:
    match question:
        case Ordering():
            yield from (reason.trap for needs in question.needs.values() for reason in needs.values())
            yield from (reason.trap for reason in question.why.values())
            yield from (distractor.trap for distractor in question.distractors.values())
        case Matching():
            yield from (reason.trap for reason in question.why.values())
            yield from (response.trap for response in question.responses.values())
        case Choice():
            yield from (option.trap for option in question.options.values())
