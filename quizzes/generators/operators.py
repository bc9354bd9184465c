"""Choices about the operator of a gate: which class of condition says what is meant, boundary included."""

from __future__ import annotations

from random import Random

from quizzes.engines import Question
from quizzes.engines.choice import Option
from quizzes.generators.gates import (
    BRANCHES,
    BY_NAME,
    COMPARISONS,
    CONDITIONS,
    HIGH,
    LISTS,
    LOW,
    OPERATORS,
    STEPS_PAGE,
    TOPIC,
    Comparison,
    negated,
    numbers,
    taught,
)
from quizzes.generators.material import Material
from quizzes.generators.plan import Plan, Sort
from quizzes.generators.telling import choice, said, story


def operators(material: Material, dice: Random) -> Plan | None:
    """What a gate shall do, in words: which class of condition does it."""
    if not taught(material):
        return None
    comparison = dice.choice(COMPARISONS)
    refuses = dice.choice((True, False))
    subject, other = dice.choice((("if", "fail"), ("if", "empty"), ("else", "fail"), ("else", "lambda")))
    asks = (comparison.name, "refuses" if refuses else "admits", subject, other)

    def word(key: str, dice: Random) -> Question:
        return _word_operators(material, comparison, refuses, subject, other, key, dice)

    return Plan("operators", ("class",), frozenset(asks), word)


SORTS = (Sort("operators", "choice", (TOPIC,), operators),)


def _word_operators(
    material: Material, wanted: Comparison, refuses: bool, subject: str, other: str, key: str, dice: Random
) -> Question:
    high = wanted.name.startswith("ConditionGreater") != refuses
    metric = dice.choice(HIGH if high else LOW)
    threshold, _ = numbers(dice, high)
    company, model = story(dice)
    if refuses:
        rule = f"a model is refused if its {metric} is {wanted.says} {threshold}, and registered otherwise"
    else:
        rule = f"a model is registered if its {metric} is {wanted.says} {threshold}, and refused otherwise"
    register_on = subject == "if"
    other_list = "else" if register_on else "if"
    # the condition has to be true for the if list: whether that is the rule as said, or its opposite
    as_said = register_on != refuses
    right = wanted.name if as_said else negated(wanted.name)
    said_at = BY_NAME[right].says
    about = said(
        material,
        key=key,
        prompt=(
            f"{company} wants a gate for its {model}: {rule}. In the definition, `RegisterModel` stands in "
            f"the {subject} list and {LISTS[other]} in the {other_list} list. The metric is on the left, "
            f"{threshold} on the right. Which class must the condition have, so that no value goes the wrong "
            "way?"
        ),
        explain=(
            f"The if list runs when the condition is true. With `RegisterModel` in the {subject} list the "
            f"condition has to say when a model is {'registered' if register_on else 'refused'}: when its "
            f"{metric} is {said_at} {threshold}. That is `{right}`. The boundary decides between the classes "
            "with and without *OrEqualTo*."
        ),
        topics=[TOPIC],
        reread=[OPERATORS, BRANCHES],
        sources=[material.source(CONDITIONS), material.source(STEPS_PAGE)],
        difficulty=2 if as_said else 3,
        asks="judgement",
        tasks=("2.3", "3.3"),
    )
    offered = {
        c.name.removeprefix("Condition").lower(): Option(
            f"`{c.name}`", c.name == right, _why_operator(c, BY_NAME[right], threshold)
        )
        for c in COMPARISONS
    }
    return choice(material, about, dice, offered)


def _why_operator(one: Comparison, right: Comparison, threshold: float) -> str:
    if one is right:
        return f"It is true for every value that is {right.says} {threshold}, and for no other."
    if one.holds(0, 0) != right.holds(0, 0) and one.holds(1, 0) == right.holds(1, 0):
        return f"It goes wrong at {threshold} itself: there it is {str(one.holds(0, 0)).lower()}."
    if one.holds(0, 0) == right.holds(0, 0):
        return f"Right at {threshold} itself, but wrong for all values above and below."
    return "It is true exactly where it should be false: every model takes the wrong branch."
