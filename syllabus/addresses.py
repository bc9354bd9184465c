"""Where each entry is read: the one way in which its address is made, from its sort and its public key."""

from __future__ import annotations

from django.urls import reverse

from syllabus.places import ABOUT_EXAMS, LOOP

ON_ONE_PAGE = {"faq": "syllabus:faqs", "term": "syllabus:glossary"}
"""Sorts whose entries share a page, each with an anchor of its own."""


def of_entry(sort: str, key: str) -> str:
    """The address of a topic, step, trap, FAQ, term, table, pipeline, decision aid or exam.

    >>> of_entry("faq", "when-cached")
    '/faq/#when-cached'
    """
    if sort in ON_ONE_PAGE:
        return f"{reverse(ON_ONE_PAGE[sort])}#{key}"
    if sort == "exam":
        return of_entry("topic", ABOUT_EXAMS)
    if sort == "aid":
        return reverse("syllabus:compare")
    if (sort, key) == ("pipeline", LOOP):
        return reverse("syllabus:loop")
    return reverse(f"syllabus:{sort}", args=[key])


def of_passage(topic: str, anchor: str) -> str:
    """The address of a passage of a topic.

    >>> of_passage("step-caching", "uris")
    '/learn/step-caching/#uris'
    """
    return f"{of_entry('topic', topic)}#{anchor}"


def of_node(pipeline: str, node: str) -> str:
    """The page of a pipeline with this node chosen."""
    if pipeline == LOOP:
        return reverse("syllabus:node", args=[node])
    return reverse("syllabus:pipeline-node", args=[pipeline, node])
