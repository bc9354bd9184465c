"""What an attempt shows beyond right and wrong: needs kept and broken, and what was taken for what. Pure.

A sign is one such thing, and says that it went wrong or did not: only what could have gone wrong is counted,
so that a share can be told, and never a bare number of mistakes. What a sign is about is called by the step
that its text names, so that signs of different questions add up; by its text where it names none, or several.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from quizzes import engines
from quizzes.engines.choice import Choice
from quizzes.engines.matching import Matching
from quizzes.engines.ordering import Ordering
from quizzes.subjects import names_in_code

Sort = Literal["need", "asked", "taken", "intruder"]

STEP: Final = "step:"
LONGEST: Final = 200
"""Characters of a text by which it is known: a sentence that is longer is told with an ellipsis."""


_BESIDE: Final = re.compile(r"\band an? |\bplus\b|\s\+\s")


@dataclass(frozen=True, slots=True, order=True)
class Sign:
    """One thing that an attempt shows. `one` and `other` are names as `name_of` gives them, or empty.

    need      `other` comes after `one`; wrong: it was placed before it
    asked     `one` was to be found; wrong: something else was given
    taken     `other` was given for `one`; always wrong, and counted beside the `asked` of the same `one`
    intruder  `other` was on the board and belonged nowhere; wrong: it was taken in
    """

    sort: Sort
    one: str
    other: str
    wrong: bool


def signs(question: engines.Question, response: engines.Given, steps: Mapping[str, str]) -> tuple[Sign, ...]:
    """Every sign of an attempt, each once; `steps` gives the key of a step by each of its names.

    Raises TypeError for a response of another kind's shape, as grading does.
    """
    match question:
        case Ordering():
            found = _of_ordering(question, engines.ids_in(response), steps)
        case Matching():
            found = _of_matching(question, engines.pairs_in(response), steps)
        case Choice():
            found = _of_choice(question, engines.ids_in(response), steps)
    return tuple(dict.fromkeys(found))


def name_of(text: str, steps: Mapping[str, str]) -> str:
    """What to call the thing that a text speaks of: the one step it names, else the text.

    What names a step and something beside it is not that step: half of it would be shown for the whole.

    >>> name_of("Fit it with `TrainingStep`", {"TrainingStep": "training"})
    'step:training'
    >>> name_of("Fit it", {})
    'Fit it'
    >>> name_of("A `Fail` step, and an alarm", {"Fail": "fail"})
    'A `Fail` step, and an alarm'
    """
    named = {steps[name] for name in names_in_code([text]) if name in steps}
    if len(named) == 1 and not _BESIDE.search(text):
        return STEP + named.pop()
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def step_of(name: str) -> str:
    """The key of the step that a name stands for; empty for a text."""
    return name.removeprefix(STEP) if name.startswith(STEP) else ""


def _apart(first: str, second: str, steps: Mapping[str, str]) -> tuple[str, str]:
    """The names of two texts; of two that speak of the same step (one prepares, one measures) the texts."""
    one, other = name_of(first, steps), name_of(second, steps)
    return (name_of(first, {}), name_of(second, {})) if one == other else (one, other)


def _of_ordering(question: Ordering, response: tuple[str, ...], steps: Mapping[str, str]) -> Iterator[Sign]:
    """A need of which an end is missing was neither kept nor broken."""
    texts, placed = question.texts(), frozenset(response)
    broken = frozenset(question.graph.broken(response))
    for before, after in question.graph.edges:
        if {before, after} <= placed:
            one, other = _apart(texts[before], texts[after], steps)
            yield Sign("need", one, other, (before, after) in broken)
    for key, distractor in question.distractors.items():
        yield Sign("intruder", "", name_of(distractor.text, steps), key in placed)


def _of_matching(question: Matching, response: Mapping[str, str], steps: Mapping[str, str]) -> Iterator[Sign]:
    """The step may stand on either side: in the prompt, or in what is paired with it."""
    for prompt, allowed in question.pairs.items():
        given = response.get(prompt, "")
        if given not in question.responses or not allowed:
            continue
        wrong = given not in allowed
        wanted = _side(
            [question.prompts[prompt]], [question.responses[key].text for key in allowed], steps
        ) or name_of(question.responses[allowed[0]].text, {})
        yield Sign("asked", wanted, "", wrong)
        if wrong:
            text = question.responses[given].text
            meant = [question.prompts[p] for p, keys in question.pairs.items() if given in keys]
            taken = _side([text], meant, steps) or name_of(text, {})
            if taken != wanted:
                yield Sign("taken", wanted, taken, True)


def _side(own: Iterable[str], paired: Iterable[str], steps: Mapping[str, str]) -> str:
    """The name of the one step that a text names, or else that which all it is paired with name."""
    for texts in (own, paired):
        names = {name_of(text, steps) for text in texts}
        if len(names) == 1 and step_of(name := names.pop()):
            return name
    return ""


def _of_choice(question: Choice, response: tuple[str, ...], steps: Mapping[str, str]) -> Iterator[Sign]:
    """Only where what is right names one step: options are mostly sentences, which nobody confuses."""
    right = {name_of(question.options[key].text, steps) for key in question.right_response()}
    if len(right) != 1 or not step_of(wanted := right.pop()):
        return
    taken = {
        name_of(option.text, steps)
        for key, option in question.options.items()
        if key in response and not option.correct
    }
    yield Sign("asked", wanted, "", bool(taken))
    for name in sorted(taken):
        if step_of(name) and name != wanted:
            yield Sign("taken", wanted, name, True)
