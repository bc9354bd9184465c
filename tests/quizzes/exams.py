"""A small exam and a bank that covers it: eight questions of all kinds in two domains."""

from __future__ import annotations

from typing import Any

from quizzes.engines.choice import Option
from syllabus.models import ExamProfile
from tests.builders import a_case, choice, matching, ordering

CODE = "ABC-01"
KINDS = {
    "ordering": {"places": [3, 5], "count": 1},
    "matching": {"prompts": [3, 7], "count": 1},
    "choice-one": {"options": 4, "count": 3},
    "choice-several": {"options_at_least": 5, "count": 1},
    "case": {"questions_at_least": 2, "count": 2},
}


def a_profile(key: str = "abc-01", **changes: Any) -> ExamProfile:
    """The profile as it stands in the database."""
    data: dict[str, Any] = {
        "exam": key.upper(),
        "title": "An exam",
        "status": "It can be booked.",
        "questions": 8,
        "scored": 6,
        "minutes": 16,
        "pass_line": 720,
        "scale": [100, 1000],
        "guessing_penalty": False,
        "kinds": KINDS,
        "counts_note": "The counts are ours.",
        "domains": [
            {"number": 1, "title": "Data", "weight": 50, "tasks": 2},
            {"number": 2, "title": "Models", "weight": 50, "tasks": None},
        ],
        "second_hand": ["minutes"],
        "sources": [{"url": "https://example.org/guide", "checked": "2026-11-01", "title": "The guide"}],
        **changes,
    }
    html = {**data, "status": f"<p>{data['status']}</p>"}
    row, _ = ExamProfile.objects.update_or_create(
        key=key,
        defaults={
            "code": data["exam"],
            "title": data["title"],
            "position": 1,
            "data": data,
            "html": html,
            "digest": "",
        },
    )
    return row


def some_questions(*, exams: Any = None, prompt: str = "What starts it?") -> list[Any]:
    """Enough for the exam above and some to choose from, each naming it."""
    named = exams if exams is not None else {CODE: ("1.1",)}
    others = exams if exams is not None else {CODE: ("2",)}
    several = {name: Option(f"Option {name}", name in "ab") for name in "abcde"}
    return [
        ordering("order-1", exams=named),
        matching("match-1", exams=others),
        *(choice(f"one-{n}", prompt=f"{prompt} ({n})", exams=others) for n in range(4)),
        choice("several-1", prompt="Which two?", options=several, exams=named),
        a_case(
            "shop",
            choice("shop-one", prompt="What starts the shop?"),
            choice("shop-two", prompt="What ends the shop?"),
            exams=named,
        ),
    ]
