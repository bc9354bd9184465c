"""How the entries of the syllabus, as they are stored, become the material of variants."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from quizzes.engines.base import Source
from quizzes.generators.aids import Aid, Rule
from quizzes.generators.giveaways import stems
from quizzes.generators.material import (
    Belief,
    Edge,
    Material,
    Node,
    Pipeline,
    Row,
    Signal,
    Step,
    Table,
    Topic,
    Word,
)
from quizzes.generators.rereading import Passage

Data = Mapping[str, Any]


def material_of(
    *,
    topics: Iterable[Data] = (),
    steps: Iterable[Data] = (),
    traps: Iterable[Data] = (),
    pipelines: Iterable[Data] = (),
    exams: Iterable[str] = (),
    tables: Iterable[Data] = (),
    terms: Iterable[Data] = (),
    aids: Iterable[Data] = (),
) -> Material:
    """The material of entries as stored, in an order that does not depend on theirs."""
    traps, found = list(traps), {str(data["table"]): data for data in tables}
    return Material(
        topics=tuple(sorted((_topic(data, found) for data in topics), key=lambda topic: topic.key)),
        steps=tuple(
            _step(data) for data in sorted(steps, key=lambda data: (int(data["number"]), data["step"]))
        ),
        pipelines=tuple(sorted((_pipeline(data) for data in pipelines), key=lambda pipeline: pipeline.key)),
        tables=tuple(sorted((_table(data) for data in found.values()), key=lambda table: table.key)),
        traps=frozenset(str(data["trap"]) for data in traps),
        exams=frozenset(exams),
        beliefs=tuple(sorted((_belief(data) for data in traps), key=lambda belief: belief.key)),
        words=tuple(sorted((_word(data) for data in terms), key=lambda word: word.key)),
        aids=tuple(sorted((_aid(data) for data in aids), key=lambda aid: aid.key)),
    )


def _topic(data: Data, tables: Mapping[str, Data]) -> Topic:
    key = str(data["topic"])
    return Topic(
        key=key,
        summary=str(data["summary"]).strip(),
        signals=tuple(
            Signal(key, s["phrase"], s["points_to"], s.get("why") or "") for s in data.get("signals", ())
        ),
        passages=tuple(_passage(f"{key}#{s['anchor']}", s, tables) for s in data.get("sections", ())),
        related=tuple(data.get("related", ())),
        sources=sources_of(data),
    )


def _passage(address: str, data: Data, tables: Mapping[str, Data]) -> Passage:
    """A section with the words in it, those of the table that it shows among them."""
    shown = data.get("table") or {}
    texts = [data["title"], data["text"], data.get("after") or ""]
    table = tables.get(shown.get("table", ""))
    if table is not None:
        rows, columns = shown.get("rows"), shown.get("columns")
        texts += [
            cell["value"]
            for row in table["rows"]
            if not rows or row["row"] in rows
            for cell in row["cells"]
            if not columns or cell["key"] in columns
        ]
    return Passage(address, stems("\n".join(texts)), shown.get("table", ""), stems(data["title"]))


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
            rows.append(Row(row["row"], cells.pop("name"), cells, found, row.get("why") or ""))
    text = str(data["text"]).strip()
    return Table(data["table"], data["title"], text, tuple(data["topics"]), columns, tuple(rows))


def _belief(data: Data) -> Belief:
    return Belief(
        data["trap"],
        data.get("bait") or "",
        data.get("truth") or "",
        data.get("instead") or "",
        frozenset(data.get("not_beside", ())),
        tuple(data.get("topics", ())),
        tuple(data.get("reread", ())),
        sources_of(data),
    )


def _word(data: Data) -> Word:
    return Word(
        data["term"],
        data["title"],
        tuple(data.get("also", ())),
        data["text"],
        tuple(data.get("topics", ())),
        sources_of(data),
    )


def _aid(data: Data) -> Aid:
    return Aid(
        key=data["aid"],
        topics=tuple(data["topics"]),
        questions=tuple(
            (
                question["key"],
                tuple(option["key"] for option in question["options"]),
                {stem["key"]: tuple(stem["value"]) for stem in question.get("stems", ())},
            )
            for question in data["questions"]
        ),
        choices={choice["key"]: (choice["title"], choice["against"]) for choice in data["choices"]},
        contradictions=tuple(_answers(each["answers"]) for each in data.get("contradictions", ())),
        rules=tuple(
            Rule(
                key=rule["rule"],
                when=_answers(rule.get("when", ())),
                choose=rule["choose"],
                fact=rule["fact"],
                phrase=rule["phrase"],
                against={each["key"]: each["value"] for each in rule.get("against", ())},
                doubtful=bool(rule.get("doubt")),
                passages=tuple(rule["passages"]),
                traps=tuple(rule.get("traps", ())),
            )
            for rule in data["rules"]
        ),
        sources=sources_of(data),
    )


def _answers(data: Iterable[Data]) -> Mapping[str, str]:
    return {answer["key"]: answer["value"] for answer in data}


def sources_of(data: Data) -> tuple[Source, ...]:
    return tuple(
        Source(s["url"], str(s["checked"]), s.get("title") or "", s.get("note") or "")
        for s in data.get("sources", ())
    )
