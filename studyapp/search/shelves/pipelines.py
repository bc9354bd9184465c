"""The pipelines and their nodes."""

from __future__ import annotations

import html
from collections.abc import Iterator

from studyapp.search.findable import Findable, plain
from syllabus.models import Pipeline
from syllabus.places import LOOP


def pipelines() -> Iterator[Findable]:
    """Every pipeline, the loop first, and each of its nodes; those of alternatives lead to it built so.

    A node that is called like one of a pipeline before it is found there alone: one gate is enough.
    """
    told: set[str] = set()
    for pipeline in sorted(Pipeline.objects.current().defer("drawings"), key=lambda each: each.key != LOOP):
        yield Findable(
            sort="pipeline",
            href=pipeline.href,
            title=pipeline.title,
            summary=plain(pipeline.html["description"]),
        )
        nodes = [(node, "") for node in pipeline.html["nodes"]]
        for way in pipeline.html["alternatives"]:
            nodes += [(node, f"?with={way['key']}") for node in way["nodes"]]
        fresh = [(node, query) for node, query in nodes if node["title"] not in told]
        told |= {node["title"] for node, _query in nodes}
        for node, query in fresh:
            yield Findable(
                sort="pipeline",
                href=f"{pipeline.node_address(node['key'])}{query}",
                title=html.unescape(node["title"]),
                place=pipeline.title,
                family=node["family"],
                summary=plain(node["does"]),
                text=plain(node["text"]),
                more=plain(*node["inputs"], *node["outputs"]),
            )
