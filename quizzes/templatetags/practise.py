"""Pages of the rooms below can offer practice without knowing it: `{% practise_topic topic %}`."""

from __future__ import annotations

from typing import Any

from django import template

from quizzes.models import Question
from syllabus.models import Topic

register = template.Library()


@register.inclusion_tag("quizzes/_practise_topic.html")
def practise_topic(topic: Topic) -> dict[str, Any]:
    """How many questions a topic has, and a way to start. One query."""
    return {"topic": topic, "count": Question.objects.shipped().filter(topics=topic).count()}
