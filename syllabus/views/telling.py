"""A look at a pipeline, told: what the picture, the list, the table and the panel of its page show.

All four are given rows of one `PipelineView` and one moment of one walk. None of them reads anything else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from syllabus.look import Look
from syllabus.loop import Edge, Node, PipelineView
from syllabus.marks import Mark, mark_of
from syllabus.models import StepType
from syllabus.painting import picture
from syllabus.queries import Around, Listed
from syllabus.walk import Moment, deciders, walk

Address = Callable[[Look], str]


@dataclass(frozen=True, slots=True)
class Line:
    """A need as a row tells it: with the node at its other end, and how far a walk is with it."""

    edge: Edge
    other: Node
    href: str
    state: str


@dataclass(frozen=True, slots=True)
class Row:
    """A node as the list, the table and the panel tell it."""

    node: Node
    href: str
    region: str
    family: str
    mark: Mark | None
    why: SafeString
    needs: list[Line]
    needed_by: list[Line]
    through: list[Node]
    step: Listed | None
    traps: list[Listed]


@dataclass(frozen=True, slots=True)
class Link:
    """A look that is offered, and whether it is the one at hand."""

    label: str
    href: str
    is_here: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class Telling:
    """A look with what it looks at. `moments` are those of its walk, and empty outside one."""

    view: PipelineView
    look: Look
    drawings: Mapping[str, Any]
    address: Address
    moments: tuple[Moment, ...]

    @classmethod
    def of(cls, view: PipelineView, look: Look, drawings: Mapping[str, Any], address: Address) -> Telling:
        """A moment past the end of the walk is its last one."""
        moments = walk(view, look.fails) if look.moment is not None else ()
        if look.moment is not None:
            look = replace(look, moment=min(look.moment, len(moments) - 1))
        return cls(view, look, drawings, address, moments)

    @property
    def moment(self) -> Moment | None:
        return self.moments[self.look.moment] if self.look.moment is not None else None

    @property
    def told(self) -> list[SafeString]:
        """What has happened up to this moment since the one before."""
        return [mark_safe(line) for line in self.moment.told] if self.moment else []  # noqa: S308  see walk

    def changed(self, **changes: Any) -> str:
        """The address of this look with something changed."""
        return self.address(replace(self.look, **changes))

    def context(self, around: Around) -> dict[str, Any]:
        """All that the templates ask for."""
        rows = self._rows(around)
        chosen = rows.get(self.look.node)
        return {
            "view": self.view,
            "look": self.look,
            "moment": self.moment,
            "run": self._run(),
            "last": len(self.moments) - 1,
            "told": self.told,
            "rows": list(rows.values()),
            "hrefs": {key: row.href for key, row in rows.items()},
            "chosen": chosen,
            "unchosen": self.changed(node="", kin=""),
            "pictures": [
                picture(self.view, self.drawings, form, self.look, self.moment) for form in ("wide", "narrow")
            ],
            "returns": [(back, rows[back.before].node, rows[back.after].node) for back in self.view.returns],
            "steps_of_walk": self._steps_of_walk(),
            "turns": self._turns(),
            "kin": self._kin(),
        }

    def _run(self) -> Mark | None:
        """The status of the execution, as a mark; none outside a walk or before the execution."""
        if self.moment is None or not self.moment.run:
            return None
        name = "running" if self.moment.run == "Executing" else self.moment.run.lower()
        return Mark("state", name, self.moment.run, self.moment.run)

    def _rows(self, around: Around) -> dict[str, Row]:
        families = dict(StepType.Family.choices)
        steps = {step.key: step for step in around.steps}
        traps = {trap.key: trap for trap in around.traps}
        hrefs = {key: self.changed(node=key) for key in self.view.nodes}

        def line(edge: Edge, end: str) -> Line:
            state = self.moment.edge(edge.before, edge.after) if self.moment else ""
            return Line(edge, self.view.nodes[end], hrefs[end], state)

        return {
            key: Row(
                node=node,
                href=hrefs[key],
                region=self.view.regions[node.region],
                family=families.get(node.family, ""),
                mark=mark_of(self.view, key, self.look, self.moment),
                why=mark_safe(self.moment.states[key].why if self.moment else ""),  # noqa: S308  see walk
                needs=[line(edge, edge.before) for edge in self.view.needs(key)],
                needed_by=[line(edge, edge.after) for edge in self.view.needed_by(key)],
                through=[self.view.nodes[other] for other in self.view.needs_through(key)],
                step=steps.get(node.step),
                traps=[traps[trap] for trap in node.traps if trap in traps],
            )
            for key, node in self.view.nodes.items()
        }

    def _steps_of_walk(self) -> dict[str, str]:
        """Where the walk leads from here: forward, back, to its end, back to its start, and out of it."""
        number = self.look.moment
        if number is None:
            return {"start": self.changed(moment=0)}
        last = len(self.moments) - 1
        links = {"leave": self.changed(moment=None, fails="")}
        if number:
            links["back"] = self.changed(moment=number - 1)
            links["start"] = self.changed(moment=0)
        if number < last:
            links["next"] = self.changed(moment=number + 1)
            links["end"] = self.changed(moment=last)
        return links

    def _turns(self) -> list[Link]:
        """Where the run may go the other way: nowhere, or at one of these nodes."""
        at = deciders(self.view)
        if self.look.moment is None or not at:
            return []
        links = [Link("everything goes well", self.changed(fails=""), not self.look.fails)]
        for node in at:
            found = mark_safe(node.outcomes.get("fails") or "the condition is false")  # noqa: S308  see Node
            label = format_html("{}: {}", node.title, found)
            links.append(Link(label, self.changed(fails=node.key), node.key == self.look.fails))
        return links

    def _kin(self) -> list[Link]:
        """What of the chosen node's kin is marked in the picture."""
        if not self.look.node or self.moment:
            return []
        words = {"": "both", "needs": "all that it needs", "needed": "all that needs it"}
        return [Link(word, self.changed(kin=kin), kin == self.look.kin) for kin, word in words.items()]
