"""Picture, list and table are equal: the same nodes, the same needs, the same states, whatever is looked at.

What is compared is read out of the rendered pages, so that a template that leaves something out is found.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

import pytest
from django.core.management import call_command
from django.template.loader import render_to_string
from django.test import Client

from syllabus.look import Look
from syllabus.loop import PipelineView
from syllabus.models import Pipeline
from syllabus.pictures import drawn_one
from syllabus.queries import Around
from syllabus.views.telling import Telling
from syllabus.walk import deciders, walk
from tests.syllabus.pipelines import pipeline_data

RANDOM_GRAPHS = 1_000


@dataclass(frozen=True)
class Read:
    """What one way of telling holds: nodes in order, each with its mark; needs, each with its state."""

    nodes: list[str]
    marks: dict[str, str]
    edges: dict[tuple[str, str], str]
    returns: list[tuple[str, str]]


def attributes(tag: str) -> dict[str, str]:
    return dict(re.findall(r'([\w-]+)="([^"]*)"', tag))


def read(part: str) -> Read:
    """From the HTML of a picture, a list or a table."""
    nodes, marks, edges, returns = [], {}, {}, []
    for tag in re.findall(r"<(?:a|li|tr|path|span|p)\s[^>]*>", part):
        told = attributes(tag)
        if "data-node" in told:
            nodes.append(told["data-node"])
            marks[told["data-node"]] = told.get("data-state") or told.get("data-standing", "")
        elif "data-return" in tag:
            returns.append((told["data-from"], told["data-to"]))
        elif "data-before" in told:
            ends = told["data-before"], told["data-after"]
            if "return" in told.get("class", ""):
                returns.append(ends)
            else:
                assert ends not in edges, "a need is told once"
                edges[ends] = told.get("data-state", "")
    return Read(nodes, marks, edges, returns)


def needed_by(table: str) -> set[tuple[str, str]]:
    """The needs as the last column of the table tells them."""
    return {
        (row.split('"')[0], after)
        for row in table.split('<tr data-node="')[1:]
        for after in re.findall(r'data-needed-by="([^"]+)"', row)
    }


def words_of_marks(part: str) -> int:
    """How many marks are told in a word with an icon."""
    return len(
        re.findall(
            r'<span class="sign" data-(?:state|standing)="[^"]+"><svg [^>]*><path d="[^"]+"/></svg>\w', part
        )
    )


def assert_equal(body: str, view: PipelineView) -> Read:
    """The two pictures, the list and the table of a page tell this view, and the same of it."""
    svgs = re.findall(r"<svg\s+class=\"dag\".*?</svg>", body, re.DOTALL)
    assert len(svgs) == 2
    words = body[body.index('id="as-list"') : body.index('id="as-table"')]
    table = body[body.index('id="as-table"') : body.index("</table>")]
    wide, narrow, listed, tabled = (read(part) for part in (*svgs, words, table))
    assert wide == narrow
    assert (listed.nodes, listed.marks, listed.edges) == (wide.nodes, wide.marks, wide.edges)
    assert (tabled.nodes, tabled.marks, tabled.edges) == (wide.nodes, wide.marks, wide.edges)
    assert listed.returns == wide.returns == [(back.before, back.after) for back in view.returns]
    assert wide.nodes == list(view.nodes) == list(view.graph.order())
    assert set(wide.edges) == set(view.graph.edges) == {(e.before, e.after) for e in view.edges}
    assert needed_by(table) == set(view.graph.edges)
    marked = sum(1 for mark in wide.marks.values() if mark)
    assert words_of_marks(words) == words_of_marks(table) == marked
    for svg in svgs:
        assert svg.count('class="badge-word"') == svg.count('class="badge-icon"') == marked
    return wide


def looks_at(view: PipelineView, chance: random.Random) -> list[Look]:
    """Nothing chosen; a node chosen; and a moment of a walk that goes one way or the other."""
    fails = chance.choice(["", *(node.key for node in deciders(view))])
    node = chance.choice(list(view.nodes))
    moment = chance.randrange(len(walk(view, fails)))
    return [Look(), Look(node, chance.choice(["", "needs", "needed"])), Look(node, "", moment, fails)]


def test_a_thousand_random_pipelines_are_told_equally_in_every_way():
    parts = [f"syllabus/_{part}.html" for part in ("pictures", "pipeline_list", "pipeline_table")]
    for seed in range(RANDOM_GRAPHS):
        chance = random.Random(seed)
        data = pipeline_data(chance)
        view = PipelineView.of(data, data)
        drawings = {"": drawn_one(view)}
        look = looks_at(view, chance)[seed % 3]
        telling = Telling.of(view, look, drawings, lambda look: f"/{look.node}/")
        context = {**telling.context(Around([])), "pipeline": {"title": "One of many"}}
        body = "".join(render_to_string(part, context) for part in parts)

        found = assert_equal(body, view)

        if telling.moment:
            assert found.marks == {key: state.name for key, state in telling.moment.states.items()}, seed
            assert all(found.edges.values()) or not found.edges
        elif look.node:
            standings = {key: view.standing(key, look.node, look.kin) for key in view.nodes}
            assert found.marks == {key: "" if s == "apart" else s for key, s in standings.items()}, seed


@pytest.mark.django_db
def test_every_shipped_pipeline_is_told_equally_at_every_moment_of_every_walk(client: Client):
    call_command("load_content", verbosity=0)
    seen = 0
    for pipeline in Pipeline.objects.current():
        ways = (
            [()] if not pipeline.data["alternatives"] else [(), ("tuning", "feature-store"), ("plain-data",)]
        )
        for way in ways:
            view = PipelineView.of(pipeline.data, pipeline.page, way)
            for look in every_look(view, way):
                path = pipeline.get_absolute_url() + (f"{look.node}/" if look.node else "")
                body = client.get(f"{path}?{look.query(view)}").content.decode()
                found = assert_equal(body, view)
                if look.moment is not None:
                    moment = walk(view, look.fails)[look.moment]
                    assert found.marks == {key: state.name for key, state in moment.states.items()}
                seen += 1
    assert seen > 250


def every_look(view: PipelineView, way: tuple[str, ...]) -> list[Look]:
    """Every node chosen, and the moments of every walk: all of them as built first, each third otherwise."""
    looks = [Look(ways=way), *(Look(node, ways=way) for node in view.nodes)]
    for fails in ("", *(node.key for node in deciders(view))):
        moments = range(0, len(walk(view, fails)), 3 if way else 1)
        looks += [Look(moment=number, fails=fails, ways=way) for number in moments]
    return looks
