"""What is exported of a learner's answers, in words: what was asked, what was given, what was wrong with it.

Nothing that a verdict has not told yet is in it: of a place without an attempt there is what was asked and
what is on its board, not the question's own key, under which its bank can be read; of an open exam not even
which questions count.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.db.models import Prefetch

from accounts.models import Learner
from quizzes import engines, queries
from quizzes.engines import Given
from quizzes.engines.choice import Choice
from quizzes.engines.matching import Matching
from quizzes.engines.ordering import Ordering
from quizzes.models import Attempt, Card, QuestionVersion, Sitting, SittingQuestion, StudyPlan
from quizzes.regraded import changes_of
from quizzes.services.sittings import given_of

AT_ONCE: Final = 50
KEPT: Final = 1000
COLUMNS: Final = (
    *("sitting", "kind of sitting", "number", "answered at", "question", "kind"),
    *("prompt", "response", "right", "seconds"),
)


def sittings(learner: Learner) -> Iterator[dict[str, Any]]:
    """Every sitting with its questions, the first one first."""
    words = _Words()
    lineup = Prefetch("lineup", queryset=_places())
    for sitting in Sitting.objects.of(learner).prefetch_related(lineup).order_by("pk").iterator(AT_ONCE):
        yield {
            "title": sitting.title,
            "kind": sitting.kind,
            "started_at": sitting.started_at,
            "finished_at": sitting.finished_at,
            "deadline_at": sitting.deadline_at,
            "extra_time": sitting.extra_time if sitting.kind == Sitting.EXAM else None,
            "questions": [_place(place, sitting, words) for place in sitting.lineup.all()],
        }


def cards(learner: Learner) -> Iterator[dict[str, Any]]:
    """Every card, with the log of its reviews."""
    kept = Card.objects.filter(learner=learner).select_related("question").prefetch_related("reviews")
    for card in kept.order_by("pk").iterator(AT_ONCE):
        yield {
            "sort": card.sort,
            "about": card.question.key if card.question else card.key,
            "due_at": card.due_at,
            "stability": card.stability,
            "difficulty": card.difficulty,
            "reviews": [{"at": r.reviewed_at, "rating": r.rating} for r in card.reviews.all()],
        }


def plan(learner: Learner) -> Iterator[dict[str, Any]]:
    """What the learner has said about their time."""
    for kept in StudyPlan.objects.filter(learner=learner):
        yield {"exam": kept.exam, "exam_on": kept.exam_on, "daily_load": kept.daily_load}


def reports(learner: Learner) -> Iterator[dict[str, Any]]:
    """Every problem that the learner has reported, with the answer where it may be told."""
    for kept in queries.reports(learner).order_by("pk").iterator(AT_ONCE):
        said = {"about": kept.about, "sentence": kept.sentence, "created_at": kept.created_at}
        if kept.may_be_told:
            said["question"] = kept.question_version.question.key
            if kept.answered_at:
                said |= {"ruling": kept.ruling, "answer": kept.answer, "answered_at": kept.answered_at}
        yield said


def attempts(learner: Learner | None) -> Iterator[tuple[object, ...]]:
    """The head, and a row for every attempt, the first one first."""
    yield COLUMNS
    words = _Words()
    places = _places().filter(sitting__learner=learner, attempt__isnull=False).select_related("sitting")
    for place in places.order_by("attempt__pk").iterator(AT_ONCE * 10) if learner else ():
        attempt, version = place.attempt, place.question_version
        question = words.question(version)
        yield (
            place.sitting.title,
            place.sitting.kind,
            place.number,
            attempt.answered_at.isoformat(),
            version.question.key,
            question.kind,
            question.prompt,
            _line(in_words(question, attempt.given)),
            "void" if place.voided else "yes" if attempt.correct else "no",
            attempt.seconds,
        )


def in_words(question: engines.Question, given: Given) -> list[str] | dict[str, str]:
    """A response in the texts of its question; what the question does not have is left out."""
    match question:
        case Ordering():
            texts = question.texts()
            return [texts[key] for key in engines.ids_in(given) if key in texts]
        case Choice():
            return [question.options[key].text for key in engines.ids_in(given) if key in question.options]
        case Matching():
            return {
                question.prompts[prompt]: question.responses[key].text
                for prompt, key in engines.pairs_in(given).items()
                if prompt in question.prompts and key in question.responses
            }


def _places() -> Any:
    places = SittingQuestion.objects.select_related("question_version__question", "attempt")
    return places.defer("question_version__html", "question_version__drawing")


class _Words:
    """Questions by their wordings, the last ones kept: one sitting after another often asks the same."""

    def __init__(self) -> None:
        self._read: dict[int, engines.Question] = {}

    def question(self, version: QuestionVersion) -> engines.Question:
        if version.pk not in self._read:
            if len(self._read) >= KEPT:
                self._read.clear()
            self._read[version.pk] = version.asked
        return self._read[version.pk]


def _place(place: SittingQuestion, sitting: Sitting, words: _Words) -> dict[str, Any]:
    question = words.question(place.question_version)
    told: dict[str, Any] = {
        "number": place.number,
        "kind": question.kind,
        "prompt": question.prompt,
        "flagged": place.flagged,
    }
    if sitting.kind == Sitting.EXAM and sitting.finished_at:
        told["counts"] = place.scored
    if place.voided:
        told["void"] = True
    attempt: Attempt | None = getattr(place, "attempt", None)
    if attempt is None:
        return {**told, "on_the_board": in_words(question, given_of(place.draft)) if place.draft else None}
    if changes := changes_of(place, attempt):
        told["regraded"] = [
            {"at": c.regrade.at, "note": c.regrade.note, "was": c.was, "now": c.now} for c in changes
        ]
    judge = words.question(attempt.judged_by) if attempt.judged_by else question
    return {
        **told,
        "question": place.question_version.question.key,
        "response": in_words(question, attempt.given),
        "right": attempt.correct,
        "findings": [_finding(judge, finding) for finding in attempt.findings],
        "seconds": attempt.seconds,
        "answered_at": attempt.answered_at,
    }


def _finding(question: engines.Question, finding: dict[str, Any]) -> dict[str, str]:
    """What spoke against the response: the fault, and what it is about in words."""
    texts = _texts(question)
    about = {name: texts.get(finding.get(name, ""), "") for name in ("subject", "other")}
    return {"fault": finding["fault"], **about, "why": finding.get("why", "")}


def _texts(question: engines.Question) -> dict[str, str]:
    return {key: text for group in question.shown().values() for key, text in group.items()}


def _line(said: list[str] | dict[str, str]) -> str:
    """A response in one cell."""
    if isinstance(said, dict):
        return "; ".join(f"{prompt} = {text}" for prompt, text in said.items())
    return "; ".join(said)
