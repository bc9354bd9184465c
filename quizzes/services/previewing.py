"""A question that is not published, as learners would be asked it: dealt, graded, and nothing is written."""

from __future__ import annotations

from datetime import datetime

from quizzes import engines
from quizzes.models import Attempt, CaseVersion, Question, QuestionVersion, SittingQuestion
from quizzes.reading import step_families
from quizzes.rendering import render_case
from quizzes.services.sittings import graded
from quizzes.services.starting import unstarted
from quizzes.services.wordings import body_of, shown


def unpublished(question: engines.Question, *, case: engines.Case | None, start_key: str) -> SittingQuestion:
    """The place that a sitting of this question would have, with all that its board shows. One query.

    The same `start_key` deals it alike.
    """
    families = step_families()
    show = shown(question, families)
    version = QuestionVersion(
        question=Question(key=question.key, kind=question.kind),
        case_version=_unpublished(case, families) if case else None,
        body=body_of(question),
        html=show.html,
        drawing=show.drawing,
    )
    return unstarted(version=version, start_key=start_key)


def tried(place: SittingQuestion, response: engines.Given, *, now: datetime) -> Attempt:
    """The attempt that this response would be. Raises Unanswered for a blank one."""
    return graded(place, response, seconds=0, now=now)


def _unpublished(case: engines.Case, families: dict[str, str]) -> CaseVersion:
    html = render_case(case, families=families)
    return CaseVersion(pk=0, title=case.title, scenario=case.scenario, explain=case.explain, html=html)
