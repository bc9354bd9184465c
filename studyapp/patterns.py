"""Every component on one page, in every state, for who builds pages. Routed only where DEBUG is on."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from quizzes.boards import Board, board
from quizzes.deal import deal
from quizzes.engines import Question
from quizzes.engines.base import Reason
from quizzes.engines.choice import Choice, Option
from quizzes.engines.matching import Matching, Response
from quizzes.engines.ordering import Distractor, Ordering
from quizzes.rendering import Rendered
from quizzes.rendering import render as rendered
from quizzes.told import Line
from studyapp.web import plots
from studyapp.web.plots import Series

SECRET = b"the patterns page, always alike"
FAMILIES = {
    "ProcessingStep": "job",
    "TrainingStep": "job",
    "ConditionStep": "control",
    "RegisterModel": "registry",
}

ORDERING = Ordering(
    key="sample-order",
    prompt="A run of the retraining pipeline starts. Which steps, in which order?",
    explain="Each step reads what an earlier one wrote.",
    items={
        "prepare": "`ProcessingStep` splits the data into train and test",
        "train": "`TrainingStep` fits the model",
        "evaluate": "`ProcessingStep` measures the model on held-out data",
        "gate": "`ConditionStep` compares the metric with the threshold",
        "register": "`RegisterModel` adds a version to the group",
    },
    needs={
        "train": {"prepare": Reason("Training reads the split that processing writes.")},
        "evaluate": {"train": Reason("Evaluation reads the model artifact that training writes.")},
        "gate": {"evaluate": Reason("The condition compares a metric that the evaluation report holds.")},
        "register": {"gate": Reason("Only a model that passed is registered.")},
    },
    distractors={
        "deploy": Distractor("`UpdateEndpoint` replaces the live model"),
        "approve": Distractor("A reviewer sets the version to Approved"),
    },
)
MATCHING = Matching(
    key="sample-match",
    prompt="Which step does each of these jobs?",
    explain="",
    prompts={
        "if": "Continue only where the AUC is at least 0.85",
        "wait": "Wait until another system answers with a token",
        "version": "Record a new version of the model, with its metrics",
    },
    responses={
        "condition": Response("`ConditionStep`"),
        "callback": Response("`CallbackStep`"),
        "register": Response("`RegisterModel`"),
        "lambda": Response("`LambdaStep`"),
    },
    pairs={"if": ("condition",), "wait": ("callback",), "version": ("register",)},
)
ONE = Choice(
    key="sample-one",
    prompt="A run ended green with `RegisterModel`. The endpoint still serves the old model. **Why?**",
    explain="",
    options={
        "a": Option("Registering adds a version to a group; nothing deploys it.", correct=True),
        "b": Option("The step cache returned the model of an earlier run."),
        "c": Option("The endpoint polls the registry once a day."),
    },
)
TWO = Choice(
    key="sample-two",
    prompt="Which of these start a pipeline run?",
    explain="",
    options={
        "a": Option("An EventBridge rule on a new object in S3", correct=True),
        "b": Option("A schedule of EventBridge Scheduler", correct=True),
        "c": Option("A step whose cache has expired"),
        "d": Option("A model version that is waiting for approval"),
    },
)
WRONG = ("prepare", "evaluate", "train", "deploy")
LINES = (
    Line(
        "broken-need",
        '<code data-family="job">ProcessingStep</code> measures the model',
        '<code data-family="job">TrainingStep</code> fits the model',
        ("Evaluation reads the model artifact that training writes.",),
    ),
    Line("distractor-used", "<code>UpdateEndpoint</code> replaces the live model"),
    Line("left-out", '<code data-family="registry">RegisterModel</code> adds a version to the group'),
)

DAYS = ("2 Nov", "3 Nov", "4 Nov", "5 Nov")
SERIES = (Series("Due again", (3, 5, 4, 6)), Series("New", (2, 2, 3, 3)))


@require_GET
def patterns(request: HttpRequest) -> HttpResponse:
    """The vocabulary of the style sheet, with real boards and real verdicts."""
    context: dict[str, Any] = {
        "ordering": _board(ORDERING, 1),
        "ordering_filled": _board(ORDERING, 2, WRONG),
        "matching": _board(MATCHING, 3, {"if": "condition"}),
        "one": _board(ONE, 4, ("a",)),
        "two": _board(TWO, 5),
        "lines": LINES,
        "source": {
            "url": "https://docs.aws.amazon.com/sagemaker/latest/dg/model-registry.html",
            "checked": "2026-11-21",
            "title": "Model Registry",
        },
        "bars": plots.bars("Questions a day", "A sample: 9 at most", over="Day", labels=DAYS, series=SERIES),
        "lines_drawn": plots.lines(
            "The same as lines", "A sample: 6 at most", over="Day", labels=DAYS, series=SERIES
        ),
        "neighbours": {
            "before": {"href": "#", "label": "Triggers and schedules"},
            "after": {"href": "#", "label": "The quality gate"},
        },
    }
    return render(request, "patterns.html", context)


def _board(question: Question, number: int, given: Any = ()) -> Board:
    return board(question, deal(question, secret=SECRET, number=number), _html(question), given)


def _html(question: Question) -> Rendered:
    return rendered(question, families=FAMILIES)
