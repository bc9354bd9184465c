"""The preview: each question as a learner meets it, tried and graded, and nothing of it kept."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from authoring.models import BankDraft
from authoring.services import checking
from quizzes.boards import Post, as_post
from quizzes.deal import deal
from quizzes.engines import Given, Question
from quizzes.engines.base import Example, Reason
from quizzes.formats import bank as bank_format
from quizzes.models import Attempt, Bank, Sitting
from quizzes.models import Question as Row
from quizzes.services.starting import secret_of
from tests.authoring.test_draft_views import begun, browser, person, url
from tests.builders import a_bank, a_case, choice, matching, ordering

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def ann() -> User:
    return person("ann")


@pytest.fixture
def hers(ann: User) -> Client:
    return browser(ann)


def drafted(owner: User, *questions: object) -> BankDraft:
    return begun(owner, bank_format.write_bank(a_bank(*questions)))


def at(draft: BankDraft, key: str, query: str = "") -> str:
    return reverse("author:preview-question", args=[draft.address, key]) + query


def post(draft: BankDraft, question: Question, given: Given, *, number: int = 1, nth: int = 1) -> Post:
    """The form that the board of this deal sends for a response."""
    secret = secret_of(f"preview of {draft.key}, {question.key}, deal {nth}")
    return as_post(question, deal(question, secret=secret, number=number), given)


def pool(page: str) -> list[str]:
    return re.findall(r'class="text" for="[^"]+">(.*?)</label>', page)


def test_the_list_leads_to_every_question_in_the_order_of_the_text(ann: User, hers: Client) -> None:
    draft = drafted(ann, choice("first"), a_case("shop"), matching("last"))
    page = hers.get(url(draft, "preview")).text
    keys = re.findall(r"/preview/([a-z-]+)/", page)
    assert keys == ["first", "shop-starts", "shop-order", "shop-pairs", "last"]
    assert "5 questions" in page
    assert "The shop" in page


def test_of_a_broken_draft_what_can_be_asked_is_and_the_rest_is_named_with_its_place(
    ann: User, hers: Client
) -> None:
    text = bank_format.write_bank(a_bank(choice("good"), choice("bad", prompt="Which of them?")))
    bad = text.index("key: bad")
    text = text[:bad] + text[bad:].replace("explain:", "explian:")
    line = text[: text.index("explian")].count("\n") + 1
    draft = begun(ann, text)
    page = hers.get(url(draft, "preview")).text
    assert re.findall(r"/preview/([a-z-]+)/", page) == ["good"]
    assert f'href="/author/{draft.address}/#line-{line}"' in page
    assert page.count("B016") == 1
    assert "cannot be asked before this is put right" in page
    assert "<form" in hers.get(at(draft, "good")).text
    alone = hers.get(at(draft, "bad"))
    assert alone.status_code == 200
    assert "B016" in alone.text
    assert 'class="board"' not in alone.text


def test_a_text_that_nothing_can_be_read_of_says_so(ann: User, hers: Client) -> None:
    page = hers.get(url(begun(ann, "bank: [\n"), "preview"))
    assert page.status_code == 200
    assert "No question can be read" in page.text
    assert hers.get(at(begun(ann, "bank: [\n"), "one")).status_code == 404


@pytest.mark.parametrize(
    ("question", "wrong", "says"),
    [
        (ordering(), ("train", "clean", "test", "gate"), "Training reads the split."),
        (ordering(), ("clean", "train", "test", "deploy"), "Not in the run."),
        (
            matching(),
            {"training": "tune", "condition": "branch", "fail": "stop"},
            "That is TuningStep.",
        ),
        (choice(), ("pipeline",), "There is no such field."),
    ],
    ids=["a need broken", "a distractor", "a pair", "an option"],
)
def test_a_wrong_response_gets_the_verdict_that_a_learner_gets(
    ann: User, hers: Client, question: Question, wrong: Given, says: str
) -> None:
    draft = drafted(ann, question)
    answer = hers.post(at(draft, question.key), post(draft, question, wrong))
    assert answer.status_code == 200
    assert 'id="verdict"' in answer.text
    assert 'data-state="wrong"' in answer.text
    assert says in answer.text


@pytest.mark.parametrize("question", [ordering(), matching(), choice()], ids=lambda q: q.kind)
def test_the_key_is_graded_by_the_real_grader_and_its_verdict_shown(
    ann: User, hers: Client, question: Question
) -> None:
    draft = drafted(ann, question)
    page = hers.get(at(draft, question.key)).text
    assert 'id="verdict"' not in page
    assert "?deal=1&amp;see=key#verdict" in page
    seen = hers.get(at(draft, question.key, "?deal=1&see=key")).text
    assert "<strong>Right.</strong>" in seen
    tried = hers.post(at(draft, question.key), post(draft, question, question.right_response())).text
    assert "<strong>Right.</strong>" in tried


def test_a_blank_board_and_one_that_no_learner_could_mean_come_back_with_a_sentence(
    ann: User, hers: Client
) -> None:
    question = ordering()
    draft = drafted(ann, question)
    blank = hers.post(at(draft, "in-order"), {})
    assert (blank.status_code, "Nothing is placed yet" in blank.text) == (422, True)
    form = post(draft, question, ("clean", "train"))
    twice = {name: ["1"] for name in form}
    same = hers.post(at(draft, "in-order"), twice)
    assert (same.status_code, "Two items share place 1" in same.text) == (422, True)
    assert same.text.count("selected") == 2


def test_nothing_that_is_tried_is_written(ann: User, hers: Client, django_assert_num_queries) -> None:
    question = choice()
    draft = drafted(ann, question)
    before = draft.updated_at
    for query in ("", "?deal=2", "?see=key"):
        hers.get(at(draft, "one", query))
    hers.post(at(draft, "one"), post(draft, question, ("run",)))
    draft.refresh_from_db()
    assert (draft.updated_at, draft.revision) == (before, 1)
    assert not any(rows.objects.exists() for rows in (Attempt, Sitting, Bank, Row))


def test_another_deal_is_another_order_and_the_same_deal_the_same(ann: User, hers: Client) -> None:
    draft = drafted(ann, ordering())
    pools = [pool(hers.get(at(draft, "in-order", f"?deal={n}")).text) for n in (1, 1, 2, 3, 4)]
    assert pools[0] == pools[1]
    assert len({tuple(shown) for shown in pools}) > 2
    assert all(sorted(shown) == sorted(pools[0]) for shown in pools)
    assert 'href="/author/' in hers.get(at(draft, "in-order", "?deal=7")).text
    assert "?deal=8" in hers.get(at(draft, "in-order", "?deal=7")).text


@pytest.mark.parametrize("deal", ["0", "-1", "x", "99999999999999999999", "٣", ""])
def test_a_deal_that_is_none_is_the_first(ann: User, hers: Client, deal: str) -> None:
    draft = drafted(ann, ordering())
    first = pool(hers.get(at(draft, "in-order")).text)
    assert pool(hers.get(at(draft, "in-order", f"?deal={deal}")).text) == first


def test_the_board_of_another_deal_is_read_by_its_own_tokens(ann: User, hers: Client) -> None:
    question = choice()
    draft = drafted(ann, question)
    form = post(draft, question, ("step",), nth=2)
    assert "<strong>Right.</strong>" in hers.post(at(draft, "one", "?deal=2"), form).text
    elsewhere = hers.post(at(draft, "one"), form)
    assert (elsewhere.status_code, "belongs to another question" in elsewhere.text) == (422, True)


def test_right_orders_are_counted_and_told(ann: User, hers: Client) -> None:
    loose = ordering("loose", needs={"train": {"clean": Reason()}})
    draft = drafted(ann, ordering(), loose)
    assert "One order is right." in hers.get(at(draft, "in-order")).text
    assert "12 orders are right." in hers.get(at(draft, "loose")).text


def test_examples_stand_with_what_the_author_and_what_the_grader_says(ann: User, hers: Client) -> None:
    asked = choice(examples=(Example(("step",), True), Example(("run",), False), Example((), False)))
    draft = drafted(ann, asked)
    page = hers.get(at(draft, "one")).text
    assert [f"Example {n}" in page for n in (1, 2, 3, 4)] == [True, True, True, False]
    assert "unanswered" in page
    assert "Your choice" in hers.get(at(draft, "one", "?see=2")).text
    assert "A start takes parameters only." in hers.get(at(draft, "one", "?see=2")).text
    for odd in ("3", "4", "nonsense"):
        answer = hers.get(at(draft, "one", f"?see={odd}"))
        assert (answer.status_code, 'id="verdict"' in answer.text) == (200, False)


def test_every_reason_is_told_and_a_trap_that_is_not_there_is_named(ann: User, hers: Client) -> None:
    draft = drafted(ann, ordering(), matching(), choice())
    page = hers.get(at(draft, "in-order")).text
    for text in ("Training reads the split.", "There is no artifact to measure yet.", "Not in the run."):
        assert text in page
    assert "<code>register-deploys</code>, which is not there" in page
    assert "That is TuningStep." in hers.get(at(draft, "pairs")).text
    assert "No such setting." in hers.get(at(draft, "one")).text


def test_a_question_of_a_case_stands_beside_its_scenario_and_tells_the_case_with_the_verdict(
    ann: User, hers: Client
) -> None:
    case = a_case("shop", explain="It was the gate.")
    draft = drafted(ann, case)
    page = hers.get(at(draft, "shop-order")).text
    assert "retrains weekly" in page
    assert "question 2 of 3" in page
    assert "It was the gate." not in page
    assert "It was the gate." in hers.get(at(draft, "shop-order", "?see=key")).text


def test_before_and_after_lead_through_all_questions(ann: User, hers: Client) -> None:
    draft = drafted(ann, choice("a"), choice("b", prompt="B?"), choice("c", prompt="C?"))
    page = hers.get(at(draft, "b")).text
    assert re.findall(r'rel="(prev|next)" href="[^"]+/preview/([a-z]+)/"', page) == [
        ("prev", "a"),
        ("next", "c"),
    ]


def test_htmx_gets_the_card_alone(ann: User, hers: Client) -> None:
    draft, question = drafted(ann, choice()), choice()
    headers = {"HX-Request": "true", "HX-Target": "question-card"}
    answer = hers.post(at(draft, "one"), post(draft, question, ("run",)), headers=headers)
    assert answer.text.strip().startswith('<div id="question-card"')
    assert "<html" not in answer.text


def test_a_long_text_that_has_to_wait_is_told_so(ann: User, hers: Client, monkeypatch) -> None:
    draft = drafted(ann, choice())

    def busy(*args: object, **kwargs: object) -> None:
        raise checking.Busy

    monkeypatch.setattr(checking, "check", busy)
    assert "Not read just now" in hers.get(url(draft, "preview")).text
    assert hers.get(at(draft, "one")).status_code == 503


def test_a_question_that_is_not_there_is_not_found(ann: User, hers: Client) -> None:
    draft = drafted(ann, choice(), a_case("shop"))
    assert hers.get(at(draft, "none")).status_code == 404
    assert hers.get(at(draft, "shop")).status_code == 404  # a case is not asked as one


def test_the_queries_of_a_question_do_not_grow_with_the_bank(
    ann: User, hers: Client, django_assert_num_queries
) -> None:
    few = drafted(ann, choice())
    hers.get(at(few, "one"))
    many = drafted(ann, choice(), *(choice(f"more-{n}", prompt=f"No {n}?") for n in range(20)))
    with django_assert_num_queries(10):
        hers.get(at(many, "one"))
