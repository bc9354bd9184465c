"""What the pinned SDK and service model say (truth/sdk.json), what the content says, what is explained."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from kit.fields import Form
from syllabus.formats import Syllabus
from syllabus.formats.forms import Step

ROOT = Path(__file__).resolve().parents[2]
TRUTH = ROOT / "truth"
SDK: dict[str, Any] = json.loads((TRUTH / "sdk.json").read_text(encoding="utf-8"))
COMPILED: dict[str, Any] = json.loads((TRUTH / "snippets.json").read_text(encoding="utf-8"))
EXPLAINED: dict[str, dict[str, str]] = yaml.safe_load(
    (TRUTH / "differences.yaml").read_text(encoding="utf-8")
)
JOBS = {"TrainingJob": "Training", "ProcessingJob": "Processing", "TransformJob": "Transform"}
JOBS |= {"TuningJob": "Tuning", "AutoMLJob": "AutoML"}
"""What the service calls the record of a step whose type has another name."""


@cache
def told() -> dict[str, str]:
    """The text of every content file, by its name."""
    files = sorted((ROOT / "content").rglob("*.yaml"))
    return {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in files}


def in_code(pattern: str) -> set[str]:
    """Every name in the content that stands alone between backticks and is of this form."""
    return {name for text in told().values() for name in re.findall(rf"`({pattern})`", text)}


def words(pattern: str) -> set[str]:
    return {name for text in told().values() for name in re.findall(pattern, text)}


def types(step: Step) -> set[str]:
    return {step.type} if step.type else set(step.types)


def names(syllabus: Syllabus, table: str, column: str = "name") -> set[str]:
    """The cells of one column of a reference table, without their marks."""
    found = next(t for t in syllabus.tables if t.table == table)
    return {row.cells[column].strip("`") for row in found.rows}


def accepted(step: Step, setting: str) -> bool:
    """Whether a current class of the step takes `cache` or `retries`."""
    return any(SDK["classes"].get(name, {}).get(setting, False) for name in step.classes.current)


def sourced(shipped: Syllabus) -> list[Form]:
    """Every entry that says where its facts stand."""
    told = (shipped.topics, shipped.steps, shipped.traps, shipped.faqs, shipped.terms, shipped.pipelines)
    return [entry for entries in (*told, shipped.exams) for entry in entries]
