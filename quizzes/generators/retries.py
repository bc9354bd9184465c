"""Choices about what follows an error, and about what a check step compares and hands on."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from quizzes.engines import Question
from quizzes.engines.choice import Option
from quizzes.generators.material import Material, Step
from quizzes.generators.plan import Plan, Sort
from quizzes.generators.telling import choice, known_trap, said, story

RETRIES = "pipelines#retries"
MORE = "executions#retries"
FAILURE = "executions#failure"
CHECKS = "monitoring#check-steps"
CHECK_STEPS = "step-types#checks"
PAGE = "pipelines-retry-policy.html"
CHECK_PAGE = "pipelines-quality-clarify-baseline-lifecycle.html"
JOB_STEPS = ("processing", "training", "transform")
CALLS = ("model", "register-model")


@dataclass(frozen=True, slots=True)
class Failure:
    """An error of a step: how it shows, its exception type, and whether the service retries it unasked."""

    key: str
    text: str
    name: str
    unasked: bool
    ours: bool = False


FAILURES = (
    Failure("throttling", "the API answers that there are too many requests", "Step.THROTTLING", True),
    Failure("service", "the service answers with a fault of its own", "Step.SERVICE_FAULT", True),
    Failure("capacity", "no instance of the type is free", "SageMaker.CAPACITY_ERROR", False),
    Failure(
        "limit", "the account's quota for the instance type is used up", "SageMaker.RESOURCE_LIMIT", False
    ),
    Failure(
        "internal", "the job stops with an internal error of SageMaker", "SageMaker.JOB_INTERNAL_ERROR", False
    ),
    Failure("script", "the script ends with an exception at a column that is missing", "", False, ours=True),
)
POLICIES = ("none", "same", "other")


def retry(material: Material, dice: Random) -> Plan | None:
    """A step meets an error, with a policy on it or none: what happens next."""
    steps = [s for s in material.steps if s.key in (*JOB_STEPS, *CALLS) and s.retryable]
    if not steps or RETRIES not in material.passages:
        return None
    step = dice.choice(steps)
    fit = [f for f in FAILURES if f.unasked or step.key in JOB_STEPS]
    failure = dice.choice(fit)
    policies = [
        p for p in POLICIES if not (p == "same" and failure.ours) and not (p == "other" and failure.unasked)
    ]
    policy = dice.choice(policies)
    named = ""
    if policy == "other":
        named = dice.choice([f.name for f in FAILURES if f.name and not f.unasked and f is not failure])
    elif policy == "same":
        named = failure.name
    attempts = dice.choice((3, 5, 10))

    def word(key: str, dice: Random) -> Question:
        return _word(material, step, failure, policy, named, attempts, key, dice)

    pieces = frozenset(
        {f"step:{step.key}", f"error:{failure.key}", f"policy:{policy}:{named}", str(attempts)}
    )
    return Plan("retry", (failure.key,), pieces, word)


def _word(
    material: Material,
    step: Step,
    failure: Failure,
    policy: str,
    named: str,
    attempts: int,
    key: str,
    dice: Random,
) -> Question:
    name = material.names[step.key]
    company, model = story(dice)
    if policy == "none":
        set_up = f"No retry policy is set on the {name} step."
    else:
        set_up = f"The {name} step has a retry policy for `{named}`, with `MaxAttempts` set to {attempts}."
    right = "policy" if policy == "same" else "unasked" if failure.unasked else "fails"
    trap = known_trap(material, "all-errors-retried")
    reasons = {
        "unasked": "The service retries throttling and faults of its own without being asked; nothing else.",
        "policy": (
            "No policy is set, and without one only throttling and service faults are tried again."
            if policy == "none"
            else f"The policy names `{named}`, and it acts on that and on nothing else."
        ),
        "fails": (
            "The error is one that is tried again before the step is given up."
            if right != "fails"
            else "An error of one's own script is never retried, by no policy."
            if failure.ours
            else "Unasked, only throttling and service faults are retried, and no policy names this error."
        ),
        "left-out": "A step that waits for one that has not `Succeeded` never starts.",
    }
    if right == "policy":
        reasons["unasked"] = (
            "The policy is set, so its interval and its limit hold."
            if failure.unasked
            else f"`{failure.name}` is not among what the service retries unasked; only the policy does it."
        )
    texts = {
        "unasked": "The service tries the step again, without having been asked to",
        "policy": (
            "The step waits in `Executing` until the cause has gone away"
            if policy == "none"
            else f"The step is tried again as its policy says, up to {attempts} times"
        ),
        "fails": "The step is `Failed` at once, and the execution ends `Failed`",
        "left-out": "The step is left out, and the steps after it start anyway",
    }
    if policy == "none":
        reasons["policy"] = "A step does not wait for a cause to go away: it is retried, or it fails."
    about = said(
        material,
        key=key,
        prompt=(
            f"{set_up} In a run of {company[0].lower()}{company[1:]}'s pipeline for its {model} the step "
            f"starts, and {failure.text}. What happens next?"
        ),
        explain=(
            "Unasked, only `Step.SERVICE_FAULT` and `Step.THROTTLING` are retried. Missing capacity, a "
            "reached limit and an internal error of a job are retried where a policy on that step names "
            "them. An error of one's own script is never retried. A step that is given up is `Failed`, and "
            "the execution with it."
        ),
        topics=["pipelines", "executions"],
        reread=[RETRIES, MORE, FAILURE],
        sources=[material.source(PAGE)],
        steps=[step.key],
        difficulty=2,
        asks="judgement",
    )
    tempting = ("unasked",) if policy == "none" else ("unasked", "policy")  # who waits believes in no retry
    offered = {
        option: Option(
            text,
            option == right,
            reasons[option],
            trap if option in tempting and option != right else "",
        )
        for option, text in texts.items()
    }
    return choice(material, about, dice, offered)


def check(material: Material, dice: Random) -> Plan | None:
    """The two settings of a check step: whether it compares, and which baseline it hands on."""
    steps = [s for s in material.steps if s.key in ("quality-check", "clarify-check")]
    if not steps or CHECKS not in material.passages:
        return None
    step = dice.choice(steps)
    skip, new = dice.choice((True, False)), dice.choice((True, False))
    baseline = dice.choice(("supplied", "approved"))

    def word(key: str, dice: Random) -> Question:
        return _word_check(material, step, skip, new, baseline, key, dice)

    return Plan("check", (step.key,), frozenset({f"skip:{skip}", f"new:{new}", baseline}), word)


def _word_check(
    material: Material, step: Step, skip: bool, new: bool, baseline: str, key: str, dice: Random
) -> Question:
    name = material.names[step.key]
    company, model = story(dice)
    earlier = (
        "one supplied by URI"
        if baseline == "supplied"
        else "that of the latest `Approved` version in its group"
    )
    about = said(
        material,
        key=key,
        prompt=(
            f"{company} retrains its {model} with a {name} step in the pipeline. `SkipCheck` is "
            f"{str(skip).lower()}, `RegisterNewBaseline` is {str(new).lower()}. An earlier baseline exists: "
            f"{earlier}. Which is true of the step in the next run?"
        ),
        explain=(
            "The two settings are independent. `SkipCheck` decides whether the step compares with the "
            "earlier baseline. `RegisterNewBaseline` decides which baseline is handed on for later drift "
            "checks: the newly calculated one with true, the earlier one with false. A new one is calculated "
            "in any case."
        ),
        topics=["monitoring", "step-types"],
        reread=[CHECKS, CHECK_STEPS],
        sources=[material.source(CHECK_PAGE)],
        difficulty=3,
        asks="judgement",
        tasks=("3.3", "4.1"),
    )
    offered = {}
    for compares in (True, False):
        for handed in (True, False):
            text = (
                f"It {'compares' if compares else 'does not compare'} with the earlier baseline, and hands "
                f"on the {'newly calculated' if handed else 'earlier'} one"
            )
            correct = compares is not skip and handed is new
            offered[f"{'compare' if compares else 'skip'}-{'new' if handed else 'earlier'}"] = Option(
                text, correct, _why_check(skip, new, compares, handed)
            )
    return choice(material, about, dice, offered)


def _why_check(skip: bool, new: bool, compares: bool, handed: bool) -> str:
    told = []
    if compares is skip:
        told.append(
            f"with `SkipCheck` {str(skip).lower()} the comparison is {'left out' if skip else 'made'}"
        )
    if handed is not new:
        told.append(
            f"with `RegisterNewBaseline` {str(new).lower()} the {'new' if new else 'earlier'} baseline is "
            "handed on"
        )
    if not told:
        return "Both halves follow from the two settings, each from its own."
    text = " and ".join(told)
    return f"{text[0].upper()}{text[1:]}."


SORTS = (
    Sort("retry", "choice", ("pipelines", "executions"), retry, ("all-errors-retried",)),
    Sort("check", "choice", ("monitoring", "step-types"), check),
)
