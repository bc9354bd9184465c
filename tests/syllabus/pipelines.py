"""Pipelines of any shape: for properties, and for the proof that the ways of telling one are equal."""

from __future__ import annotations

import random
from typing import Any

from hypothesis import strategies as st

from syllabus.loop import PipelineView

REGIONS = ("before", "inside", "after")
STEPS = ("train", "condition", "check", "fail", "")
FAMILIES = {"train": "job", "condition": "control", "check": "check", "fail": "control", "": "outside"}


def pipeline_data(chance: random.Random, most: int = 8) -> dict[str, Any]:
    """A sound pipeline as it is stored: nodes that need earlier ones, gates with branches, returns."""
    nodes: list[dict[str, Any]] = []
    for number in range(chance.randint(1, most)):
        step = chance.choice(STEPS)
        known = [node for node in nodes if node["step"] != "fail"]
        needed = chance.sample(known, chance.randint(0, min(3, len(known))))
        nodes.append(
            {
                "key": f"n{number}",
                "title": f"Node {number} & co",
                "region": "inside" if step else chance.choice(REGIONS),
                "family": FAMILIES[step],
                "step": step or None,
                "does": "Does it",
                "text": "",
                "inputs": [],
                "outputs": [],
                "traps": [],
                "outcomes": {"passes": "good", "fails": "bad"} if step == "check" else None,
                "needs": [
                    {
                        "key": node["key"],
                        "why": "It must.",
                        "when": chance.choice(["passes", "fails"]) if node["step"] == "condition" else None,
                    }
                    for node in needed
                ],
            }
        )
    used = {node["region"] for node in nodes}
    returns = [
        {"from": node["key"], "to": node["needs"][0]["key"], "label": "again", "why": "It must."}
        for node in nodes
        if node["needs"] and chance.random() < 0.2
    ]
    return {
        "regions": [{"key": key, "value": key.title()} for key in REGIONS if key in used],
        "nodes": nodes,
        "returns": returns[:1],
        "alternatives": [],
        "topics": [],
    }


def pipeline_views() -> st.SearchStrategy[PipelineView]:
    """Views of such pipelines."""

    def view(seed: int) -> PipelineView:
        data = pipeline_data(random.Random(seed))
        return PipelineView.of(data, data)

    return st.integers(0, 10**6).map(view)
