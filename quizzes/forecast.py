"""The forecast as a plot: a bar for each day, or for each week where the exam is far."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from quizzes.workload import Day, Forecast
from studyapp.web import plots
from studyapp.web.plots import Plot, Series

SINGLY = 31
"""More days than this are told by weeks."""
WEEK = 7


def plot_of(forecast: Forecast, exam: date | None) -> Plot:
    """Due and new of each day on one another; what a day leaves for the next stands in the table."""
    days = forecast.days
    weekly = len(days) > SINGLY
    groups = [days[n : n + WEEK] for n in range(0, len(days), WEEK)] if weekly else [(day,) for day in days]
    over = "Week from" if weekly else "Day"
    plot = plots.bars(
        "Questions a week" if weekly else "Questions a day",
        _told(days, exam),
        over=over,
        labels=[f"{group[0].on:%-d %b}" for group in groups],
        series=[
            Series("Due again", [sum(day.due for day in group) for group in groups]),
            Series("New", [sum(day.new for day in group) for group in groups]),
        ],
    )
    left = [group[-1].left for group in groups]
    if not any(left):
        return plot
    rows = tuple((*row, str(more)) for row, more in zip(plot.rows, left, strict=True))
    return Plot(plot.title, plot.svg, plot.keys, (*plot.head, "Left for the next"), rows)


def _told(days: Sequence[Day], exam: date | None) -> str:
    """What the picture shows, in a sentence."""
    most = max(days, key=lambda day: day.asked)
    until = f"until the exam on {exam:%-d %B}" if exam else f"of the next {len(days)} days"
    total = sum(day.asked for day in days)
    return (
        f"Questions {until}: {total} in all, most of them on {most.on:%-d %B}, with {most.due} due again and "
        f"{most.new} new. The table after the picture has the numbers."
    )
