"""Choices about traffic that moves to a new fleet: how much of it is there when, and what an alarm does."""

from __future__ import annotations

from random import Random

from quizzes.engines import Question
from quizzes.engines.choice import Option
from quizzes.generators.material import Material
from quizzes.generators.plan import Plan, Sort
from quizzes.generators.telling import choice, known_trap, said, story

TOPICS = ("model-registry", "ci-cd")
GUARDRAILS = "model-registry#guardrails"
CASES = ("named", "other", "none", "late")
CANARIES, STEPS = (10, 15, 20, 25), (10, 20, 25)
WAITS = (10, 15, 20, 30)


def shifted(material: Material, dice: Random) -> Plan | None:
    """How much of the traffic the new fleet has at some minute."""
    if GUARDRAILS not in material.passages:
        return None
    policy = dice.choice(("CANARY", "LINEAR"))
    size, wait = dice.choice(CANARIES if policy == "CANARY" else STEPS), dice.choice(WAITS)
    passed = dice.choice((0, 1, 2) if policy == "LINEAR" else (0, 1))
    minute = passed * wait + dice.choice((wait // 2, wait - 3))
    right = share(policy, size, passed)
    other = "LINEAR" if policy == "CANARY" else "CANARY"
    likely = [share(other, size, passed), 100, share(policy, size, passed + 1)]
    likely += [share(policy, size, max(0, passed - 1)), share(other, size, passed + 1), 100 - size, 0]
    wrong = [value for value in dict.fromkeys(likely) if value != right][:3]

    def word(key: str, dice: Random) -> Question:
        return _word_shifted(material, policy, size, wait, minute, sorted({right, *wrong}), key, dice)

    about = (policy, str(size), str(wait), str(minute))
    return Plan("shifted", about, frozenset({f"{policy}:{passed}"}), word)


def share(policy: str, size: int, passed: int) -> int:
    """Per cent on the new fleet after the first shift and so many more."""
    if policy == "CANARY":
        return size if passed == 0 else 100
    return min(100, size * (passed + 1))


def alarmed(material: Material, dice: Random) -> Plan | None:
    """An alarm goes off around an update: where traffic is an hour after its end, and what the version is."""
    if GUARDRAILS not in material.passages:
        return None
    policy, case = dice.choice(("CANARY", "LINEAR", "ALL_AT_ONCE")), dice.choice(CASES)

    def word(key: str, dice: Random) -> Question:
        return _word_alarmed(material, policy, case, key, dice)

    return Plan("alarmed", (case, policy), frozenset({case}), word)


SORTS = (
    Sort("shifted", "choice", TOPICS, shifted),
    Sort("alarmed", "choice", TOPICS, alarmed, ("guardrails-roll-back-alone",)),
)


def _settings(policy: str, size: int, wait: int) -> str:
    sizes = {"CANARY": f", a canary size of {size} %", "LINEAR": f", a step size of {size} %"}
    return f"traffic routing `{policy}`{sizes.get(policy, '')} and a wait of {wait * 60} seconds"


def _word_shifted(
    material: Material,
    policy: str,
    size: int,
    wait: int,
    minute: int,
    shares: list[int],
    key: str,
    dice: Random,
) -> Question:
    company, model = story(dice)
    passed = minute // wait
    right = share(policy, size, passed)
    about = said(
        material,
        key=key,
        prompt=(
            f"{company} updates the endpoint of its {model} with {_settings(policy, size, wait)}. The first "
            "shift comes at minute 0; take a shift itself to need no time. No alarm goes off. What share of "
            f"the traffic does the new fleet have at minute {minute}?"
        ),
        explain=(
            "`CANARY` has two shifts: the canary size, and after the wait all the rest. `LINEAR` adds the "
            f"same step after each wait. Until minute {minute} "
            f"{('no wait', 'one wait', 'two waits')[passed]} of {wait} minutes "
            f"{'are' if passed > 1 else 'is'} over."
        ),
        topics=TOPICS,
        reread=[GUARDRAILS],
        sources=[material.source("deployment-guardrails.html"), material.source("API_UpdateEndpoint.html")],
        difficulty=2,
        asks="judgement",
    )
    offered = {
        f"share-{value}": Option(f"{value} %", value == right, _why_share(policy, size, passed, value, right))
        for value in shares
    }
    return choice(material, about, dice, offered)


def _why_share(policy: str, size: int, passed: int, value: int, right: int) -> str:
    if value == right:
        if policy == "CANARY":
            return "The rest follows in one shift after the wait." if passed else "The wait is not over yet."
        if not passed:
            return "The first step alone: the wait is not over yet."
        return f"The first step and {('', 'one', 'two')[passed]} more: {passed + 1} times {size} %."
    other = "LINEAR" if policy == "CANARY" else "CANARY"
    if value == share(other, size, passed):
        return f"So it would be with `{other}`."
    if value == 100:
        return "So it would be with `ALL_AT_ONCE`." if right != 100 else ""
    if policy == "LINEAR" and value == share(policy, size, passed + 1):
        return "That comes one wait later."
    if passed and value == share(policy, size, passed - 1):
        return "That was before the last wait was over."
    if value == share(other, size, passed + 1):
        return f"So it would be with `{other}`, one wait later."
    if value == 100 - size:
        return "That is what the old fleet keeps after the first shift."
    if value == 0:
        return "The first shift does not wait: it comes at minute 0."
    return "Nothing of these settings leads there."


def _word_alarmed(material: Material, policy: str, case: str, key: str, dice: Random) -> Question:
    company, model = story(dice)
    size, wait = {"CANARY": 10, "LINEAR": 25, "ALL_AT_ONCE": 100}[policy], dice.choice((15, 20, 30))
    alarm = {
        "named": "`AutoRollbackConfiguration` names the alarm `errors-high`",
        "other": "`AutoRollbackConfiguration` names the alarm `latency-high` alone",
        "none": "The update has no `AutoRollbackConfiguration`; the alarm `errors-high` sends a mail",
        "late": "`AutoRollbackConfiguration` names the alarm `errors-high`",
    }[case]
    event = (
        "The update ends after the last baking period without any alarm. Two days later `errors-high` goes "
        "off"
        if case == "late"
        else f"{wait - 5} minutes after the first shift `errors-high` goes off, and no other alarm does"
    )
    back = case == "named"
    about = said(
        material,
        key=key,
        prompt=(
            f"{company} has approved a new version of its {model} and updates the endpoint with "
            f"{_settings(policy, size, wait)}. {alarm}. {event}. Nobody acts. How do things stand a day "
            "later?"
        ),
        explain=(
            "Traffic goes back by itself only if `AutoRollbackConfiguration` names the alarm and it goes off "
            "while the update is going on, a baking period included. Any other alarm plays no part: the wait "
            "passes and the shift goes on. A rollback changes the endpoint, never the version's approval."
        ),
        topics=TOPICS,
        reread=[GUARDRAILS, "model-registry#status"],
        sources=[
            material.source("deployment-guardrails-configuration.html"),
            material.source("deployment-guardrails.html"),
        ],
        difficulty=3,
        asks="judgement",
    )
    trap = "" if back else known_trap(material, "guardrails-roll-back-alone")
    told = {
        "old": ("All traffic is on the old fleet; the version is `Approved`", _why_old(case)),
        "new": ("All traffic is on the new fleet; the version is `Approved`", _why_new(case)),
        "old-rejected": (
            "All traffic is on the old fleet; the version is `Rejected`",
            "Nothing of a deployment sets an approval status: a person or code of one's own does.",
        ),
        "new-rejected": (
            "All traffic is on the new fleet; the version is `Rejected`",
            "Nothing of a deployment sets an approval status, whichever fleet is left.",
        ),
    }
    right = "old" if back else "new"
    offered = {
        name: Option(text, name == right, why, trap if name == "old" else "")
        for name, (text, why) in told.items()
    }
    return choice(material, about, dice, offered)


def _why_old(case: str) -> str:
    return {
        "named": "The alarm is named and goes off in a baking period, so traffic returns to the old fleet.",
        "other": "The alarm that goes off is not the one that is watched.",
        "none": "No alarm is named in the update, so none of them is watched.",
        "late": "The update is over and the old fleet is gone: the guardrail watches an update, no more.",
    }[case]


def _why_new(case: str) -> str:
    return {
        "named": "The alarm that is named stops the shift and sends traffic back.",
        "other": "The alarm that is watched stays quiet, so after the wait the update goes on to its end.",
        "none": "Nothing is watched, so after the wait the update goes on to its end.",
        "late": "It was there at the end of the update, and an alarm after that changes nothing.",
    }[case]
