"""Pages of the rooms below offer practice without knowing how: `{% practise step=step topic=topic %}`."""

from __future__ import annotations

from typing import Any

from django import template

from accounts.models import Learner
from quizzes import progress
from quizzes.services import starting
from syllabus.models import Entry
from syllabus.queries import Listed

register = template.Library()

LENGTH = starting.LENGTHS[1]


@register.inclusion_tag("quizzes/_practise.html", takes_context=True)
def practise(
    context: template.Context,
    *,
    topic: Entry | Listed | None = None,
    step: Entry | Listed | None = None,
    trap: Entry | Listed | None = None,
    label: str = "Practise this",
) -> dict[str, Any]:
    """A button that starts a sitting on a step, a trap or a topic, and how far the learner is with it.

    Where a step or a trap has no question its topic is offered instead. One query, and the learner.
    """
    subject = step or trap or topic
    wish = {"step": step.key if step else "", "trap": trap.key if trap else ""}
    if subject is topic:
        wish["topic"] = topic.key if topic else ""
    return {
        **_form(context),
        "progress": progress.on(learner_of(context), **wish),
        "wish": {name: key for name, key in wish.items() if key},
        "topic": topic,
        "subject": subject,
        "label": label,
    }


@register.simple_tag(takes_context=True)
def progress_by_topic(context: template.Context) -> dict[str, progress.Progress]:
    """How far the learner is with each topic, by its key; nothing for who has not begun. One query."""
    learner = learner_of(context)
    return progress.by_topic(learner) if learner else {}


@register.simple_tag
def new_start_key() -> str:
    """A name for a start: each form that starts a sitting has its own, so that sent twice it starts once."""
    return starting.new_start_key()


def learner_of(context: template.Context) -> Learner | None:
    """Who looks at the page, if they have begun anything here."""
    learner: Learner | None = context["request"].learner
    return learner or None


def _form(context: template.Context) -> dict[str, Any]:
    """What the form needs that starts a sitting: a name for the start, so that sent twice it starts once."""
    return {
        "csrf_token": context.get("csrf_token"),
        "start_key": starting.new_start_key(),
        "length": LENGTH,
    }
