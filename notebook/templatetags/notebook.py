"""Study pages show what their reader keeps: `{% leaves "trap" trap.key as kept %}`, then `{% keep … %}`."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.timezone import now

from notebook.entries import Entry
from notebook.queries import Leaves, on_page

register = template.Library()


@register.simple_tag(takes_context=True)
def leaves(context: template.Context, sort: str, key: str = "") -> Leaves:
    """What the reader keeps on an entry, or on all of a sort; on a topic with its passages. One query."""
    return on_page(context["request"].learner, sort, key, now=now())


@register.inclusion_tag("notebook/_leaf.html", takes_context=True)
def keep(context: template.Context, kept: Leaves, sort: str, key: str, title: str) -> dict[str, Any]:
    """The bookmark and the note of one entry, out of the page's `leaves`."""
    return {"entry": Entry(sort, key, title), "leaf": kept.get((sort, key)), "request": context["request"]}
