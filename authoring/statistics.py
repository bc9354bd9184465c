"""What the pages of statistics show: in which order, and what to do about what is flagged."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kit.prose import visible_text
from quizzes import statistics
from quizzes.counted import Slip, slip, unused_texts
from quizzes.figures import Discrimination, Figures, Flag, Tries
from quizzes.models import Bank
from quizzes.scores import Mark
from quizzes.statistics import QuestionFigures

A_PAGE: Final = 100
TOLD: Final = 5
"""Below so many no interval is told: it would be nearly everything."""

ORDERS: Final = {
    "": "As in the bank",
    "look": "To be looked at first",
    "hard": "Hardest first",
    "easy": "Easiest first",
    "telling": "Least telling apart first",
    "slow": "Slowest first",
    "blank": "Most often unanswered first",
    "most": "Most answers first",
}
"""What the address calls each order, and the page."""

SLIPS: Final = {
    "need": "“{other}” stood before “{one}”",
    "used": "“{one}” was taken in",
    "left": "“{one}” was left out",
    "option": "“{one}” was chosen",
    "pair": "“{one}” was given “{other}”",
}


@dataclass(frozen=True, slots=True)
class Advice:
    """A flag in words, and what to do."""

    label: str
    todo: str


def advice(question: QuestionFigures, flag: Flag) -> Advice:
    """What is to be said of a flag."""
    match flag:
        case "negative":
            return Advice(
                "Negative discrimination",
                "Who does well in the rest gets this wrong more often than others do. Look whether the key "
                "is right, and whether the prompt can be read in two ways.",
            )
        case "hard":
            return Advice(
                "Too hard",
                "Even at the best end of its interval fewer than 3 in 10 get it right. Look whether the key "
                "is right, whether the prompt says all that is needed, and whether it is taught.",
            )
        case "guessing":
            return Advice(
                "No better than guessing",
                "No more get it right than would by chance. Look whether a wrong answer reads as right as "
                "the key, and whether what is asked is taught.",
            )
        case "easy":
            return Advice(
                "Too easy",
                "Even at the lowest end of its interval 19 in 20 get it right, so it tells nobody apart. "
                "Keep it to begin with, or put in its way what people do believe.",
            )
        case "unused":
            texts = unused_texts(question.figures, question.read.question)
            named = "; ".join(f"“{visible_text(text)}”" for text in texts)
            return Advice(
                "Nobody takes "
                + ("one of its distractors" if len(texts) == 1 else "some of its distractors"),
                f"In all these answers nobody took {named}. What tempts nobody makes guessing easier: put "
                "something there that people do believe.",
            )


def labels(question: QuestionFigures) -> list[str]:
    return [advice(question, flag).label for flag in question.flags]


def ordered(questions: Sequence[QuestionFigures], order: str) -> list[QuestionFigures]:
    """In this order; what has no such figure comes last, and what is equal stays as in the bank."""
    key = KEYS.get(order)
    return sorted(questions, key=key) if key else list(questions)


def _look(question: QuestionFigures) -> tuple[Any, ...]:
    return (not question.flags, -len(question.flags))


def _share(sign: int) -> Callable[[QuestionFigures], tuple[Any, ...]]:
    def key(question: QuestionFigures) -> tuple[Any, ...]:
        mark = question.figures.facility
        return (not mark.of, sign * mark.share)

    return key


def _telling(question: QuestionFigures) -> tuple[Any, ...]:
    found = question.figures.discrimination
    return (found is None, found.r if found else 0)


def _slow(question: QuestionFigures) -> tuple[Any, ...]:
    median = question.figures.median
    return (median is None, -(median or 0))


KEYS: Final[dict[str, Callable[[QuestionFigures], tuple[Any, ...]]]] = {
    "look": _look,
    "hard": _share(1),
    "easy": _share(-1),
    "telling": _telling,
    "slow": _slow,
    "blank": lambda question: (-question.figures.blank,),
    "most": lambda question: (-question.figures.facility.of,),
}


def told_slip(found: Slip | None) -> str:
    """What went wrong most often, as a sentence in bare words; "" if nothing did.

    >>> from quizzes.counted import Share
    >>> told_slip(Slip("need", "Clean", "`Train`", Share(3, 9)))
    '“Train” stood before “Clean”'
    """
    if found is None:
        return ""
    return SLIPS[found.what].format(one=visible_text(found.one), other=visible_text(found.other))


HEAD: Final = (
    "key", "kind", "prompt", "retired", "wordings",
    "first_n", "first_right", "facility", "facility_low", "facility_high",
    "all_n", "all_right", "unanswered",
    "discrimination", "discrimination_low", "discrimination_high", "discrimination_n",
    "median_seconds", "went_wrong_most", "went_wrong_n", "look_at",
)  # fmt: skip


def table(bank: Bank) -> Iterator[Sequence[object]]:
    """A row for each question, its head first: first attempts, and all attempts where that is said."""
    yield HEAD
    for question in statistics.of_bank(bank).questions:
        figures = question.figures
        everything, found = figures.cell("tried"), slip(figures, question.read.question)
        yield (
            question.key,
            question.kind,
            visible_text(question.prompt, blocks=True),
            "yes" if question.retired else "no",
            " ".join(str(wording.number) for wording in question.of),
            *_mark(figures.facility),
            everything.n,
            everything.right,
            figures.blank,
            *_discrimination(figures.discrimination),
            figures.median,
            told_slip(found),
            found.share.n if found else 0,
            "; ".join(labels(question)),
        )


def _mark(mark: Mark) -> Iterator[object]:
    low, high = mark.interval if mark.of else (None, None)
    yield from (mark.of, mark.right, _short(mark.share) if mark.of else None, _short(low), _short(high))


def _discrimination(found: Discrimination | None) -> Iterator[object]:
    if found is None:
        yield from (None, None, None, 0)
    else:
        yield from (_short(found.r), *map(_short, found.interval), found.n)


def _short(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def tries_of(asked: str | None) -> Tries:
    return "all" if asked == "all" else "first"


def months(figures: Figures | statistics.BankFigures) -> tuple[str, str] | None:
    """The first and the last month in which there were answers."""
    return (figures.months[0], figures.months[-1]) if figures.months else None
