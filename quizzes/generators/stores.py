"""Choices about the stores of a feature group: what two wishes together need, and no more than that."""

from __future__ import annotations

from random import Random

from quizzes.engines import Question
from quizzes.engines.choice import Option
from quizzes.generators.features import INGESTING, STORES, TOPIC
from quizzes.generators.material import Material
from quizzes.generators.plan import Plan, Sort
from quizzes.generators.telling import choice, known_trap, said

ONLINE, OFFLINE = "online", "offline"
STORIES = (
    ("A streaming service", "churn model"),
    ("A telephone company", "churn model"),
    ("An electricity supplier", "churn model"),
    ("A bank", "credit-limit model"),
    ("An insurer", "lapse model"),
    ("An online shop", "repeat-purchase model"),
)
"""Companies whose models score customers: every wish fits each of them."""
WISHES = {
    "latency": (
        "each request is answered within 50 ms, with the newest values of one customer",
        ONLINE,
        "Answers within milliseconds come from the online store.",
    ),
    "screen": (
        "an agent's screen shows a customer's current values while the customer is on the line",
        ONLINE,
        "Current values of one customer, at once, come from the online store.",
    ),
    "history": (
        "a training set covers the last two years",
        OFFLINE,
        "Two years of values are in the offline store, which keeps every record.",
    ),
    "as-of": (
        "each label is joined with the values of its own time",
        OFFLINE,
        "Values as of a past time are in the offline store, which keeps every record.",
    ),
    "batch": (
        "all customers are scored in one batch at the end of the month",
        OFFLINE,
        "A batch over all customers reads the offline store.",
    ),
    "explore": (
        "analysts look at how a value has developed, with SQL",
        OFFLINE,
        "SQL over the history of a value reads the offline store.",
    ),
}
"""What is wanted, the store that serves it, and why."""
TRAP = "put-record-is-offline-only"


def needed(material: Material, dice: Random) -> Plan | None:
    """Two wishes: which stores the group must have."""
    if STORES not in material.passages:
        return None
    chosen = sorted(dice.sample(sorted(WISHES), 2))

    def word(key: str, dice: Random) -> Question:
        return _word(material, chosen, key, dice)

    stores = sorted({WISHES[name][1] for name in chosen})
    return Plan("stores", ("+".join(stores), *chosen), frozenset(stores), word)


SORTS = (Sort("stores", "choice", (TOPIC,), needed, (TRAP,)),)


def _word(material: Material, chosen: list[str], key: str, dice: Random) -> Question:
    company, model = dice.choice(STORIES)
    wishes = [WISHES[name] for name in dice.sample(chosen, 2)]
    stores = {store for _, store, _ in wishes}
    right = "both" if len(stores) == 2 else stores.pop()
    about = said(
        material,
        key=key,
        prompt=(
            f"{company} keeps the features of its {model} in one feature group and writes them with "
            f"`PutRecord`. Two things are wanted: {wishes[0][0]}, and {wishes[1][0]}. Which stores does the "
            "group need at least?"
        ),
        explain=(
            "The online store keeps the latest record for each identifier and answers at once. The offline "
            "store keeps every record, for training, exploration and batch inference. A group can have "
            "either or both, and where it has both, one write reaches both."
        ),
        topics=[TOPIC],
        reread=[STORES, INGESTING],
        sources=[
            material.source("feature-store-concepts.html"),
            material.source("API_feature_store_PutRecord.html"),
        ],
        difficulty=2,
        asks="judgement",
    )
    reasons = " ".join(why for _, _, why in wishes)
    texts = {
        ONLINE: "The online store alone",
        OFFLINE: "The offline store alone",
        "both": "Both stores; one write fills both",
        "twice": "Both stores; each takes a write of its own",
    }
    wrong = {
        ONLINE: "It keeps the latest record only: nothing can be read from it as it was.",
        OFFLINE: "It lies in S3 and lags by minutes: it does not answer while somebody waits.",
        "both": "The wishes need one of the two only; the other would be filled for nobody.",
        "twice": "One `PutRecord` reaches every store that the group has.",
    }
    offered = {
        name: Option(
            text,
            name == right,
            reasons if name == right else wrong[name],
            known_trap(material, TRAP) if name == "twice" else "",
        )
        for name, text in texts.items()
    }
    return choice(material, about, dice, offered)
