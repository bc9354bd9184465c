"""The rules of grading once more, as naively as they can be put, to hold the graders against.

Nothing of the code under test is called here but the fields of a question. A response is judged by looking
at it; which responses there are is found by listing them all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, permutations, product
from random import Random

from quizzes.engines import Choice, Given, Matching, Ordering, Question

PLACES = 7
MOST = 300_000  # responses to one question that are listed; past that, some are drawn


def is_right(question: Question, response: Given) -> bool:
    """What bank-format.md says under "Grading", word by word. Blank is not right."""
    match question:
        case Ordering():
            return _right_order(question, list(response))
        case Matching():
            assert isinstance(response, Mapping)
            return _right_pairs(question, response)
        case Choice():
            return set(response) == {key for key, option in question.options.items() if option.correct}


def disagreements(question: Question) -> list[Given]:
    """The responses, of all there are, that the question's grader judges otherwise than this oracle does."""
    wrong: list[Given] = []
    for response in responses(question):
        if question.is_blank(response):  # type: ignore[arg-type]
            if is_right(question, response):
                wrong.append(response)
        elif question.grade(response).correct != is_right(question, response):  # type: ignore[arg-type]
            wrong.append(response)
    return wrong


def responses(question: Question) -> Iterator[Given]:
    """Every response a board can give; where those are too many, some of them and all near the right one."""
    match question:
        case Ordering():
            return _arrangements(question)
        case Matching():
            return _assignments(question)
        case Choice():
            return (
                chosen
                for size in range(len(question.options) + 1)
                for chosen in combinations(question.options, size)
            )


def right_orders(question: Ordering) -> int:
    """How many orders are right, by trying every order of the items."""
    return sum(_right_order(question, order) for order in permutations(question.items))


def _right_order(question: Ordering, placed: Sequence[str]) -> bool:
    if sorted(placed) != sorted(question.items):
        return False
    if question.order:
        return list(placed) == list(question.order)
    return all(
        list(placed).index(before) < list(placed).index(after)
        for after, wanted in question.needs.items()
        for before in wanted
    )


def _right_pairs(question: Matching, response: Mapping[str, str]) -> bool:
    if set(response) != set(question.prompts):
        return False
    if not all(response[prompt] in question.pairs[prompt] for prompt in question.prompts):
        return False
    return question.reuse or len(set(response.values())) == len(response)


def _arrangements(question: Ordering) -> Iterator[Given]:
    pool = [*question.items, *question.distractors]
    places = min(len(pool), PLACES)
    count, total = 1, 1
    for place in range(places):
        count *= len(pool) - place
        total += count
    if total <= MOST:
        for length in range(places + 1):
            yield from permutations(pool, length)
    if len(pool) > PLACES:
        yield from _near(question, pool)


def _near(question: Ordering, pool: Sequence[str]) -> Iterator[Given]:
    """Full-length arrangements: each swap of two places in a right one, and some drawn at random."""
    dice = Random(len(pool))
    right = list(question.right_response())
    yield tuple(right)
    for a, b in combinations(range(len(right)), 2):
        swapped = right.copy()
        swapped[a], swapped[b] = swapped[b], swapped[a]
        yield tuple(swapped)
    for _ in range(5_000):
        yield tuple(dice.sample(pool, dice.randint(1, len(pool))))
        yield tuple(dice.sample(right, len(right)))


def _assignments(question: Matching) -> Iterator[Given]:
    prompts, given = list(question.prompts), ["", *question.responses]
    if len(given) ** len(prompts) <= MOST:
        for chosen in product(given, repeat=len(prompts)):
            yield {prompt: response for prompt, response in zip(prompts, chosen, strict=True) if response}
        return
    dice = Random(len(prompts))
    right = question.right_response()
    yield right
    for prompt, response in product(prompts, given):
        yield {key: value for key, value in {**right, prompt: response}.items() if value}
    for _ in range(20_000):
        drawn = {prompt: dice.choice(given) for prompt in prompts}
        yield {prompt: response for prompt, response in drawn.items() if response}
