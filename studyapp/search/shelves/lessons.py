"""The lessons, their passages, and the steps that they speak of."""

from __future__ import annotations

from collections.abc import Iterator

from studyapp.search.findable import Findable, more_of, other_names, plain
from syllabus.models import Section, StepType, Topic


def topics() -> Iterator[Findable]:
    for topic in Topic.objects.current():
        page = topic.html
        signals = [f"“{plain(s['phrase'])}”: {plain(s['points_to'])}." for s in page["signals"]]
        yield Findable(
            sort="topic",
            href=topic.href,
            title=topic.title,
            summary=plain(page["summary"]),
            text=" ".join(signals),
            more=plain(page["scenario"]["situation"], page["scenario"]["answer"]),
        )


def passages() -> Iterator[Findable]:
    for passage in Section.objects.current().select_related("topic"):
        yield Findable(
            sort="topic",
            href=passage.href,
            title=passage.title,
            place=passage.topic.title,
            text=plain(passage.html),
            more=more_of(passage.html),
        )


def steps() -> Iterator[Findable]:
    for step in StepType.objects.current():
        page, data = step.html, step.data
        yield Findable(
            sort="step",
            href=step.href,
            title=step.title,
            family=step.family,
            names=other_names(
                step.title,
                data["type"],
                *data["types"],
                *data["classes"]["current"],
                *data["classes"]["older"],
                *(name for name in plain(page["wraps"]).split(", ") if " " not in name),  # CreateTrainingJob
            ),
            summary=plain(page["purpose"]),
            text=plain(page["text"]),
            more=more_of(
                page["text"],
                page["wraps"],
                *page["inputs"],
                *page["outputs"],
                *(f"{exposed['path']} {exposed['what']}" for exposed in page["exposes"]),
                *page["signals"],
                page["use"],
                *page["caching"]["in_key"],
                *([f"<pre>{page['snippet']['code']}</pre>"] if page["snippet"] else []),
            ),
        )
