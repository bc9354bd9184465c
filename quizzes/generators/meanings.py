"""Choices that ask for a term: what it means, or, where its own words would tell that, which one is meant.

"What does *Auto-rollback* mean?" needs no knowledge when one option alone speaks of a rollback. Such a term
is asked the other way round: what it means is told, without the words of its name, and names are the options.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from random import Random
from typing import Final

from quizzes.engines import Question
from quizzes.engines.choice import Option
from quizzes.generators.giveaways import has, stems
from quizzes.generators.material import Material, Word
from quizzes.generators.plan import Plan
from quizzes.generators.telling import choice, said, sentence, shuffled

LURES: Final = 3
NEAREST: Final = 7
"""So many of the nearest others are drawn from."""
LONG: Final = 230
"""Characters of a meaning that stand in an option: whole sentences, at least one."""
ALIKE: Final = 0.5
"""Two meanings that share more of their words than this could both be taken for right."""
LEFT_OUT: Final = "…"

_WORD = re.compile(r"[A-Za-z][A-Za-z-]{3,}")
_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z`\"(])")
_BRACKET = re.compile(r"\s*\(([^)]*)\)")
_TOKEN = re.compile(r"[A-Za-z](?:[\w./:-]*\w)?")
_GAPS = re.compile(rf"{LEFT_OUT}(?:[\s`]+{LEFT_OUT})+")


def meaning(material: Material, dice: Random, key: str) -> Plan | None:
    """One term, among terms near it."""
    asked = next((w for w in material.words if w.key == key), None)
    others = near(material, asked) if asked else ()
    if asked is None or len(others) < LURES:
        return None
    lures = sorted(shuffled(dice, others)[:LURES], key=lambda other: other.key)
    pieces = frozenset(f"not:{other.key}" for other in lures)
    return Plan("meaning", (key,), pieces, lambda name, dice: _word(material, asked, lures, name, dice))


def near(material: Material, asked: Word) -> tuple[Word, ...]:
    """The nearest terms of its topics whose meaning is another, and does not name it."""
    return _nearest(material.words, asked)


def begun(text: str) -> str:
    """The first sentences of a text, as many as fit LONG; the first, however long it is."""
    sentences = _END.split(" ".join(text.split()))
    told = sentences[0]
    for following in sentences[1:]:
        if len(told) + 1 + len(following) > LONG:
            break
        told = f"{told} {following}"
    return told


def names_of(word: Word) -> tuple[str, ...]:
    """All that a term is called: its title, an abbreviation in brackets, and the other ways of writing it.

    >>> names_of(Word("dag", "Directed graph (DAG)", ("`dag`",), "", (), ()))
    ('Directed graph', 'DAG', 'dag')
    >>> names_of(Word("artifact", "Artifact (lineage)", (), "", (), ()))
    ('Artifact',)
    """
    short = [name for name in _BRACKET.findall(word.title) if not name.islower()]
    return (_BRACKET.sub("", word.title), *short, *(name.strip("`") for name in word.names))


def named(word: Word, text: str) -> bool:
    """Whether a text calls a term by one of its names, word for word, in the singular or the plural."""
    told = f" {' '.join(_plain(text))} "
    return any(
        f" {' '.join(_plain(name))}{end} " in told for name in names_of(word) for end in ("", "s") if name
    )


def telling(asked: Word, lures: Sequence[Word]) -> frozenset[str]:
    """The words of its names that are in what it means, and in what none of the lures means."""
    others = [stems(begun(lure.text)) for lure in lures]
    shared = [stem for stem in _own(asked) if has(stems(begun(asked.text)), stem)]
    return frozenset(stem for stem in shared if not any(has(words, stem) for words in others))


def masked(asked: Word) -> str:
    """What a term means, without the words of its names."""
    own = _own(asked)

    def left(match: re.Match[str]) -> str:
        words = stems(match.group())
        return LEFT_OUT if any(has(words, stem) for stem in own) else match.group()

    return _GAPS.sub(LEFT_OUT, _TOKEN.sub(left, begun(asked.text)))


def _word(material: Material, asked: Word, lures: Sequence[Word], key: str, dice: Random) -> Question:
    turned = bool(telling(asked, lures))
    right, *wrong = [word.title if turned else begun(word.text) for word in (asked, *lures)]
    offered = {"it": Option(right, True, f"That is what {asked.title} means.")}
    for lure, text in zip(lures, wrong, strict=True):
        why = f"{lure.title}: {sentence(begun(lure.text))}" if turned else f"That is what {lure.title} means."
        offered[lure.key] = Option(text, False, why)
    topics = [material.topic[topic] for topic in asked.topics if topic in material.topic]
    return choice(
        material,
        said(
            material,
            key=key,
            prompt=(
                f"Which of these is meant?\n\n> {masked(asked)}"
                if turned
                else f"What does **{asked.title}** mean?"
            ),
            explain=f"**{asked.title}**: {sentence(asked.text)}",
            topics=asked.topics,
            reread=material.told.telling([f"{asked.title} {asked.text}"], asked.topics, 2),
            sources=asked.sources or [source for topic in topics for source in topic.sources[:1]],
            difficulty=1,
            asks="recall",
        ),
        dice,
        offered,
    )


@lru_cache(maxsize=2048)
def _nearest(words: tuple[Word, ...], asked: Word) -> tuple[Word, ...]:
    mine = words_of(f"{asked.title} {asked.text}")
    rated = [
        (-len(words_of(f"{w.title} {w.text}") & mine), w.key, w)
        for w in words
        if w.key != asked.key
        and set(w.topics) & set(asked.topics)
        and not alike(w.text, asked.text)
        and not named(asked, w.text)  # a meaning that names the term would be a hint, or also true of it
    ]
    return tuple(w for *_, w in sorted(rated, key=lambda entry: entry[:2])[:NEAREST])


def _own(word: Word) -> frozenset[str]:
    return frozenset[str]().union(*map(stems, names_of(word)))


def _plain(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower())


def words_of(text: str) -> frozenset[str]:
    """The words of four letters and more, in small letters."""
    return frozenset(word.lower() for word in _WORD.findall(text))


def alike(one: str, other: str) -> bool:
    """They share so many words that both could be taken for the same."""
    a, b = words_of(one), words_of(other)
    return len(a & b) > ALIKE * max(1, min(len(a), len(b)))
