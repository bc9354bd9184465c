"""A case: one situation, several questions."""

from __future__ import annotations

from dataclasses import replace

from quizzes.engines import Case
from quizzes.engines.base import Source
from tests.quizzes.engines.samples import choice, ordering

PAGE = Source("https://docs.aws.amazon.com/a", "2026-11-21")
OTHER = Source("https://docs.aws.amazon.com/b", "2026-11-21")


def test_inner_questions_inherit_what_they_do_not_say_themselves():
    own = replace(choice("a", "b"), topics=("own",), source=(OTHER,))
    case = Case(
        key="shop",
        scenario="A shop retrains weekly.",
        questions=(own, ordering("ab", {"b": "a"})),
        topics=("loop",),
        exams={"MLA-C01": ("3.3",)},
        reread=("loop#gate",),
        source=(PAGE,),
    )

    first, second = case.asked
    assert (first.topics, first.source) == (("own",), (OTHER,))
    assert (second.topics, second.source) == (("loop",), (PAGE,))
    assert all(question.exams == {"MLA-C01": ("3.3",)} for question in case.asked)
    assert all(question.reread == ("loop#gate",) for question in case.asked)


def test_what_the_author_wrote_stays_as_it_was_written():
    case = Case(key="shop", scenario="…", questions=(choice("a", "b"), choice("c", "d")), topics=("loop",))

    assert [question.topics for question in case.questions] == [(), ()]
