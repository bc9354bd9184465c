"""Things that tests are made of: questions, banks and the people who meet them. All small, all sound."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Learner, User
from quizzes.boards import as_post
from quizzes.engines import Case, Choice, Matching, Ordering
from quizzes.engines.base import Reason
from quizzes.engines.choice import Option
from quizzes.engines.matching import Response
from quizzes.engines.ordering import Distractor
from quizzes.formats import bank as bank_format
from quizzes.models import BankVersion, Question, QuestionVersion, Sitting
from quizzes.services import publishing, starting
from syllabus.models import StepType, Topic, Trap

MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def ordering(key: str = "in-order", **changes: Any) -> Ordering:
    """Clean, train, test, gate; one distractor; every need with its reason."""
    fields: dict[str, Any] = {
        "key": key,
        "prompt": "Put the run in order.",
        "explain": "Each step reads what the one before it wrote.",
        "items": {
            "clean": "Split the raw data with `ProcessingStep`",
            "train": "Fit a model with `TrainingStep`",
            "test": "Measure the model",
            "gate": "Compare the metric with the limit",
        },
        "needs": {
            "train": {"clean": Reason("Training reads the split.")},
            "test": {"train": Reason("There is no artifact to measure yet.")},
            "gate": {"test": Reason("The metric is not there yet.", trap="gate-before-evaluation")},
        },
        "distractors": {"deploy": Distractor("Update the endpoint", "Not in the run.", "register-deploys")},
        "topics": ("loop",),
        "reread": ("loop#gate",),
    }
    return Ordering(**{**fields, **changes})


def matching(key: str = "pairs", **changes: Any) -> Matching:
    """Three prompts, four responses, one of them unused."""
    fields: dict[str, Any] = {
        "key": key,
        "prompt": "Match each step to what it does.",
        "explain": "One job, one step.",
        "prompts": {"training": "TrainingStep", "condition": "ConditionStep", "fail": "FailStep"},
        "responses": {
            "fit": Response("Fits a model"),
            "branch": Response("Branches on a metric"),
            "stop": Response("Ends the run as failed"),
            "tune": Response("Searches hyperparameters", "That is TuningStep."),
        },
        "pairs": {"training": ("fit",), "condition": ("branch",), "fail": ("stop",)},
        "why": {"condition": Reason("It has exactly two branches.")},
        "topics": ("loop",),
    }
    return Matching(**{**fields, **changes})


def choice(key: str = "one", **changes: Any) -> Choice:
    """One right option of four."""
    fields: dict[str, Any] = {
        "key": key,
        "prompt": "Where is step caching switched on?",
        "explain": "CacheConfig belongs to a step.",
        "options": {
            "step": Option("On each step", True, "It is a field of the step."),
            "pipeline": Option("On the pipeline", False, "There is no such field.", "pipeline-level-cache"),
            "run": Option("When a run is started", False, "A start takes parameters only."),
            "account": Option("In the account", False, "No such setting."),
        },
        "topics": ("loop",),
    }
    return Choice(**{**fields, **changes})


def a_case(key: str = "shop", *questions: Any, **changes: Any) -> Case:
    """One choice, one ordering and one matching about a shop; every key and prompt begins with the case's."""
    fields: dict[str, Any] = {
        "key": key,
        "title": "The shop",
        "scenario": f"A shop called *{key}* retrains weekly with `TrainingStep`.",
        "questions": questions
        or (
            choice(f"{key}-starts", prompt=f"What starts a run of {key}?"),
            ordering(f"{key}-order", prompt=f"What follows in {key}?"),
            matching(f"{key}-pairs", prompt=f"Who does what in {key}?"),
        ),
        "topics": ("loop",),
    }
    return Case(**{**fields, **changes})


def a_bank(*questions: Any, slug: str = "a-bank", title: str = "A bank") -> bank_format.Bank:
    return bank_format.Bank(slug=slug, title=title, questions=questions or (ordering(), matching(), choice()))


def a_topic(key: str = "loop", title: str = "The loop") -> Topic:
    """A topic as it stands in the database, without what was written about it."""
    return Topic.objects.get_or_create(
        key=key, defaults={"title": title, "position": 1, "data": {}, "html": {"sections": []}, "digest": ""}
    )[0]


def a_step(key: str = "training", *, type: str = "Training", title: str = "Training") -> StepType:  # noqa: A002
    """A step as it stands in the database, by its definition type and the class named after it."""
    data = {"type": type, "classes": {"current": [f"{type}Step"]}}
    return StepType.objects.get_or_create(
        key=key,
        defaults={"title": title, "position": 1, "data": data, "html": {}, "digest": "", "family": "job"},
    )[0]


def a_trap(key: str = "register-deploys", title: str = "Registering deploys.") -> Trap:
    """A trap as it stands in the database, without what was written about it."""
    return Trap.objects.get_or_create(
        key=key, defaults={"title": title, "position": 1, "data": {}, "html": {}, "digest": ""}
    )[0]


def published(
    *questions: Any, slug: str = "a-bank", owner: User | None = None, now: datetime = MONDAY
) -> dict[str, QuestionVersion]:
    """A bank of these questions, published; their current versions by key. Without an owner it is shipped."""
    a_topic()
    publishing.publish(bank=a_bank(*questions, slug=slug), owner=owner, shipped=owner is None, now=now)
    rows = Question.objects.filter(bank__slug=slug, current__isnull=False).select_related("current")
    return {row.key: row.current for row in rows}


def last_version(slug: str = "a-bank") -> BankVersion:
    return BankVersion.objects.filter(bank__slug=slug).latest("number")


def a_learner(now: datetime = MONDAY) -> Learner:
    return Learner.objects.create(created_at=now, seen_at=now)


def a_sitting(learner: Learner, *versions: QuestionVersion, now: datetime = MONDAY) -> Sitting:
    """A sitting of exactly these versions."""
    return starting.start_with(
        learner=learner,
        versions=[version.pk for version in versions],
        title="A sitting",
        start_key=starting.new_start_key(),
        now=now,
    )


def form_of(sitting: Sitting, number: int, response: Any) -> dict[str, Any]:
    """The form a browser would send for a response given in ids."""
    place = sitting.lineup.get(number=number)
    return as_post(place.question_version.asked, place.deal, response)


def masked(body: bytes, *changing: str) -> bytes:
    """A page without the values that differ at every look."""
    for value in changing:
        body = body.replace(value.encode(), b"***")
    return body


TRANSACTION_CONTROL = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


@contextmanager
def statements() -> Iterator[list[str]]:
    """What is asked of the database meanwhile, begins, commits and savepoints apart; filled at the end."""
    sent: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield sent
    sent += [q["sql"] for q in captured if not q["sql"].startswith(TRANSACTION_CONTROL)]


def right(question: Any) -> Any:
    """A right response, as the engine gives it."""
    response = question.right_response()
    return dict(response) if isinstance(response, Mapping) else tuple(response)
