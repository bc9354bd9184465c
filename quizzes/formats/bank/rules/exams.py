"""The shapes that questions have in an exam: one that says it could be in it should have them.

3 to 5 places, 3 to 7 prompts, one right option of four, several of five or more: AWS's exam guide for
MLA-C01, as `content/exams/mla-c01.yaml` cites it.
"""

from __future__ import annotations

from quizzes.formats.bank.entry import Entry

PLACES = range(3, 6)
PROMPTS = range(3, 8)
OPTIONS_FOR_ONE = 4
OPTIONS_FOR_SEVERAL = 5


def check(entry: Entry) -> None:
    """Warning B062 where a question that names an exam has not the shape its kind has there."""
    if not entry.mapping("exams") and not (entry.of is not None and entry.of.mapping("exams")):
        return
    kind = entry.data.get("kind")
    if kind == "ordering" and (items := entry.mapping("items")) and len(items) not in PLACES:
        entry.warn("B062", f"an exam's ordering has 3 to 5 places, not {len(items)}", "items")
    elif kind == "matching" and (prompts := entry.mapping("prompts")) and len(prompts) not in PROMPTS:
        entry.warn("B062", f"an exam's matching has 3 to 7 prompts, not {len(prompts)}", "prompts")
    elif kind == "choice":
        _check_options(entry)


def _check_options(entry: Entry) -> None:
    options = entry.mapping("options")
    right = sum(isinstance(option, dict) and option.get("correct") == "true" for option in options.values())
    if right == 1 and len(options) != OPTIONS_FOR_ONE:
        entry.warn("B062", f"an exam's choice of one has four options, not {len(options)}", "options")
    elif right > 1 and len(options) < OPTIONS_FOR_SEVERAL:
        entry.warn(
            "B062", f"an exam's choice of several has five options or more, not {len(options)}", "options"
        )
