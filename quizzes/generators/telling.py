"""What every sort of variant says about its questions, and how it says it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from random import Random
from typing import Any, Literal, TypeVar

from quizzes.engines.base import Source
from quizzes.engines.choice import Choice, Option
from quizzes.generators.exams import exams_of, tasks_of
from quizzes.generators.material import Material

T = TypeVar("T")
COUNTS = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}
STORIES = (
    ("A parcel company", "delivery-time model"),
    ("A hospital group", "readmission model"),
    ("A wind-farm operator", "power forecast"),
    ("A bookshop chain", "demand model"),
    ("A card issuer", "fraud model"),
    ("A rail company", "delay model"),
    ("A seed producer", "yield model"),
    ("A hotel group", "cancellation model"),
    ("A water utility", "leak model"),
    ("A streaming service", "churn model"),
    ("A tyre maker", "defect model"),
    ("A food-delivery service", "cooking-time model"),
    ("A city's bus operator", "passenger forecast"),
    ("An insurer", "claims model"),
    ("A solar installer", "lead-scoring model"),
    ("A dairy", "spoilage model"),
)


def story(dice: Random) -> tuple[str, str]:
    """A company and the model that it retrains."""
    return dice.choice(STORIES)


def model_of(dice: Random) -> str:
    """The model that a company retrains, within a sentence: `the demand model of a bookshop chain`."""
    company, model = story(dice)
    return f"the {model} of {company[:1].lower()}{company[1:]}"


def said(
    material: Material,
    *,
    key: str,
    prompt: str,
    explain: str,
    topics: Iterable[str],
    reread: Iterable[str],
    sources: Iterable[Source | None],
    difficulty: int,
    asks: Literal["recall", "judgement"],
    traps: Iterable[str] = (),
    steps: Sequence[str] = (),
    tasks: Sequence[str] = (),
) -> dict[str, Any]:
    """The fields that every question has. What the syllabus lacks is left out: the check then decides.

    `steps` are those that are asked about; they and the topics decide on the tasks, where none are named.
    """
    topics = tuple(topic for topic in dict.fromkeys(topics) if topic in material.topic)
    tasks = tasks or tasks_of(topics, steps)
    return {
        "key": key,
        "prompt": prompt,
        "explain": explain,
        "topics": topics,
        "traps": tuple(sorted({trap for trap in traps if trap in material.traps})),
        "exams": exams_of(material, tasks, choice=False),
        "difficulty": difficulty,
        "asks": asks,
        "reread": tuple(dict.fromkeys(passage for passage in reread if passage in material.passages))[:4],
        "source": tuple(dict.fromkeys(source for source in sources if source is not None))[:4],
    }


def known_trap(material: Material, trap: str) -> str:
    """The trap, where the syllabus has it."""
    return trap if trap in material.traps else ""


def options(dice: Random, offered: Mapping[str, Option]) -> dict[str, Option]:
    """The options in an order that says nothing."""
    return {key: offered[key] for key in shuffled(dice, sorted(offered))}


def choice(material: Material, about: dict[str, Any], dice: Random, offered: Mapping[str, Option]) -> Choice:
    """A choice of these options; the traps of wrong ones are traps of the question, and more exams ask it."""
    traps = {option.trap for option in offered.values() if option.trap}
    tasks = next(iter(about["exams"].values()), ())
    more = {
        "traps": tuple(sorted({*about["traps"], *traps})),
        "exams": exams_of(material, tasks, choice=True) if tasks else {},
    }
    return Choice(**{**about, **more}, options=options(dice, offered))


def shuffled(dice: Random, things: Iterable[T]) -> list[T]:
    """A new list of the same things; what comes in must have an order of its own."""
    found = list(things)
    dice.shuffle(found)
    return found


def some(dice: Random, things: Iterable[T], fewest: int, most: int) -> list[T]:
    """Between `fewest` and `most` of the things; fewer where there are not so many."""
    found = shuffled(dice, things)
    return found[: dice.randint(fewest, max(fewest, min(most, len(found))))]


def listed(names: Sequence[str], last: str = "and") -> str:
    """`a`, `b` and `c`."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {last} {names[-1]}"


def slug(text: str) -> str:
    """An id made of a text."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:64].strip("-")


def sentence(text: str) -> str:
    """With a capital at its beginning and a full stop at its end."""
    text = text.strip()
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '!', '?')) else '.'}"
