"""Choices about one phrase of a stem: which of the things that a lesson's phrases point to is meant."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from quizzes.engines import Question
from quizzes.engines.choice import Option
from quizzes.generators.giveaways import told_by_words
from quizzes.generators.material import Material, Signal
from quizzes.generators.plan import Plan, Sort
from quizzes.generators.signals import CRAFT, apart, begun
from quizzes.generators.telling import choice, model_of, said, shuffled

LURES = 3
UNEVEN = 2.5
"""An option so many times as long as another one falls out."""
LONGER = 1.25
"""A right option so many times as long as the longest wrong one argues for itself."""


def underlined(material: Material, dice: Random, topic: str = "") -> Plan | None:
    """One phrase of a topic's stems, among what three others point to; only where its reason is written."""
    lessons = [t for t in material.topics if t.key != CRAFT and topic in ("", t.key)]
    if not lessons:
        return None
    lesson = dice.choice(lessons)
    fit = apart(shuffled(dice, [signal for signal in lesson.signals if signal.why]))
    for asked in fit:
        lures = sorted(shuffled(dice, [s for s in fit if s is not asked])[:LURES], key=lambda s: s.phrase)
        if len(lures) == LURES and _fair(asked, [lure.points_to for lure in lures]):
            break
    else:
        return None

    def word(key: str, dice: Random) -> Question:
        return _word(material, asked, lures, key, dice)

    about = (lesson.key, *(lure.phrase for lure in lures))
    return Plan("underlined", about, frozenset({asked.phrase}), word, frozenset({asked.phrase}))


SORTS = (Sort("underlined", "choice", (), underlined),)


def _fair(asked: Signal, wrong: Sequence[str]) -> bool:
    """Neither a word of the phrase nor the length of an option tells which one is meant."""
    lengths = sorted(map(len, (asked.points_to, *wrong)))
    if lengths[-1] > UNEVEN * lengths[0] or len(asked.points_to) > LONGER * max(map(len, wrong)):
        return False
    return not told_by_words(asked.phrase, asked.points_to, wrong)


def _word(material: Material, asked: Signal, lures: Sequence[Signal], key: str, dice: Random) -> Question:
    offered = {"it": Option(begun(asked.points_to), True, asked.why)}
    offered |= {
        f"not-{n}": Option(begun(lure.points_to), False, f"That is for something else. {lure.why}")
        for n, lure in enumerate(lures, 1)
    }
    topic, told = material.topic[asked.topic], f"{asked.phrase} {asked.points_to}"
    about = said(
        material,
        key=key,
        prompt=(
            f"A question is about {model_of(dice)}. In its stem these words decide: *{asked.phrase}*. "
            "Which of these do they point to?"
        ),
        explain=f"*{begun(asked.phrase)}* points to **{asked.points_to}**. {asked.why}",
        topics=[asked.topic],
        reread=material.told.telling([told], [asked.topic]),
        sources=material.told.nearest(topic.sources, [told]),
        difficulty=2,
        asks="judgement",
    )
    return choice(material, about, dice, offered)
