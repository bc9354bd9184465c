"""What a learner is told where a verdict was regraded: when, why, what it was and is, and both wordings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quizzes import engines
from quizzes.models import Attempt, QuestionVersion, Regrade, RegradedAttempt, SittingQuestion

GROUPS = {"pool": "Items", "prompts": "Prompts", "responses": "Responses", "options": "Options"}


@dataclass(frozen=True, slots=True)
class Regraded:
    """The regrade that stands at a place. `first` and `now` are empty where the verdict stayed the same."""

    regrade: Regrade
    place: SittingQuestion
    judge: QuestionVersion | None  # the wording that judges it, where it is another than was asked
    first: str = ""
    now: str = ""

    @property
    def wordings(self) -> list[tuple[str, str, list[tuple[str, list[str]]]]]:
        """Both wordings: what each is called, its prompt and its pieces, as HTML."""
        found = [("As you were asked", self.place.question_version)]
        found += [("The wording it is judged by", self.judge)] if self.judge else []
        return [(name, version.html["prompt"], pieces_of(version)) for name, version in found]


def pieces_of(version: QuestionVersion) -> list[tuple[str, list[str]]]:
    """All that a board of this wording shows, by group, as HTML."""
    inline = version.html["inline"]
    return [
        (GROUPS[group], [inline[text] for text in texts.values()])
        for group, texts in version.asked.shown().items()
    ]


def regraded(place: SittingQuestion, attempt: Attempt | None) -> Regraded | None:
    """What was regraded at a place. No query where nothing of its wording was."""
    standing = place.question_version.regrade
    if standing is None:
        return None
    judge = attempt.judged_by if attempt else None
    if changes := changes_of(place, attempt):
        return Regraded(changes[-1].regrade, place, judge, changes[0].was, changes[-1].now)
    if place.voided or judge is not None:
        return Regraded(standing, place, judge)
    return None


def changes_of(place: SittingQuestion, attempt: Attempt | None) -> Sequence[RegradedAttempt]:
    """Every change of an attempt's verdict, the first one first. One query where its wording was regraded."""
    if attempt is None or place.question_version.regrade_id is None:
        return ()
    return list(attempt.regraded.select_related("regrade").order_by("pk"))


def order_in(shown: Mapping[str, Sequence[str]], question: engines.Question) -> dict[str, tuple[str, ...]]:
    """The ids of a question in the order in which a board showed them; then those that were not on it."""
    return {
        group: (
            *(key for key in shown.get(group, ()) if key in texts),
            *(key for key in texts if key not in shown.get(group, ())),
        )
        for group, texts in question.shown().items()
    }
