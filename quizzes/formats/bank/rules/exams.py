"""The shapes that questions have in an exam: one that says it could be in it should have them.

3 to 5 places, 3 to 7 prompts, one right option of four, several of five or more: AWS's exam guide for
MLA-C01, as `content/exams/mla-c01.yaml` cites it. Which of these kinds an exam has is its profile's to say.
"""

from __future__ import annotations

from collections.abc import Iterator

from kit.wording import listed
from quizzes.formats.bank.entry import Entry

PLACES = range(3, 6)
PROMPTS = range(3, 8)
OPTIONS_FOR_ONE = 4
OPTIONS_FOR_SEVERAL = 5


def check(entry: Entry) -> None:
    """Warning B062 where a question that names an exam has no kind, or no shape, that is asked there."""
    exams = entry.mapping("exams") or (entry.of.mapping("exams") if entry.of is not None else {})
    if not exams:
        return
    kind = entry.data.get("kind")
    if kind == "ordering" and (items := entry.mapping("items")) and len(items) not in PLACES:
        entry.warn("B062", f"an exam's ordering has 3 to 5 places, not {len(items)}", "items")
    elif kind == "matching" and (prompts := entry.mapping("prompts")) and len(prompts) not in PROMPTS:
        entry.warn("B062", f"an exam's matching has 3 to 7 prompts, not {len(prompts)}", "prompts")
    elif kind == "choice":
        _check_options(entry)
    for exam in exams:
        _check_kinds(entry, exam)


def _check_options(entry: Entry) -> None:
    right, options = _right(entry), entry.mapping("options")
    if right == 1 and len(options) != OPTIONS_FOR_ONE:
        entry.warn("B062", f"an exam's choice of one has four options, not {len(options)}", "options")
    elif right > 1 and len(options) < OPTIONS_FOR_SEVERAL:
        entry.warn(
            "B062", f"an exam's choice of several has five options or more, not {len(options)}", "options"
        )


def _check_kinds(entry: Entry, exam: str) -> None:
    """A question in a case is asked there as a case: an exam that has none does not ask it."""
    there = {kind.removeprefix(f"{exam}#") for kind in entry.known.kinds or () if kind.startswith(f"{exam}#")}
    if missing := [kind for kind in _kinds(entry) if there and kind not in there]:
        place = ("exams", exam) if exam in entry.mapping("exams") else ("kind",)
        message = f"{exam} has no questions of the kind {listed(missing)}, but {listed(sorted(there))}"
        entry.warn("B062", message, *place, at="key")


def _kinds(entry: Entry) -> Iterator[str]:
    if entry.of is not None:
        yield "case"
    kind = entry.data.get("kind")
    yield f"choice-{'several' if _right(entry) > 1 else 'one'}" if kind == "choice" else str(kind)


def _right(entry: Entry) -> int:
    options = entry.mapping("options").values()
    return sum(isinstance(option, dict) and option.get("correct") == "true" for option in options)
