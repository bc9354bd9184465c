"""How the entries of the syllabus, as they are stored, become the material of variants."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from quizzes.engines.base import Source
from quizzes.generators.material import (
    Edge,
    Material,
    Node,
    Passage,
    Pipeline,
    Row,
    Signal,
    Step,
    Table,
    Topic,
    words_of,
)

Data = Mapping[str, Any]


def material_of(
    *,
    topics: Iterable[Data] = (),
    steps: Iterable[Data] = (),
    traps: Iterable[Data] = (),
    pipelines: Iterable[Data] = (),
    exams: Iterable[str] = (),
    tables: Iterable[Data] = (),
) -> Material:
    """The material of entries as stored, in an order that does not depend on theirs."""
    return Material(
        topics=tuple(sorted((_topic(data) for data in topics), key=lambda topic: topic.key)),
        steps=tuple(
            _step(data) for data in sorted(steps, key=lambda data: (int(data["number"]), data["step"]))
        ),
        pipelines=tuple(sorted((_pipeline(data) for data in pipelines), key=lambda pipeline: pipeline.key)),
        tables=tuple(sorted((_table(data) for data in tables), key=lambda table: table.key)),
        traps=frozenset(str(data["trap"]) for data in traps),
        exams=frozenset(exams),
    )


def _topic(data: Data) -> Topic:
    key = str(data["topic"])
    return Topic(
        key=key,
        signals=tuple(Signal(key, s["phrase"], s["points_to"]) for s in data.get("signals", ())),
        passages=tuple(
            Passage(
                f"{key}#{s['anchor']}",
                words_of(f"{s['title']} {s['text']} {s.get('after') or ''}"),
                (s.get("table") or {}).get("table", ""),
            )
            for s in data.get("sections", ())
        ),
        related=tuple(data.get("related", ())),
        sources=sources_of(data),
    )


def _step(data: Data) -> Step:
    classes, caching, retries = data["classes"], data["caching"], data["retries"]
    return Step(
        key=data["step"],
        title=data["title"],
        type=data.get("type") or "",
        current=tuple(classes.get("current", ())),
        older=tuple(classes.get("older", ())),
        wraps=data["wraps"],
        purpose=data["purpose"],
        use=data["use"],
        exposes=tuple((e["path"], e["what"]) for e in data.get("exposes", ())),
        cacheable=caching["cacheable"],
        in_key=tuple(caching.get("in_key", ())),
        not_in_key=tuple(caching.get("not_in_key", ())),
        retryable=retries["retryable"],
        confused=tuple((c["step"], c["why"]) for c in data.get("confused_with", ())),
        sources=sources_of(data),
    )


def _pipeline(data: Data) -> Pipeline:
    nodes = data["nodes"]
    return Pipeline(
        key=data["pipeline"],
        title=data["title"],
        nodes=tuple(Node(n["key"], n["title"], n["region"], n.get("step") or "", n["does"]) for n in nodes),
        edges=tuple(
            Edge(need["key"], node["key"], need["why"], need.get("when") or "")
            for node in nodes
            for need in node["needs"]
        ),
        sources=sources_of(data),
    )


def _table(data: Data) -> Table:
    cited = {source["key"]: sources_of({"sources": [source]}) for source in data["sources"]}
    columns = {column["key"]: column["value"] for column in data["columns"]}
    rows = []
    for row in data["rows"]:
        cells = {cell["key"]: cell["value"] for cell in row["cells"]}
        found = tuple(source for key in row["sources"] for source in cited[key])
        if not row.get("disputed"):
            rows.append(Row(row["row"], cells.pop("name"), cells, found))
    return Table(data["table"], data["title"], tuple(data["topics"]), columns, tuple(rows))


def sources_of(data: Data) -> tuple[Source, ...]:
    return tuple(
        Source(s["url"], str(s["checked"]), s.get("title") or "", s.get("note") or "")
        for s in data.get("sources", ())
    )
