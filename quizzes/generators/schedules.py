"""Choices about schedules: which expression starts a run when it is wanted. The others mean other times."""

from __future__ import annotations

from random import Random

from quizzes.engines import Question
from quizzes.engines.choice import Option
from quizzes.generators.material import Material
from quizzes.generators.plan import Plan, Sort
from quizzes.generators.telling import choice, said, shuffled, story

TOPIC = "triggers"
SCHEDULE = f"{TOPIC}#schedule"
DAYS = {
    "MON": "Monday",
    "TUE": "Tuesday",
    "WED": "Wednesday",
    "THU": "Thursday",
    "FRI": "Friday",
    "SAT": "Saturday",
    "SUN": "Sunday",
}
HOURS = (1, 2, 3, 4, 5, 22, 23)
MINUTES = (10, 15, 20)
"""Minutes that could be hours: with the two fields exchanged an expression has a meaning of its own."""
SHAPES = ("weekly", "daily", "monthly", "once")
MONTHS = {1: "January", 4: "April", 12: "December"}


def schedules(material: Material, dice: Random) -> Plan | None:
    """A wish for certain times: which expression has them."""
    if SCHEDULE not in material.passages:
        return None
    shape, hour, minute = dice.choice(SHAPES), dice.choice(HOURS), dice.choice(MINUTES)
    day, date, month = dice.choice(sorted(DAYS)), dice.choice((1, 5, 24)), dice.choice(sorted(MONTHS))
    asks = (f"{hour:02}:{minute}", *{"weekly": (day,), "monthly": (f"{date}",)}.get(shape, ()))
    if shape == "once":
        asks = (*asks, f"{month:02}-{date:02}")
    wish, right, others = _expressions(shape, hour, minute, day, date, month)
    lures = sorted(shuffled(dice, sorted(others))[:3])

    def word(key: str, dice: Random) -> Question:
        return _word(material, wish, right, {text: others[text] for text in lures}, key, dice)

    return Plan("schedule", (shape, *asks, *lures), frozenset({shape}), word)


SORTS = (Sort("schedule", "choice", (TOPIC,), schedules),)


def _expressions(
    shape: str, hour: int, minute: int, day: str, date: int, month: int
) -> tuple[str, tuple[str, str], dict[str, str]]:
    """The wish, the expression that has it with what it says, and others with what they say."""
    at, turned = f"{hour:02}:{minute:02}", f"{minute:02}:{hour:02}"
    every_day = {f"cron({minute} {hour} ? * * *)": f"Every day at {at}."}
    hourly = {f"cron({minute} * ? * * *)": f"Every hour, at {minute} minutes past."}
    of_month = {f"cron({minute} {hour} {date} * ? *)": f"On day {date} of every month at {at}."}
    if shape == "weekly":
        name = DAYS[day]
        right = (f"cron({minute} {hour} ? * {day} *)", f"Every {name} at {at}.")
        others = {
            f"cron({hour} {minute} ? * {day} *)": f"Minute comes first, then hour: {name}s at {turned}.",
            **every_day,
            f"cron({minute} * ? * {day} *)": f"Every hour of each {name}, at {minute} minutes past.",
            "rate(7 days)": "Every seven days; which day and hour that is, it does not say.",
            f"cron({minute} {hour} 7 * ? *)": f"On day 7 of every month at {at}.",
        }
        return f"every {name} at {at} UTC", right, others
    if shape == "daily":
        right = next(iter(every_day.items()))
        others = {
            f"cron({hour} {minute} ? * * *)": f"Minute comes first, then hour: daily at {turned}.",
            **hourly,
            f"cron({minute} {hour} ? * MON *)": f"Every Monday at {at}.",
            "rate(24 hours)": "Every 24 hours; at which hour of the day, it does not say.",
            f"cron({minute} {hour} 1 * ? *)": f"On day 1 of every month at {at}.",
        }
        return f"every day at {at} UTC", right, others
    if shape == "monthly":
        right = next(iter(of_month.items()))
        others = {
            f"cron({hour} {minute} {date} * ? *)": f"Minute comes first, then hour: day {date}, {turned}.",
            **every_day,
            f"cron({minute} {hour} {date} {month} ? *)": f"Once a year, on {date} {MONTHS[month]} at {at}.",
            "rate(30 days)": "Every 30 days; months are not all of that length.",
        }
        return f"on day {date} of every month at {at} UTC", right, others
    right = (f"at(2027-{month:02}-{date:02}T{at}:00)", f"Once, on {date} {MONTHS[month]} 2027 at {at}.")
    others = {
        f"cron({minute} {hour} {date} {month} ? *)": f"Every year on {date} {MONTHS[month]} at {at}.",
        **of_month,
        f"cron({minute} {hour} ? {month} * 2027)": f"On each day of {MONTHS[month]} 2027 at {at}.",
        "rate(365 days)": "Every 365 days, again and again.",
    }
    return f"once, on {date} {MONTHS[month]} 2027 at {at} UTC, and never again", right, others


def _word(
    material: Material, wish: str, right: tuple[str, str], lures: dict[str, str], key: str, dice: Random
) -> Question:
    company, model = story(dice)
    offered = {"it": Option(f"`{right[0]}`", True, right[1])}
    offered |= {
        f"not-{n}": Option(f"`{text}`", False, says) for n, (text, says) in enumerate(lures.items(), 1)
    }
    about = said(
        material,
        key=key,
        prompt=(
            f"{company} wants its {model} retrained {wish}. A schedule of EventBridge Scheduler, left in "
            "UTC, has the SageMaker pipeline as its target. Which expression does it need?"
        ),
        explain=(
            "The six fields of a cron expression are minute, hour, day of month, month, day of week and "
            "year, and one of the two day fields is `?`. A rate counts lengths of time and names no hour. "
            "`at(…)` fires once and is known to Scheduler alone."
        ),
        topics=[TOPIC],
        reread=[SCHEDULE],
        sources=[material.source("schedule-types.html"), material.source("pipeline-eventbridge.html")],
        difficulty=2,
        asks="judgement",
    )
    return choice(material, about, dice, offered)
