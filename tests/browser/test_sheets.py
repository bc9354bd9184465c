"""On paper: every shipped lesson fits one page of A4 and of Letter, and is all there."""

from __future__ import annotations

import re

import pytest
from django.core.management import call_command

from syllabus.models import Topic
from tests.browser.checks import overflow_of
from tests.browser.conftest import OpenPage

pytestmark = pytest.mark.django_db(transaction=True)


def test_every_lesson_fits_one_sheet(open_page: OpenPage) -> None:
    call_command("load_content", verbosity=0)
    page = open_page("/learn/")
    printed: dict[tuple[str, str], int] = {}

    for topic in Topic.objects.current():
        page.goto(f"/learn/{topic.key}/sheet/")
        for paper in ("A4", "Letter"):
            document = page.pdf(format=paper)
            printed[topic.key, paper] = len(re.findall(rb"/Type\s*/Page\b(?!s)", document))
        page.emulate_media(media="print")
        assert overflow_of(page) == 0, topic.key
        page.emulate_media(media="null")

    assert len(printed) >= 30
    assert {sheet: pages for sheet, pages in printed.items() if pages != 1} == {}
