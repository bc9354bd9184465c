"""The JSON Schema of a bank, so that an editor completes and checks it while it is written.

It says what the forms say. What no schema can say (ids that must exist, circles, claims) the check tells.
"""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from quizzes.formats.bank import forms

_DROPPED = ("title", "default", "discriminator")  # noise in an editor
_NAMED = {"ge": "minimum", "le": "maximum"}


def schema() -> dict[str, Any]:
    """The schema as plain data, in the order in which it is to be written."""
    raw = TypeAdapter(forms.WholeBank).json_schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A bank of questions",
        **_tidy(raw),
    }


def _tidy(node: Any) -> Any:
    """Without what pydantic adds for itself. No null: in a bank what is not there is left out."""
    if isinstance(node, list):
        return [_tidy(item) for item in node]
    if not isinstance(node, dict):
        return node
    kept = {_NAMED.get(key, key): value for key, value in node.items() if key not in _DROPPED}
    if "anyOf" in kept:
        (only,) = (choice for choice in kept.pop("anyOf") if choice != {"type": "null"})
        return _tidy({**only, **kept})
    if "patternProperties" in kept:
        kept["additionalProperties"] = False
    return {
        key: {name: _tidy(child) for name, child in value.items()} if key == "properties" else _tidy(value)
        for key, value in kept.items()
    }
