"""A question as a card: nothing of the key in front, all of it behind."""

from __future__ import annotations

from quizzes.engines.base import Source
from quizzes.formats.cards import cards
from tests.builders import a_bank, a_case, choice, matching, ordering


def card(question):
    (made,) = cards(a_bank(question))
    return made


def test_a_choice_asks_in_front_and_tells_behind():
    front, back, source = card(choice()).fields

    assert front.startswith("<p>Where is step caching switched on?</p><p>Choose one.</p>")
    assert front.count("<li>") == 4
    assert "field" not in front
    assert back.startswith("<ul><li>On each step: It is a field of the step.</li></ul><p>Not:</p>")
    assert back.endswith("<p>CacheConfig belongs to a step.</p>")
    assert source == "<p>Pipeline Study, A bank</p>"


def test_pieces_stand_in_an_order_that_tells_nothing_and_stays():
    names = {}
    for key in ("one", "two", "three", "four", "five", "six"):
        made = card(choice(key))
        assert made == card(choice(key))
        names[key] = made.fields[0].index("On each step")

    assert len(set(names.values())) > 1


def test_an_ordering_tells_one_right_order_how_many_there_are_and_what_stays_out():
    free = ordering(needs={"gate": ordering().needs["gate"]})
    front, back, _ = card(free).fields

    assert front.count("<li>") == 5
    assert back.startswith("<ol><li>Split the raw data with <code>ProcessingStep</code></li>")
    assert "12 orders are right" in back
    assert "Left out:</p><ul><li>Update the endpoint: Not in the run.</li></ul>" in back
    assert "orders are right" not in card(ordering()).fields[1]


def test_a_matching_tells_every_pair():
    front, back, _ = card(matching()).fields

    assert front.count("<li>") == 7
    assert "<li>ConditionStep: Branches on a metric (It has exactly two branches.)</li>" in back


def test_a_question_of_a_case_brings_its_scenario():
    made = list(cards(a_bank(a_case())))

    assert made[0].guid == "pipeline-study/bank/a-bank/shop-starts"
    assert all(c.fields[0].startswith("<p>A shop called <em>shop</em>") for c in made)


def test_a_card_names_its_source_and_links_nowhere_within_the_site():
    source = Source("https://docs.aws.amazon.com/?a=1&b=2", "2026-11-21", "The <guide>")
    made = card(choice(source=(source,), explain="See [caching](/learn/step-caching/)."))

    assert '<a href="https://docs.aws.amazon.com/?a=1&amp;b=2"' in made.fields[2]
    assert "The &lt;guide&gt;" in made.fields[2]
    assert made.fields[1].endswith("<p>See caching.</p>")
    assert made.tags == ("pipeline-study::loop",)
