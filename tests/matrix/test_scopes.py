"""In one place: a view takes what belongs to somebody by way of its owner, and in no other way."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Model

from accounts.models import Learner

ROOT = Path(__file__).parents[2]
VIEWS = sorted(
    path
    for path in ROOT.glob("*/**/*.py")
    if path.parts[len(ROOT.parts)] not in {"tests", "build", ".venv"}
    and (path.name == "views.py" or path.parent.name == "views")
)


def owned() -> set[str]:
    """The models whose rows are a learner's, directly or by way of others."""
    found: set[type[Model]] = {Learner}
    while True:
        more = {
            model
            for model in apps.get_models()
            for field in model._meta.get_fields()
            if field.many_to_one or (field.one_to_one and field.concrete)
            if field.related_model in found
        }
        if more <= found:
            return {model.__name__ for model in found}
        found |= more


def test_the_models_that_are_owned_are_found_by_themselves() -> None:
    assert {"Sitting", "SittingQuestion", "Attempt", "Card", "StudyPlan", "Leaf"} <= owned()
    assert "Question" not in owned()


@pytest.mark.parametrize("path", VIEWS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_view_takes_what_is_owned_by_way_of_its_owner(path: Path) -> None:
    """`Sitting.objects.of(request.learner)`: what is somebody else's is not there."""
    taken = re.findall(r"\b([A-Z]\w+)\s*\.objects\s*\.(\w+)\(", path.read_text())

    assert VIEWS
    assert [f"{model}.objects.{way}" for model, way in taken if model in owned() and way != "of"] == []
    bare = re.findall(r"get_(?:object|list)_or_404\(\s*([A-Z]\w+)\s*,", path.read_text())
    assert [model for model in bare if model in owned()] == []
