"""What an address asks of a pipeline's page: how it is built, which node, which moment of which run. Pure.

All of it is in the address, so every state of the page is a link: it can be kept, sent and opened without a
script.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from syllabus.loop import PipelineView
from syllabus.walk import deciders

Query = Mapping[str, Sequence[str]]
KIN = ("", "needs", "needed")


class NotThere(LookupError):
    """The address asks for something that this pipeline has not."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a pipeline is looked at. No `moment` is no walk; at the node `fails` a run goes the other way."""

    node: str = ""
    kin: str = ""
    moment: int | None = None
    fails: str = ""
    ways: tuple[str, ...] = ()

    def query(self, view: PipelineView) -> str:
        """The query of its address: all but the node, which is in the path."""
        told = [("with", way) for way in self.ways]
        if self.fails:
            told.append(("gate", "fails") if self.fails == _gate(view) else ("fails", self.fails))
        if self.moment is not None:
            told.append(("t", str(self.moment)))
        elif self.node and self.kin:
            told.append(("show", self.kin))
        return "&".join(f"{name}={value}" for name, value in told)


def ways_asked(query: Query, known: Iterable[str]) -> tuple[str, ...]:
    """The alternatives that the pipeline shall be built with, in written order. Raises NotThere."""
    listed, asked = list(known), set(query.get("with", ()))
    if not asked <= set(listed):
        raise NotThere
    return tuple(way for way in listed if way in asked)


def look_of(view: PipelineView, node: str, query: Query) -> Look:
    """What is asked of this pipeline. Raises NotThere for what it has not; a moment may be past the end."""
    if node and node not in view.nodes:
        raise NotThere
    return Look(
        node=node,
        kin=_one_of(KIN, _last(query, "show")),
        moment=_moment(_last(query, "t")) if "t" in query else None,
        fails=_fails(view, query),
        ways=tuple(way.key for way in view.alternatives if way.taken),
    )


def _fails(view: PipelineView, query: Query) -> str:
    gate = _one_of(("", "passes", "fails"), _last(query, "gate"))
    if gate and not _gate(view):
        raise NotThere
    if gate == "fails":
        return _gate(view)
    return _one_of(("", *(node.key for node in deciders(view))), _last(query, "fails"))


def _moment(written: str) -> int:
    if not (written.isascii() and written.isdigit()):
        raise NotThere
    return int(written[:6])


def _gate(view: PipelineView) -> str:
    return next((node.key for node in view.nodes.values() if node.is_gate), "")


def _last(query: Query, name: str) -> str:
    return (list(query.get(name, ())) or [""])[-1]


def _one_of(known: Sequence[str], value: str) -> str:
    if value not in known:
        raise NotThere
    return value
