"""The JSON Schema says what the reader reads: sound banks fit it, and misshapen ones do not."""

from __future__ import annotations

import json
import os
import re
from typing import Any

import pytest

from kit.yamlsource import Scalar, read
from quizzes.formats.bank import forms, parts, schema
from quizzes.formats.bank.codes import CODES
from tests.quizzes.formats.reading import HERE, SOUND

FILE = HERE.parents[2] / "docs" / "bank.schema.json"
SCHEMA = schema()
TYPES = {"string": str, "object": dict, "array": list, "boolean": bool, "integer": int}
NOTES = {"$defs", "$schema", "title", "description", "format"}
BOUNDS = {"minLength", "maxLength", "minItems", "maxItems", "minProperties", "minimum", "maximum"}
RULES = {"$ref", "oneOf", "const", "enum", "pattern", "type", "items", "properties", "required"}
WORDS = NOTES | BOUNDS | RULES | {"additionalProperties", "patternProperties"}


def test_every_field_says_what_it_is_for() -> None:
    """It is what an author reads where the field is offered, or the pointer rests on it."""
    forms_of = {"the bank": SCHEMA, **SCHEMA["$defs"]}
    silent = [
        f"{name}.{field}"
        for name, form in forms_of.items()
        for field, rule in form["properties"].items()
        if not rule.get("description", "").endswith(".")
    ]

    assert silent == []


def as_an_editor_reads(node: Any) -> Any:
    """YAML 1.2's core types, as an editor has them before it looks at the schema."""
    if isinstance(node, dict):
        return {str(key): as_an_editor_reads(value) for key, value in node.items()}
    if isinstance(node, list):
        return [as_an_editor_reads(value) for value in node]
    if isinstance(node, Scalar) and node.plain and node in ("true", "false"):
        return node == "true"
    if isinstance(node, Scalar) and node.plain and re.fullmatch("[0-9]+", node):
        return int(node)
    return str(node)


def faults(value: Any, rule: dict[str, Any], at: str = "$") -> list[str]:
    """Where `value` does not fit: the part of JSON Schema that ours uses, and an error for any other."""
    assert set(rule) <= WORDS
    if "$ref" in rule:
        return faults(value, SCHEMA["$defs"][rule["$ref"].rsplit("/", 1)[1]], at)
    if "oneOf" in rule:
        return [] if sum(not faults(value, choice, at) for choice in rule["oneOf"]) == 1 else [at]
    kind = TYPES[rule["type"]]
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        return [at]
    if value != rule.get("const", value) or value not in rule.get("enum", [value]):
        return [at]
    if kind is int:
        return [] if rule.get("minimum", 0) <= value <= rule.get("maximum", value) else [at]
    if kind is bool:
        return []
    if not rule.get("minLength", 0) <= len(value) <= rule.get("maxLength", len(value)):
        return [at]
    if (
        not max(rule.get("minItems", 0), rule.get("minProperties", 0))
        <= len(value)
        <= rule.get("maxItems", len(value))
    ):
        return [at]
    if kind is str:
        return [] if re.search(rule.get("pattern", ""), value) else [at]
    if kind is list:
        return [fault for i, item in enumerate(value) for fault in faults(item, rule["items"], f"{at}[{i}]")]
    return _faults_of_mapping(value, rule, at)


def _faults_of_mapping(value: dict[str, Any], rule: dict[str, Any], at: str) -> list[str]:
    found = [f"{at}.{name}" for name in rule.get("required", ()) if name not in value]
    for name, child in value.items():
        rules = [rule["properties"][name]] if name in rule.get("properties", {}) else []
        rules += [r for pattern, r in rule.get("patternProperties", {}).items() if re.search(pattern, name)]
        other = rule.get("additionalProperties", True)
        if not rules and other is False:
            found.append(f"{at}.{name}")
        for child_rule in rules or ([other] if isinstance(other, dict) else []):
            found += faults(child, child_rule, f"{at}.{name}")
    return found


def judged(raw: bytes) -> list[str]:
    return faults(as_an_editor_reads(read(raw, file="a.yaml").data), SCHEMA)


def test_a_bank_that_says_everything_fits():
    raw = SOUND.replace(
        b"no: Not started, 010: Running, 1: Done", b"'no': Not started, '010': Running, '1': Done"
    )
    raw = raw.replace(b"order: [no, 010, 1]", b"order: ['no', '010', '1']")

    assert judged(raw) == []


@pytest.mark.parametrize("code", CODES)
def test_every_good_example_fits(code):
    assert judged(CODES[code].good_file()) == []


@pytest.mark.parametrize("code", ["B015", "B016", "B018", "B020", "B022", "B026", "B019", "B029"])
def test_what_a_form_refuses_the_schema_refuses(code):
    assert judged(CODES[code].bad_file()) != []


def test_the_schema_has_exactly_the_fields_that_the_reader_accepts():
    for module in (forms, parts):
        for name, form in vars(module).items():
            if isinstance(form, type) and name in SCHEMA["$defs"]:
                assert set(SCHEMA["$defs"][name]["properties"]) == set(form.model_fields)
                assert SCHEMA["$defs"][name]["additionalProperties"] is False
    assert (
        set(SCHEMA["properties"]) == set(forms.WholeBank.model_fields) == set(forms.BankAsRead.model_fields)
    )
    assert set(SCHEMA["$defs"]["CaseForm"]["properties"]) == set(forms.CaseAsRead.model_fields)


def test_every_field_of_a_question_is_explained_to_the_author():
    for name in ("OrderingForm", "MatchingForm", "ChoiceForm"):
        fields = SCHEMA["$defs"][name]["properties"]
        assert [
            field for field, rule in fields.items() if "description" not in rule and field != "kind"
        ] == []


def test_the_schema_in_the_docs_is_this_one():
    """`REWRITE=1 pytest tests/quizzes/formats` writes it anew."""
    text = json.dumps(SCHEMA, indent=2, ensure_ascii=False) + "\n"
    if os.environ.get("REWRITE"):
        FILE.write_text(text, encoding="utf-8")

    assert FILE.read_text(encoding="utf-8") == text
