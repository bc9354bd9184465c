"""What /progress/ draws besides its tables: answers over time, and what will be recalled until the exam."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from quizzes.portrait import Day, Portrait, recall_until
from studyapp.web import plots
from studyapp.web.plots import Plot, Series

SINGLY: Final = 31
"""More days than this are told by weeks."""
WEEKS: Final = 26
AHEAD: Final = 28
"""So many days are looked ahead where there is no exam."""
POINTS: Final = 12


def answers(days: Sequence[Day], today: date) -> Plot | None:
    """Right and wrong answers of each day, or of each of the last weeks; nothing of no answers."""
    if not days:
        return None
    first = min(day.on for day in days)
    weekly = (today - first).days >= SINGLY
    step = 7 if weekly else 1
    last = _monday(today) if weekly else today
    begin = max(_monday(first), last - timedelta(weeks=WEEKS - 1)) if weekly else first
    labels = [begin + timedelta(days=n) for n in range(0, (last - begin).days + 1, step)]
    right, wrong = Counter[date](), Counter[date]()
    for day in days:
        at = _monday(day.on) if weekly else day.on
        right[at] += day.n - day.wrong
        wrong[at] += day.wrong
    total = sum(right[at] + wrong[at] for at in labels)
    return plots.bars(
        "Answers a week" if weekly else "Answers a day",
        f"{total} answers from {begin:%-d %B %Y} on, {sum(right[at] for at in labels)} of them right. "
        f"The table after the picture has the numbers.",
        over="Week from" if weekly else "Day",
        labels=[f"{at:%-d %b}" for at in labels],
        series=[Series("Right", [right[at] for at in labels]), Series("Wrong", [wrong[at] for at in labels])],
    )


def scores(bins: Sequence[int]) -> Plot | None:
    """How many sittings had which tenth of their first attempts right; nothing of no sittings."""
    if not sum(bins):
        return None
    width = 100 // len(bins)
    last = len(bins) - 1
    ends = [100 if n == last else (n + 1) * width - 1 for n in range(len(bins))]
    upper = sum(bins[len(bins) // 2 :])
    return plots.bars(
        "Sittings by per cent right",
        f"Of {sum(bins)} sittings {upper} had half or more of their first attempts right. The table after "
        f"the picture has the numbers.",
        over="Per cent right",
        labels=[f"{n * width}\N{EN DASH}{end}" for n, end in enumerate(ends)],
        series=[Series("Sittings", list(bins))],
    )


def recall(portrait: Portrait) -> Plot | None:
    """What would be recalled of the cards on the days until the exam; nothing of no cards or days."""
    if not portrait.cards or portrait.exam_is_today:
        return None
    end = portrait.exam_on or portrait.today + timedelta(days=AHEAD)
    count = max(1, (end - portrait.today).days)
    points = sorted({round(n * count / (POINTS - 1)) for n in range(POINTS)})
    days = [portrait.today + timedelta(days=n) for n in points]
    shares = [round(100 * share, 1) for share in recall_until(portrait.cards, days)]
    return plots.lines(
        "Per cent that would be recalled",
        f"Of {len(portrait.cards)} cards {shares[0]:g} per cent would be recalled today, and {shares[-1]:g} "
        f"on {end:%-d %B} if none were reviewed until then. The table after the picture has the numbers.",
        over="Day",
        labels=[f"{day:%-d %b}" for day in days],
        series=[Series("Recalled", shares)],
        most=100,
    )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
