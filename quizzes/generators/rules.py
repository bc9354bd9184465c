"""Choices about rules: which pattern does what is wanted, and how many runs a drop of files starts."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from quizzes.engines import Question
from quizzes.engines.choice import Option
from quizzes.generators.events import EVENTS, SAGEMAKER, TOPIC
from quizzes.generators.material import Material
from quizzes.generators.plan import Plan, Sort
from quizzes.generators.telling import choice, listed, said, shuffled

OBJECT = f"{TOPIC}#s3-object"
S3 = "userguide/EventBridge.html"
Field = tuple[str, str, str]
"""A field, how it is compared, and with what."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """What a pattern asks of an event's detail, and what follows from that."""

    key: str
    asks: tuple[Field, ...]
    why: str

    @property
    def text(self) -> str:
        return listed([f"`{field}` {how} `{value}`" for field, how, value in self.asks])


@dataclass(frozen=True, slots=True)
class Wish:
    """What shall happen on which events, the pattern that does it, and patterns that do something else."""

    event: str
    wish: str
    right: Pattern
    others: tuple[Pattern, ...]
    reread: str
    cited: str = SAGEMAKER


GROUP = ("ModelPackageGroupName", "is", "churn")
ALARM = ("alarmName", "is", "auc-low")
BUCKET = ("bucket.name", "is", "partner-drop")
STEP = ("stepName", "is", "Train")
ENDPOINT = ("EndpointName", "is", "shop")
NOW, BEFORE = "currentPipelineExecutionStatus", "previousPipelineExecutionStatus"
WISHES = {
    "model-package": Wish(
        "SageMaker Model Package State Change",
        "deploy each version of the group `churn` as soon as it is approved, and start at no other time",
        Pattern(
            "right",
            (GROUP, ("ModelApprovalStatus", "is", "Approved")),
            "It lets in approvals of this group and nothing else.",
        ),
        (
            Pattern("any-status", (GROUP,), "Every new pending version of the group starts the target, too."),
            Pattern(
                "any-group",
                (("ModelApprovalStatus", "is", "Approved"),),
                "Approvals in every group of the account would start it.",
            ),
            Pattern(
                "pending",
                (GROUP, ("ModelApprovalStatus", "is", "PendingManualApproval")),
                "That is sent when a version is registered, before anybody has approved it.",
            ),
            Pattern(
                "rejected",
                (GROUP, ("ModelApprovalStatus", "is", "Rejected")),
                "That is sent when a version is turned down.",
            ),
        ),
        f"{TOPIC}#model-package",
    ),
    "pipeline-execution": Wish(
        "SageMaker Model Building Pipeline Execution Status Change",
        "tell the team through SNS whenever a run has failed, whatever the cause, and send nothing else",
        Pattern(
            "right", ((NOW, "is", "Failed"),), "Every failed run goes through this change, and no other."
        ),
        (
            Pattern("was", ((BEFORE, "is", "Failed"),), "It asks for the status before the change."),
            Pattern("began", ((BEFORE, "is", "Executing"),), "Runs that succeed leave that status as well."),
            Pattern(
                "stopped", ((NOW, "is", "Stopped"),), "That is what a run becomes that was ended on purpose."
            ),
            Pattern("going", ((NOW, "is", "Executing"),), "That is sent at the beginning of every run."),
        ),
        EVENTS,
    ),
    "alarm": Wish(
        "CloudWatch Alarm State Change",
        "retrain when the alarm `auc-low` goes off, but not when it calms down or when another one goes off",
        Pattern(
            "right", (ALARM, ("state.value", "is", "ALARM")), "It lets in this alarm's change to `ALARM`."
        ),
        (
            Pattern(
                "any-state",
                (ALARM,),
                "The way back to `OK` is a change of state, too, and would start a run.",
            ),
            Pattern(
                "any-alarm",
                (("state.value", "is", "ALARM"),),
                "Every alarm of the account would start a run, one on latency among them.",
            ),
            Pattern(
                "calm", (ALARM, ("state.value", "is", "OK")), "It starts the run when all is well again."
            ),
            Pattern(
                "unknown",
                (ALARM, ("state.value", "is", "INSUFFICIENT_DATA")),
                "That says that there is too little to judge by.",
            ),
        ),
        f"{TOPIC}#alarm",
        "cloudwatch-and-eventbridge.html",
    ),
    "object-created": Wish(
        "Object Created",
        "start one run for each night's drop of files under `drop/` in the bucket `partner-drop`, once the "
        "last one, the marker `drop/_SUCCESS`, is there; other folders and buckets get such markers too",
        Pattern(
            "right",
            (BUCKET, ("object.key", "is", "drop/_SUCCESS")),
            "Of a whole drop only the marker matches, it comes last, and no other folder has this key.",
        ),
        (
            Pattern(
                "folder",
                (BUCKET, ("object.key", "begins with", "drop/")),
                "The event is sent for each object, so every file of the drop starts a run.",
            ),
            Pattern(
                "any-folder",
                (BUCKET, ("object.key", "ends in", "_SUCCESS")),
                "The marker of any other folder in the bucket, such as `test/_SUCCESS`, starts a run too.",
            ),
            Pattern("bucket", (BUCKET,), "Every object that is written to the bucket starts a run."),
            Pattern(
                "anywhere",
                (("object.key", "ends in", "_SUCCESS"),),
                "Markers in other folders, and in other buckets that send their events, start a run too.",
            ),
            Pattern(
                "begins",
                (BUCKET, ("object.key", "begins with", "_SUCCESS")),
                "A key begins with its folder, here `drop/`, so the marker does not match.",
            ),
        ),
        OBJECT,
        S3,
    ),
    "pipeline-step": Wish(
        "SageMaker Model Building Pipeline Execution Step Status Change",
        "open a ticket when a step named `Train` fails, in whichever pipeline, and for no other step and no "
        "other outcome",
        Pattern(
            "right",
            (STEP, ("currentStepStatus", "is", "Failed")),
            "It lets in failures of steps of this name alone.",
        ),
        (
            Pattern(
                "type",
                (("stepType", "is", "Training"), ("currentStepStatus", "is", "Failed")),
                "Other steps can have the same type; their failures match as well.",
            ),
            Pattern("any-outcome", (STEP,), "It matches when the step starts and when it succeeds, too."),
            Pattern("any-step", (("currentStepStatus", "is", "Failed"),), "The failure of any step matches."),
            Pattern(
                "begun",
                (STEP, ("currentStepStatus", "is", "Executing")),
                "It matches when the step begins to run, whatever becomes of it.",
            ),
        ),
        EVENTS,
    ),
    "endpoint": Wish(
        "SageMaker Endpoint State Change",
        "run a test as soon as the endpoint `shop` serves again after an update, and not before",
        Pattern(
            "right",
            (ENDPOINT, ("EndpointStatus", "is", "InService")),
            "That is what it becomes after the change.",
        ),
        (
            Pattern("updating", (ENDPOINT, ("EndpointStatus", "is", "Updating")), "That begins the update."),
            Pattern("any-status", (ENDPOINT,), "It matches at the beginning of the update already."),
            Pattern(
                "any", (("EndpointStatus", "is", "InService"),), "Every endpoint of the account matches."
            ),
            Pattern(
                "failed", (ENDPOINT, ("EndpointStatus", "is", "Failed")), "Then it does not serve the update."
            ),
        ),
        EVENTS,
    ),
}


def pattern(material: Material, dice: Random) -> Plan | None:
    """What shall start a target: which pattern does that and no more."""
    if EVENTS not in material.passages:
        return None
    name = dice.choice(sorted(WISHES))
    wish = WISHES[name]
    lures = sorted(shuffled(dice, wish.others)[:3], key=lambda other: other.key)

    def word(key: str, dice: Random) -> Question:
        offered = {p.key: Option(p.text, p is wish.right, p.why) for p in (wish.right, *lures)}
        about = said(
            material,
            key=key,
            prompt=(
                f"An EventBridge rule names the detail-type `{wish.event}` and its source. It should "
                f"{wish.wish}. What must its pattern say of the event's detail?"
            ),
            explain=(
                "A rule lets in every event that has what the pattern names, so what is not named is not "
                "asked. Name the field that says what has happened, with the value it has **after** the "
                "change, and the field that says to what."
            ),
            topics=[TOPIC],
            reread=[wish.reread, EVENTS],
            sources=[material.source(wish.cited), material.source("pipeline-eventbridge.html")],
            difficulty=2,
            asks="judgement",
        )
        return choice(material, about, dice, offered)

    return Plan("pattern", (name, *(lure.key for lure in lures)), frozenset({name}), word)


SETTINGS = {
    "off": ("files", False, "names the bucket and the prefix `drop/`"),
    "off-marker": ("marker", False, "names the bucket and keys that end in `_SUCCESS`"),
    "files": ("files", True, "names the bucket and the prefix `drop/`"),
    "marker": ("marker", True, "names the bucket and keys that end in `_SUCCESS`"),
    "schedule": ("schedule", True, ""),
}


def runs_of_a_drop(material: Material, dice: Random) -> Plan | None:
    """How many executions a night's drop of files starts."""
    if OBJECT not in material.passages:
        return None
    name = dice.choice(sorted(SETTINGS))

    def word(key: str, dice: Random) -> Question:
        return _word_runs(material, name, key, dice)

    return Plan("drop", (name,), frozenset({name}), word)


def _word_runs(material: Material, name: str, key: str, dice: Random) -> Question:
    on, sends, rule = SETTINGS[name]
    files = dice.choice((40, 120, 300, 480))
    counts = {
        "none": "No execution",
        "one": "One execution",
        "files": f"{files} executions",
        "all": f"{files + 1} executions",
    }
    right = "one" if on == "schedule" else "none" if not sends else "one" if on == "marker" else "all"
    delivery = (
        "The bucket has been told to send its events to EventBridge"
        if sends
        else "Nothing has been set on the bucket itself"
    )
    how = (
        "A schedule of EventBridge has the pipeline as its target and fires at 05:00, when all are there"
        if on == "schedule"
        else f"A rule on `Object Created` {rule}, and has the pipeline as its target"
    )
    about = said(
        material,
        key=key,
        prompt=(
            f"Every night between 01:00 and 04:00 a partner writes {files} files under `drop/` and then one "
            f"more, the marker `drop/_SUCCESS`; nothing else comes into the bucket. {delivery}. "
            f"{how}; no other rule or schedule is there. How many executions does one night start, if every "
            "event is delivered once?"
        ),
        explain=(
            "`Object Created` is sent once for each object, and only by a bucket whose delivery to "
            "EventBridge is on. A rule on the prefix therefore starts a run for every file, the marker "
            "included; a rule on the marker alone, or a schedule, starts one."
        ),
        topics=[TOPIC],
        reread=[OBJECT, f"{TOPIC}#schedule"] if on == "schedule" else [OBJECT],
        sources=[material.source(S3), material.source("pipeline-eventbridge.html")],
        difficulty=2,
        asks="judgement",
    )
    offered = {k: Option(text, k == right, _why_runs(k, name, files), "") for k, text in counts.items()}
    return choice(material, about, dice, offered)


def _why_runs(count: str, name: str, files: int) -> str:
    on, sends, _ = SETTINGS[name]
    if on == "schedule":
        return {
            "one": "A schedule fires at its hour, however many files have come.",
            "none": "It would be none if nothing called `StartPipelineExecution`; the schedule does.",
            "files": "So it would be by a rule on the prefix, if no marker came.",
            "all": "So it would be by a rule on the prefix: one for each object.",
        }[count]
    if not sends:
        return {
            "none": "Delivery to EventBridge is off at first, so no event reaches the rule.",
            "one": "So it would be with delivery on and a rule on the marker.",
            "files": "So it would be with delivery on, a rule on the prefix, and no marker.",
            "all": "So it would be with delivery on and a rule on the prefix.",
        }[count]
    if on == "marker":
        return {
            "one": "Of the whole drop only the marker's key ends so.",
            "none": "The bucket sends its events, and the marker's event matches.",
            "files": "The other files do not match: their keys end otherwise.",
            "all": "So it would be by a rule on the prefix.",
        }[count]
    return {
        "all": f"Each object sends its event and matches: {files} files and the marker.",
        "none": "The bucket sends its events, and the keys begin so.",
        "one": "So it would be by a rule on the marker, or by a schedule.",
        "files": "The marker is an object under `drop/` like the others.",
    }[count]


SORTS = (
    Sort("pattern", "choice", (TOPIC,), pattern),
    Sort("drop", "choice", (TOPIC,), runs_of_a_drop),
)
