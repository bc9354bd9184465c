"""Choices about the service for a workflow: what a stem says decides, by the rules of the decision aid."""

from __future__ import annotations

from random import Random

from quizzes.engines import Question
from quizzes.engines.choice import Option
from quizzes.generators.aids import Aid, Rule
from quizzes.generators.material import Material
from quizzes.generators.plan import Plan, Sort
from quizzes.generators.telling import choice, known_trap, said, sentence, shuffled, story

TOPIC = "orchestrators"
LURES = 3
TRAPS = (
    "airflow-by-default",
    "condition-many-branches",
    "eventbridge-needs-lambda",
    "eventbridge-orchestrates",
    "pipelines-is-codepipeline",
    "step-functions-always-better",
)


def decided(material: Material, dice: Random) -> Plan | None:
    """A stem that says what there is and what is wanted: which service it asks for."""
    aid = next((aid for aid in material.aids if TOPIC in aid.topics), None)
    if aid is None or TOPIC not in material.topic:
        return None
    by_rule: dict[str, list[tuple[Rule, dict[str, str]]]] = {}
    for rule, answers in aid.clear():
        if all(aid_stems(aid, question, option) for question, option in rule.when.items()):
            by_rule.setdefault(rule.key, []).append((rule, answers))
    if not by_rule:
        return None
    rule, answers = dice.choice(by_rule[dice.choice(sorted(by_rule))])
    lines = {
        question: dice.choice(stems)
        for question, option in sorted(answers.items())
        if (stems := aid_stems(aid, question, option))
    }
    lures = sorted(shuffled(dice, sorted(set(aid.choices) - {rule.choose}))[:LURES])
    if len(lures) < LURES or not lines:
        return None

    def word(key: str, dice: Random) -> Question:
        told = [lines[question] for question, _, _ in aid.questions if question in lines]
        return _word(material, aid, rule, told, lures, key, dice)

    return Plan("decided", (rule.key, *lures), frozenset(lines.values()), word)


SORTS = (Sort("decided", "choice", (TOPIC,), decided, TRAPS),)


def aid_stems(aid: Aid, question: str, option: str) -> tuple[str, ...]:
    """How a stem says this answer; () where it says nothing of it."""
    return next((stems.get(option, ()) for key, _, stems in aid.questions if key == question), ())


def _word(
    material: Material, aid: Aid, rule: Rule, told: list[str], lures: list[str], key: str, dice: Random
) -> Question:
    company, model = story(dice)
    topics = [TOPIC, *(passage.partition("#")[0] for passage in rule.passages)]
    offered = {rule.choose: Option(aid.choices[rule.choose][0], True, rule.fact)}
    for lure in lures:
        title, against = aid.choices[lure]
        offered[lure] = Option(title, False, rule.against.get(lure, against))
    about = said(
        material,
        key=key,
        prompt=(
            f"{company} plans the workflow around its {model}. {' '.join(map(sentence, told))} Which service "
            "fits best?"
        ),
        explain=f"{rule.fact} In stems it sounds like this: *{rule.phrase}*.",
        topics=topics,
        reread=rule.passages,
        sources=aid.sources[:4],
        difficulty=2,
        asks="judgement",
        traps=[trap for trap in rule.traps if known_trap(material, trap)],
        tasks=("3.1", "3.3"),
    )
    return choice(material, about, dice, offered)
