"""What a question is about, beyond its topics: the steps it asks for and the traps it plays on. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from quizzes import engines

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
    of_reasons = (reason.trap for reason in question.reasons())
    return tuple(dict.fromkeys(key for key in (*question.traps, *of_reasons) if key))


def _right_texts(question: engines.Question) -> Iterator[str]:
    yield question.prompt
    yield question.explain
    yield from question.right_texts()
