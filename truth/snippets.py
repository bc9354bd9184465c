"""Runs the snippet of every step with the real SDK, and keeps what the definition says of it.

Each snippet is run by itself, after the preamble and after those snippets whose names it uses; then a
pipeline is built of the steps and compiled to its definition. Nothing is sent: the session's clients are
stand-ins.
"""

from __future__ import annotations

import ast
import hashlib
import json
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PREAMBLE = HERE / "preamble.py"
FILES = {
    "evaluate.py": "print('evaluated')\n",
    "report.ipynb": "{}\n",
}  # what a snippet takes from the folder
_CHANGES = (  # what differs from run to run and from day to day
    (re.compile(r"\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d-\d{3}"), "TIME"),
    (re.compile(r"\b[0-9a-f]{64}\b"), "HASH"),
    (re.compile(r"(?<=sagemaker_requirements_)\w+(?=\.txt)"), "RANDOM"),
)


def digest(code: str) -> str:
    """What tells whether a snippet, or the preamble, is still the one that was compiled."""
    return hashlib.sha256(code.encode()).hexdigest()


def compiled(snippets: Mapping[str, str], paths: Mapping[str, list[str]]) -> dict[str, Any]:
    """By step: the hash of its snippet, the snippets it uses, its steps in the definition, its properties.

    `paths` are the properties that a step is said to expose: by each stands the reference that the SDK makes
    of it, null where it has no such property.
    """
    with tempfile.TemporaryDirectory() as folder:
        before = Path.cwd()
        os.chdir(folder)
        for name, text in FILES.items():
            Path(name).write_text(text)
        try:
            return {step: _compiled(step, snippets, paths.get(step, [])) for step in sorted(snippets)}
        finally:
            os.chdir(before)


def _compiled(step: str, snippets: Mapping[str, str], paths: list[str]) -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": "snippet"}
    exec(compile(PREAMBLE.read_text(), "preamble.py", "exec"), names)
    used = list(dict.fromkeys(_used(step, snippets)))
    made = {}
    for key in (*used, step):
        before = dict(names)
        exec(compile(snippets[key], key, "exec"), names)
        made[key] = [value for name, value in names.items() if before.get(name) is not value]
    pipeline = _pipeline(names, made, step)
    definition = json.loads(_normal(pipeline.definition()))
    others = {name for key in used for name in _names(made[key])}
    return {
        "hash": digest(snippets[step]),
        "uses": used,
        "steps": sorted((s for s in definition["Steps"] if s["Name"] not in others), key=lambda s: s["Name"]),
        "exposes": {path: _reference(made[step], path) for path in paths},
    }


def _used(step: str, snippets: Mapping[str, str]) -> Iterator[str]:
    """The steps whose snippets bind names that this one reads, each after what it uses itself."""
    wanted = {n.id for n in ast.walk(ast.parse(snippets[step])) if isinstance(n, ast.Name)}
    for other, code in snippets.items():
        if other != step and wanted & (_bound(code) - _bound(snippets[step])):
            yield from _used(other, snippets)
            yield other


def _bound(code: str) -> set[str]:
    body = ast.parse(code).body
    targets = [target for node in body if isinstance(node, ast.Assign) for target in node.targets]
    functions = {node.name for node in body if isinstance(node, ast.FunctionDef)}
    return functions | {target.id for target in targets if isinstance(target, ast.Name)}


def _pipeline(names: Mapping[str, Any], made: Mapping[str, list[Any]], step: str) -> Any:
    """The pipeline that the snippet makes, or one of its steps and of those it uses, each once."""
    from sagemaker.workflow.pipeline import Pipeline

    if own := [value for value in made[step] if isinstance(value, Pipeline)]:
        return own[-1]
    steps = [value for values in made.values() for value in values if _is_step(value)]
    inside = [inner for s in steps for inner in (*getattr(s, "if_steps", ()), *getattr(s, "else_steps", ()))]
    return Pipeline(
        name="Churn",
        parameters=[names["raw_uri"], names["threshold"]],
        steps=[s for s in steps if s not in inside],
        sagemaker_session=names["session"],
    )


def _is_step(value: Any) -> bool:
    from sagemaker.workflow.step_collections import StepCollection
    from sagemaker.workflow.steps import Step

    return isinstance(value, Step | StepCollection)


def _names(values: list[Any]) -> Iterator[str]:
    """The names in the definition of what a snippet made: a collection stands there as its steps."""
    for value in values:
        if _is_step(value):
            yield from (inner.name for inner in getattr(value, "steps", [value]))


def _reference(values: list[Any], path: str) -> Any:
    """What the SDK writes into a definition for a property of the step; None where it knows no such property.

    What a definition calls OutputParameters is Outputs in Python.
    """
    step = next((value for value in reversed(values) if _is_step(value)), None)
    try:
        return eval(
            f"properties.{path}".replace("OutputParameters[", "Outputs["), {"properties": step.properties}
        ).expr  # type: ignore[union-attr]
    except (AttributeError, KeyError, SyntaxError, TypeError, ValueError):
        return None


def _normal(definition: str) -> str:
    for pattern, word in _CHANGES:
        definition = pattern.sub(word, definition)
    return definition
