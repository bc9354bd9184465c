"""What a bank may refer to, as the database and the addresses have it."""

from __future__ import annotations

import pytest

from quizzes.known import known_to_the_syllabus
from tests.syllabus.conftest import loaded  # noqa: F401 - a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]


def test_domains_and_kinds_are_those_of_the_profile():
    known = known_to_the_syllabus()

    assert known.exams == {"ABC-01"}
    assert known.tasks == {"ABC-01#1", "ABC-01#2", "ABC-01#2.1", "ABC-01#2.2"}
    assert known.kinds == {"ABC-01#ordering", "ABC-01#choice-one"}


@pytest.mark.parametrize(
    "address",
    ["/", "/learn/", "/learn/caching/", "/learn/caching/#uris", "/learn/caching/#traps_",
     "/practice/?topic=a",
     "/steps/train/", "/traps/many-branches/", "/faq/#anything", "/glossary/"],
)  # fmt: skip
def test_pages_that_are_there(address):
    assert known_to_the_syllabus().pages(address)


@pytest.mark.parametrize(
    "address",
    [
        "/learn/nope/",
        "/learn/caching/#nope",
        "/learn/caching",
        "/steps/caching/",
        "/traps/train/",
        "/nowhere/",
    ],
)
def test_pages_that_are_not(address):
    assert not known_to_the_syllabus().pages(address)
