"""Choices about approval: which version the project template deploys, and which baseline a check takes."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Final

from quizzes.engines import Question
from quizzes.engines.choice import Option
from quizzes.generators.material import Material
from quizzes.generators.plan import Plan, Sort
from quizzes.generators.telling import choice, listed, model_of, said, story

TOPIC = "model-registry"
EVENT = f"{TOPIC}#event"
STATUS = f"{TOPIC}#status"
BASELINES = "pipelines-quality-clarify-baseline-lifecycle.html"
PENDING, APPROVED, REJECTED = "PendingManualApproval", "Approved", "Rejected"
FIRST: Final = 4
"""The version that is approved and in service before anything is told; three newer ones are pending."""
VERSIONS: Final = (FIRST, FIRST + 1, FIRST + 2, FIRST + 3)
Change = tuple[int, str]


def promoted(material: Material, dice: Random) -> Plan | None:
    """After some reviews: which version the project template has brought into service."""
    if EVENT not in material.passages:
        return None
    changes = _changes(dice, dice.randint(3, 4))
    serving = _deployed(changes)
    if serving is None or changes[-1][1] == APPROVED:  # who reads the last line alone would be right
        return None

    def word(key: str, dice: Random) -> Question:
        return _word_promoted(material, changes, serving, key, dice)

    told = tuple(f"{version}:{status}" for version, status in changes)
    return Plan("promoted", (f"{serving}", *told), frozenset(told), word)


def baseline(material: Material, dice: Random) -> Plan | None:
    """After some reviews: with which version's baseline a check compares."""
    if EVENT not in material.passages or BASELINE not in material.passages:
        return None
    changes = _changes(dice, dice.randint(3, 4))
    approved = _approved(changes)
    if not approved or max(approved) != approved[-1] or changes[-1][1] == APPROVED:
        return None

    def word(key: str, dice: Random) -> Question:
        return _word_baseline(material, changes, max(approved), key, dice)

    told = tuple(f"{version}:{status}" for version, status in changes)
    return Plan("baseline", (f"{max(approved)}", *told), frozenset(told), word)


BASELINE = "monitoring#check-steps"
SORTS = (
    Sort("promoted", "choice", (TOPIC,), promoted),
    Sort("baseline", "choice", (TOPIC, "monitoring"), baseline),
)


def _changes(dice: Random, count: int) -> list[Change]:
    """Reviews of versions, none of which sets the status that a version has."""
    status = dict.fromkeys(VERSIONS, PENDING) | {FIRST: APPROVED}
    found: list[Change] = []
    for _ in range(count):
        version = dice.choice([v for v in VERSIONS if not found or v != found[-1][0]])
        new = {PENDING: dice.choice((APPROVED, APPROVED, REJECTED)), APPROVED: REJECTED, REJECTED: APPROVED}
        status[version] = new[status[version]]
        found.append((version, status[version]))
    return found


def _approved(changes: Sequence[Change]) -> list[int]:
    """The versions that are approved in the end, in the order in which they became so."""
    found = [FIRST]
    for version, status in changes:
        if version in found:
            found.remove(version)
        if status == APPROVED:
            found.append(version)
    return found


def _deployed(changes: Sequence[Change]) -> int | None:
    """What serves in the end; None where it depends on how "the latest that is still approved" is read."""
    serving = FIRST
    status = dict.fromkeys(VERSIONS, PENDING) | {FIRST: APPROVED}
    for place, (version, new) in enumerate(changes, 1):
        if new == APPROVED:
            serving = version
        elif status[version] == APPROVED:
            left = _approved(changes[:place])
            if not left or max(left) != left[-1]:
                return None
            serving = left[-1]
        status[version] = new
    return serving


def _told(changes: Sequence[Change]) -> str:
    lines = [f"{n}. version {version} is set to `{status}`" for n, (version, status) in enumerate(changes, 1)]
    return "\n".join(lines)


def _word_promoted(
    material: Material, changes: Sequence[Change], serving: int, key: str, dice: Random
) -> Question:
    company, model = story(dice)
    newer = listed([str(version) for version in VERSIONS[1:]])
    about = said(
        material,
        key=key,
        prompt=(
            f"{company} deploys its {model} with AWS's MLOps project template, rule included. Version "
            f"{FIRST} is `Approved` and serves; versions {newer} are pending. Then the reviewers decide, one "
            "after the other, and every deployment is finished before the next "
            f"decision:\n\n{_told(changes)}\n\nWhich version serves in the end?"
        ),
        explain=(
            "The template deploys a version that becomes `Approved`, whether it was pending or `Rejected`. "
            "When one that was `Approved` becomes `Rejected`, it deploys the latest version that is still "
            "approved. A pending version that is turned down changes nothing."
        ),
        topics=[TOPIC],
        reread=[EVENT, STATUS],
        sources=[
            material.source("model-registry-approve.html"),
            material.source("model-registry-deploy.html"),
        ],
        difficulty=3,
        asks="judgement",
        tasks=("2.3", "3.3"),
    )
    offered = {
        f"version-{version}": Option(
            f"Version {version}", version == serving, _why_promoted(changes, version, serving)
        )
        for version in VERSIONS
    }
    return choice(material, about, dice, offered)


def _why_promoted(changes: Sequence[Change], version: int, serving: int) -> str:
    last = next((n for n, (v, _) in reversed(list(enumerate(changes, 1))) if v == version), 0)
    if version == serving:
        if last == len(changes):
            return "The last decision approves it, and that deploys it."
        if last and changes[last - 1][1] == APPROVED and all(s == REJECTED for _, s in changes[last:]):
            return f"Decision {last} approves it, and nothing after that puts another one in its place."
        return "When the one in service is rejected, this is the latest that is still approved."
    if not last:
        return "It was in service at first, and was replaced." if version == FIRST else "It is still pending."
    if changes[last - 1][1] == REJECTED:
        return f"Decision {last} rejects it, so it cannot serve."
    return "It is approved, but another one was deployed after it."


def _word_baseline(
    material: Material, changes: Sequence[Change], right: int, key: str, dice: Random
) -> Question:
    check = dice.choice(("QualityCheck", "ClarifyCheck"))
    newer = listed([str(version) for version in VERSIONS[1:]])
    status = dict(changes)
    about = said(
        material,
        key=key,
        prompt=(
            f"The pipeline for {model_of(dice)} has a `{check}` step that names the model package group. "
            "`SkipCheck` is false, and no baseline is supplied. Every version was registered with its "
            f"baseline. Version {FIRST} was `Approved`, versions {newer} were pending; then, one after the "
            f"other:\n\n{_told(changes)}\n\nWith the baseline of which version does the step compare in the "
            "next run?"
        ),
        explain=(
            "Where none is supplied, a check step takes its earlier baseline from the latest `Approved` "
            "version of the group. A newer version that is pending or `Rejected` is passed over, and what "
            "serves on an endpoint is not asked."
        ),
        topics=[TOPIC, "monitoring"],
        reread=[STATUS, BASELINE],
        sources=[material.source(BASELINES), material.source("model-registry-approve.html")],
        difficulty=2,
        asks="judgement",
        steps=[],
        tasks=("1.3", "2.3", "4.1"),
    )
    offered = {}
    for version in VERSIONS:
        now = status.get(version, APPROVED if version == FIRST else PENDING)
        why = (
            "It is the latest that is `Approved`."
            if version == right
            else "It is `Approved`, but not the latest that is."
            if now == APPROVED
            else f"It is {'still pending' if now == PENDING else '`Rejected`'}, so its baseline is not taken."
        )
        offered[f"version-{version}"] = Option(f"Version {version}", version == right, why)
    return choice(material, about, dice, offered)
