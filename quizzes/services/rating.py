"""An attempt in a review is rated: its card learns from it, once. Called where the attempt is written."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q

from accounts.models import Learner
from quizzes import recall
from quizzes.models import Attempt, Card, CardReview, Sitting, SittingQuestion

LAST = 50
"""What a kind usually takes is read from so many of the learner's last right responses."""


def rated(*, sitting: Sitting, place: SittingQuestion, attempt: Attempt) -> CardReview | None:
    """Rate the card of a place by the attempt just written, in the same transaction; make it if it is new.

    Nothing for what is no review, or nobody's any more, or void. An attempt is unique for its place, and so
    is what it does to the card; their learner is locked with the sitting, so that two reviews do not both
    make it.
    """
    learner = sitting.learner
    if sitting.kind != Sitting.REVIEW or learner is None or place.voided:
        return None
    subject = subject_of(sitting, place)
    card = Card.objects.filter(learner=learner, **subject).first()
    rating = _rating(learner, sitting, place, attempt)
    state = recall.review(card.state if card else None, rating, attempt.answered_at)
    if card is None:
        card = Card(learner=learner, first_review_at=attempt.answered_at, **subject)
    card.state = state
    card.lapses += rating == "again" and card.reps > 0
    card.reps += 1
    card.save()
    return CardReview.objects.create(
        card=card, attempt=attempt, rating=rating, reviewed_at=attempt.answered_at
    )


def rerated(*, sitting: Sitting, place: SittingQuestion, attempt: Attempt) -> None:
    """Rate a review anew, after a regrade: its log is put right, and the schedule found again from it.

    A void one is taken out of the log, and the card with it if it was the only one. What was asked meanwhile
    was asked when it was: only what comes next changes.
    """
    learner = sitting.learner
    if sitting.kind != Sitting.REVIEW or learner is None:
        return
    logged = CardReview.objects.filter(attempt=attempt).select_related("card").first()
    if place.voided:
        if logged is not None:
            logged.delete()
            reschedule(logged.card) if logged.card.reviews.exists() else logged.card.delete()
        return
    held = Card.objects.filter(learner=learner, **subject_of(sitting, place))
    card = logged.card if logged is not None else held.first()
    if card is None:
        rated(sitting=sitting, place=place, attempt=attempt)
        return
    told = {"rating": _rating(learner, sitting, place, attempt), "reviewed_at": attempt.answered_at}
    CardReview.objects.update_or_create(attempt=attempt, defaults={"card": card, **told})
    reschedule(card)


def _rating(learner: Learner, sitting: Sitting, place: SittingQuestion, attempt: Attempt) -> recall.Rating:
    """By how it went, and by what the learner had taken until then."""
    kind = place.question_version.question.kind
    opens = _opens_a_case(sitting, place, attempt)
    usual = recall.usual(kind, _taken(learner, kind, opens=opens, before=attempt), opens_a_case=opens)
    return recall.rate(attempt.correct, attempt.seconds, usual)


def reschedule(card: Card) -> None:
    """Find a card's schedule again from the log of its reviews."""
    log: list[tuple[datetime, Any]] = list(card.reviews.values_list("reviewed_at", "rating"))
    state = recall.replay(log)
    if state is None:
        return
    card.state = state
    card.first_review_at = min(at for at, _ in log)
    card.reps = len(log)
    card.lapses = sum(rating == "again" for _, rating in sorted(log)[1:])
    card.save()


def subject_of(sitting: Sitting, place: SittingQuestion) -> dict[str, Any]:
    """What a place of a review asks for: the fields of its card. It was fixed at the start."""
    sort, key = sitting.wants["cards"][place.number - 1]
    if sort == Card.QUESTION:
        return {"sort": sort, "question_id": place.question_version.question_id}
    return {"sort": sort, "key": key}


def _opens_a_case(sitting: Sitting, place: SittingQuestion, attempt: Attempt) -> bool:
    """Whether it is the first of its case that is answered in this sitting: its time holds the reading."""
    case = place.question_version.question.case_id
    beside = Attempt.objects.filter(place__sitting=sitting, place__question_version__question__case=case)
    return case is not None and not beside.filter(pk__lt=attempt.pk).exists()


def _taken(learner: Learner, kind: str, *, opens: bool, before: Attempt) -> list[int]:
    """Seconds of the learner's last right responses of a kind, with a scenario to read or without. One query.

    An exam's attempts are written in the order of its questions.
    """
    case = "place__question_version__question__case"
    earlier = Attempt.objects.filter(
        **{"place__sitting": OuterRef("place__sitting"), case: OuterRef(case), "pk__lt": OuterRef("pk")}
    )
    of_a_case = Q(**{f"{case}__isnull": False})
    opening = of_a_case & ~Exists(earlier)
    attempts = Attempt.objects.filter(
        opening if opens else ~opening,
        place__sitting__learner=learner,
        place__question_version__question__kind=kind,
        correct=True,
        place__voided=False,
        seconds__isnull=False,
        pk__lt=before.pk,
    )
    return [seconds or 0 for seconds in attempts.order_by("-pk").values_list("seconds", flat=True)[:LAST]]
