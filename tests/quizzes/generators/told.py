"""What is right in a variant that tells all it asks about, read from its stem and options alone.

Nothing of the generators is called here, and nothing of the plan is looked at: an event is compared with a
pattern, a calendar is walked minute by minute, a history of writes or decisions is played.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any

from quizzes.engines import Choice

EVENT = re.compile(r"`([\w.]+)`: `([^`]+)`")


def matched(question: Choice) -> Iterable[str]:
    """An event starts the target when each field of the pattern lets its value in."""
    block = re.search(r"```json\n(.*?)\n```", question.prompt, re.DOTALL)
    assert block is not None
    pattern = json.loads(block[1])
    assert set(pattern) == {"source", "detail-type", "detail"}
    wanted = dict(_leaves(pattern["detail"]))
    assert wanted
    for key, option in question.options.items():
        fields = dict(EVENT.findall(option.text))
        if all(any(_lets(rule, fields[field]) for rule in rules) for field, rules in wanted.items()):
            yield key


def _leaves(detail: dict[str, Any], above: str = "") -> Iterator[tuple[str, list[Any]]]:
    for field, found in detail.items():
        if isinstance(found, dict):
            yield from _leaves(found, f"{above}{field}.")
        else:
            yield f"{above}{field}", found


def _lets(rule: Any, value: str) -> bool:
    if isinstance(rule, dict):
        ((how, part),) = rule.items()
        return value.startswith(part) if how == "prefix" else how == "suffix" and value.endswith(part)
    return bool(rule == value)


# What may happen, by detail-type: (fields of the event, whether the wish wants it)
HAPPENS: dict[str, tuple[tuple[dict[str, str], bool], ...]] = {
    "SageMaker Model Package State Change": tuple(
        (
            {"ModelPackageGroupName": group, "ModelApprovalStatus": status},
            (group, status) == ("churn", "Approved"),
        )
        for group in ("churn", "fraud")
        for status in ("Approved", "Rejected", "PendingManualApproval")
    ),
    "SageMaker Model Building Pipeline Execution Status Change": tuple(
        (
            {"previousPipelineExecutionStatus": before, "currentPipelineExecutionStatus": now},
            now == "Failed",
        )
        for before, now in (
            ("", "Executing"),
            ("Executing", "Failed"),
            ("Executing", "Succeeded"),
            ("Executing", "Stopping"),
            ("Stopping", "Stopped"),
            ("Stopping", "Failed"),
            ("Failed", "Executing"),
        )
    ),
    "CloudWatch Alarm State Change": tuple(
        ({"alarmName": alarm, "state.value": state}, (alarm, state) == ("auc-low", "ALARM"))
        for alarm in ("auc-low", "latency-high")
        for state in ("OK", "ALARM", "INSUFFICIENT_DATA")
    ),
    "Object Created": tuple(
        ({"bucket.name": bucket, "object.key": key}, (bucket, key) == ("partner-drop", "drop/_SUCCESS"))
        for bucket in ("partner-drop", "other")
        for folder in ("drop/", "test/", "drop/old/", "")
        for key in (f"{folder}one.parquet", f"{folder}two.parquet", f"{folder}_SUCCESS")
    ),
    "SageMaker Model Building Pipeline Execution Step Status Change": tuple(
        (
            {"stepName": step, "stepType": kind, "currentStepStatus": status},
            (step, status) == ("Train", "Failed"),
        )
        for step, kind in (("Train", "Training"), ("TrainSmall", "Training"), ("Prepare", "Processing"))
        for status in ("Starting", "Executing", "Succeeded", "Failed")
    ),
    "SageMaker Endpoint State Change": tuple(
        ({"EndpointName": name, "EndpointStatus": status}, (name, status) == ("shop", "InService"))
        for name in ("shop", "claims")
        for status in ("Updating", "InService", "Failed")
    ),
}


def pattern(question: Choice) -> Iterable[str]:
    """A pattern does what is wanted when it lets in all that is wanted and nothing else of what happens."""
    named = re.search(r"names the detail-type `([^`]+)`", question.prompt)
    assert named is not None
    holds: dict[str, Callable[[str, str], bool]] = {
        "is": str.__eq__,
        "begins with": str.startswith,
        "ends in": str.endswith,
    }
    for key, option in question.options.items():
        asks = re.findall(r"`([\w.]+)` (is|begins with|ends in) `([^`]+)`", option.text)
        assert asks
        if all(
            all(holds[how](event[field], value) for field, how, value in asks) is wanted
            for event, wanted in HAPPENS[named[1]]
        ):
            yield key


def drop(question: Choice) -> Iterable[str]:
    """Each object sends an event, if the bucket sends any; those whose key fits start a run each."""
    files = int(_one(r"a partner writes (\d+) files", question.prompt))
    keys = [f"drop/part-{n}" for n in range(files)] + ["drop/_SUCCESS"]
    if "A schedule of EventBridge" in question.prompt:
        count = 1
    elif "Nothing has been set on the bucket" in question.prompt:
        count = 0
    else:
        begins = re.search(r"the prefix `([^`]+)`", question.prompt)
        ends = re.search(r"keys that end in `([^`]+)`", question.prompt)
        assert bool(begins) != bool(ends)
        count = sum(k.startswith(begins[1]) if begins else k.endswith(ends[1] if ends else "") for k in keys)
    words = {"No execution": "0", "One execution": "1"}
    shown = {key: option.text for key, option in question.options.items()}
    return [key for key, text in shown.items() if words.get(text, text.partition(" ")[0]) == str(count)]


WEEK = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
FROM = date(2026, 11, 23)
DATES = tuple(FROM + timedelta(days=n) for n in range(1200))
TIMES = tuple((hour, minute) for hour in range(24) for minute in range(60))
Moments = tuple[frozenset[date], frozenset[tuple[int, int]]]
"""On which days of more than three years, and at which times of such a day. All of it is UTC."""


def schedule(question: Choice) -> Iterable[str]:
    """The expression whose moments are those of the wish."""
    wanted = _wished(_one(r"retrained (.+?)\. A schedule", question.prompt))
    assert all(wanted)
    for key, option in question.options.items():
        expression = option.text.strip("`")
        if expression.startswith("rate("):
            continue  # says how often, and neither at which hour nor on which day
        if _fires(expression) == wanted:
            yield key


@cache
def _wished(wish: str) -> Moments:
    hour, minute = map(int, _one(r"at (\d\d:\d\d) UTC", wish).split(":"))

    def on(day: date) -> bool:
        if wish.startswith("once"):
            return day.strftime("%-d %B %Y") == _one(r"on (\d+ \w+ \d+) at", wish)
        if wish.startswith("on day"):
            return day.day == int(_one(r"on day (\d+) of every month", wish))
        return wish.startswith("every day") or day.strftime("%A") == _one(r"every (\w+) at", wish)

    return frozenset(filter(on, DATES)), frozenset([(hour, minute)])


@cache
def _fires(expression: str) -> Moments:
    kind, _, rest = expression.rstrip(")").partition("(")
    if kind == "at":
        day, _, hour = rest.partition("T")
        return frozenset([date.fromisoformat(day)]), frozenset([(int(hour[:2]), int(hour[3:5]))])
    minutes, hours, *fields = rest.split(" ")
    assert len(fields) == 4
    assert [fields[0], fields[2]].count("?") == 1

    def fits(field: str, value: object) -> bool:
        return field in ("*", "?") or field == str(value)

    days = [
        day for day in DATES if all(map(fits, fields, (day.day, day.month, WEEK[day.weekday()], day.year)))
    ]
    return frozenset(days), frozenset((h, m) for h, m in TIMES if fits(hours, h) and fits(minutes, m))


def used(question: Choice) -> Iterable[str]:
    """The second run has what its start gives, and for the rest the defaults."""
    defaults = dict(re.findall(r"- `(\w+)`, \w+, default `([^`]+)`", question.prompt))
    second = _one(r"gives (`\w+` = `[^`]+`) and no more", question.prompt)
    values = {**defaults, **_given(second)}
    return [key for key, option in question.options.items() if _given(option.text) == values]


def starts(question: Choice) -> Iterable[str]:
    """A start is refused for a value that is missing, or not among those allowed."""
    lines = re.findall(
        r"- `(\w+)`, \w+, (no default|default `[^`]+`)(?:, `EnumValues`: (.+))?", question.prompt
    )
    assert len(lines) == 3
    refused = _one(r"Which of these starts is (\w+)\?", question.prompt) == "refused"
    for key, option in question.options.items():
        given = _given(option.text)
        bad = any(
            (default == "no default" and name not in given)
            or (allowed and name in given and given[name] not in re.findall("`([^`]+)`", allowed))
            for name, default, allowed in lines
        )
        if bad is refused:
            yield key


def _given(text: str) -> dict[str, str]:
    return dict(re.findall(r"`(\w+)` = `([^`]+)`", text))


def records(question: Choice) -> Iterable[str]:
    """A store that keeps the record with the latest event time; or all of them, read as of a day."""
    written = re.findall(r"- written on (\d+) March, event time (\d+) March: (.+)", question.prompt)
    days = [int(day) for day, _, _ in written]
    assert days == sorted(days)
    until = re.search(r"One of its labels is of (\d+) March", question.prompt)
    held, when = "", 0
    for _, event, value in written:
        if int(event) > when and (until is None or int(event) <= int(until[1])):
            held, when = value, int(event)
    return [key for key, option in question.options.items() if option.text == held]


NEEDS = {
    "within 50 ms": "online",
    "on the line": "online",
    "last two years": "offline",
    "of its own time": "offline",
    "in one batch": "offline",
    "with SQL": "offline",
}


def stores(question: Choice) -> Iterable[str]:
    """What either wish needs; a write that both stores share is one."""
    needs = {store for words, store in NEEDS.items() if words in question.prompt}
    assert needs
    wanted = {
        frozenset({"online"}): "The online store alone",
        frozenset({"offline"}): "The offline store alone",
        frozenset({"online", "offline"}): "Both stores; one write fills both",
    }[frozenset(needs)]
    return [key for key, option in question.options.items() if option.text == wanted]


def promoted(question: Choice) -> Iterable[str]:
    """Decision by decision, with "the latest that is approved" read both ways there are."""
    found = set()
    for latest in (max, _last):
        approved = [int(_one(r"Version (\d+) is `Approved` and serves", question.prompt))]
        serving = approved[0]
        for version, status in _decisions(question):
            was = version in approved
            approved = [v for v in approved if v != version]
            if status == "Approved":
                approved.append(version)
                serving = version
            elif was:
                serving = latest(approved)
        found.add(serving)
    assert len(found) == 1, "it depends on how the latest approved version is read"
    return [key for key, option in question.options.items() if option.text == f"Version {serving}"]


def baseline(question: Choice) -> Iterable[str]:
    """The latest version that is approved in the end, by number and by the time of its approval alike."""
    approved = [int(_one(r"Version (\d+) was `Approved`", question.prompt))]
    for version, status in _decisions(question):
        approved = [v for v in approved if v != version] + [version] * (status == "Approved")
    assert max(approved) == approved[-1], "it depends on how the latest approved version is read"
    return [key for key, option in question.options.items() if option.text == f"Version {max(approved)}"]


def _last(versions: list[int]) -> int:
    return versions[-1]


def _decisions(question: Choice) -> list[tuple[int, str]]:
    told = re.findall(r"^\d+\. version (\d+) is set to `(\w+)`$", question.prompt, re.MULTILINE)
    return [(int(version), status) for version, status in told]


def shifted(question: Choice) -> Iterable[str]:
    """Minute by minute: what the new fleet has."""
    policy = _one(r"traffic routing `(\w+)`", question.prompt)
    size = int(_one(r"size of (\d+) %", question.prompt))
    wait = int(_one(r"a wait of (\d+) seconds", question.prompt)) // 60
    until = int(_one(r"have at minute (\d+)", question.prompt))
    has, since = 0, wait
    for _ in range(until + 1):
        if since == wait:
            has = min(100, has + size) if policy == "LINEAR" or not has else 100
            since = 0
        since += 1
    return [key for key, option in question.options.items() if option.text == f"{has} %"]


def alarmed(question: Choice) -> Iterable[str]:
    """Back only where the alarm that goes off is one that is watched, and the update is under way."""
    prompt = question.prompt
    watched = re.search(r"`AutoRollbackConfiguration` names the alarm `([\w-]+)`", prompt)
    gone_off = _one(r"`([\w-]+)` goes off", prompt)
    back = watched is not None and watched[1] == gone_off and "Two days later" not in prompt
    fleet = "old" if back else "new"
    wanted = f"All traffic is on the {fleet} fleet; the version is `Approved`"
    return [key for key, option in question.options.items() if option.text == wanted]


def lineage(question: Choice) -> Iterable[str]:
    """Edges are joined until no new one comes; one hop is an edge as it was told."""
    edges = set()
    jobs = re.findall(
        r"^- `([\w-]+)` \([^)]*\) reads (.+) and writes `([\w-]+)`$", question.prompt, re.MULTILINE
    )
    assert len(jobs) >= 7
    for job, reads, writes in jobs:
        edges |= {(name, job) for name in re.findall("`([^`]+)`", reads)} | {(job, writes)}
    if "`ListAssociations`" in question.prompt:
        start = _one(r"`SourceArn` set to that of `([^`]+)`", question.prompt)
        found = {after for before, after in edges if before == start}
    else:
        while more := {(a, d) for a, b in edges for c, d in edges if b == c} - edges:
            edges |= more
        if "`Descendants`" in question.prompt:
            start = _one(r"The supplier of `([^`]+)` withdraws", question.prompt)
            found = {after for before, after in edges if before == start}
        else:
            start = _one(r"what `([^`]+)` was made from", question.prompt)
            found = {before for before, after in edges if after == start}
    return [key for key, option in question.options.items() if option.text.strip("`") in found]


def _one(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    assert found is not None, (pattern, text)
    return found[1]


BY_SORT = {
    "matched": matched,
    "pattern": pattern,
    "drop": drop,
    "schedule": schedule,
    "used": used,
    "refused": starts,
    "accepted": starts,
    "online": records,
    "as-of": records,
    "stores": stores,
    "promoted": promoted,
    "baseline": baseline,
    "shifted": shifted,
    "alarmed": alarmed,
    "descended": lineage,
    "ascended": lineage,
    "hop": lineage,
}
