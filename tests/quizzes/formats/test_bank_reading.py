"""Reading a bank: what a sound file becomes, and what is told of one that is not."""

from __future__ import annotations

import math

import pytest

from quizzes.engines import Case, Choice, Matching, Ordering
from quizzes.engines.base import Example, Reason, Source
from quizzes.engines.choice import Option
from quizzes.engines.matching import Response
from quizzes.engines.ordering import Distractor
from tests.quizzes.formats.reading import HEAD, SOUND, choice, ordering, reading, told


def test_a_sound_bank_is_read_whole():
    read = reading(SOUND)
    bank = read.bank

    assert read.problems == ()
    assert (bank.slug, bank.title, bank.description, bank.language, bank.license) == (
        "pipelines-core", "SageMaker Pipelines: the core steps",
        "Everything that a bank can *say*.", "en", "CC-BY-4.0",
    )  # fmt: skip
    assert [type(q) for q in bank.questions] == [Ordering, Ordering, Matching, Choice, Case]


def test_an_ordering_is_read_whole():
    assert reading(SOUND).bank.questions[0] == Ordering(
        key="retrain-and-register",
        prompt="Put the retraining pipeline in an order its steps can run.",
        items={
            "test": "Measure the model on held-out data", "clean": "Split and clean the raw data",
            "register": "Add the model to the registry", "train": "Fit a model on the training split",
            "gate": "Stop unless the error is low enough",
        },
        needs={
            "train": {"clean": Reason()},
            "test": {"train": Reason("The evaluation reads the artifact that training writes.")},
            "gate": {
                "test": Reason(
                    "The gate compares a metric that does not exist yet.", "gate-before-evaluation"
                ),
            },
            "register": {"gate": Reason()},
        },
        distractors={
            "deploy": Distractor("Update the endpoint", "Registering does not deploy.", "register-deploys"),
            "tune": Distractor("Search hyperparameters"),
        },
        orders=1,
        explain="The gate reads the report the test step wrote, so it cannot come first.\n",
        topics=("retraining-loop",),
        traps=("register-before-gate",),
        exams={"MLA-C01": ("3.3",)},
        difficulty=2,
        asks="judgement",
        reread=("retraining-loop#gate",),
        source=(Source("https://docs.aws.amazon.com/", "2026-11-21"),),
        examples=(
            Example(("clean", "train", "test", "gate", "register"), True),
            Example(("clean", "test", "train", "gate", "register"), False),
            Example((), False),
        ),
    )  # fmt: skip


def test_the_written_order_is_kept():
    first = reading(SOUND).bank.questions[0]

    assert list(first.items) == ["test", "clean", "register", "train", "gate"]


def test_plain_scalars_are_text_as_ids_too():
    question = reading(SOUND).bank.questions[1]

    assert question.order == ("no", "010", "1")
    assert question.why["1"] == Reason("It must have run.", "skipped-status")
    assert question.needs == {}


def test_a_matching_and_a_choice_are_read_whole():
    _, _, matching, chosen, _ = reading(SOUND).bank.questions

    assert matching.responses["tune"] == Response(
        "Searches hyperparameters", "That is TuningStep.", "evaluation-step-type"
    )
    assert matching.pairs == {"training": ("fit", "tune"), "condition": ("branch",), "fail": ("stop",)}
    assert matching.source[0] == Source(
        "https://docs.aws.amazon.com/a", "2026-11-21", "The guide", "Read twice."
    )
    assert matching.examples[1] == Example({"training": "fit"}, False)
    assert chosen.options["step"] == Option("On each step", True, "CacheConfig is a field of the step.")
    assert chosen.options["run"] == Option("When a run is started")
    assert chosen.pin == ("account",)


def test_a_case_keeps_its_questions_which_inherit():
    case = reading(SOUND).bank.questions[-1]

    assert (case.title, case.scenario, len(case.questions)) == (
        "A shop",
        "A shop retrains its model every week.\n",
        2,
    )
    assert case.questions[0].topics == ()
    assert [q.topics for q in case.asked] == [("retraining-loop",), ("pipelines",)]
    assert case.asked[1].exams == {"MLA-C01": ("3.3",)}


def test_all_values_are_plain_python_text():
    def kinds(value: object) -> set[type]:
        if isinstance(value, dict):
            return set().union(*(kinds(v) for pair in value.items() for v in pair), set())
        if isinstance(value, tuple):
            return set().union(*map(kinds, value), set())
        fields = getattr(type(value), "__dataclass_fields__", None)
        return set().union(*(kinds(getattr(value, f)) for f in fields)) if fields else {type(value)}

    assert kinds(reading(SOUND).bank) == {str, bool, int, type(None)}


def test_all_problems_of_a_question_are_told_in_one_run():
    text = HEAD + (
        "  - kind: ordering\n    key: One\n    items: {a: A, b: '', c: C}\n"
        "    needs: {b: [a], a: [b], c: [d]}\n    orders: x\n    expalin: So.\n"
        "    examples: [{response: [e], correct: true}]\n    difficulty: 9\n"
    )

    assert told(text) == [
        "4:5 B015", "4:5 B015", "5:10 B022", "6:22 B017", "7:25 B031", "7:33 B021", "8:13 B018", "9:5 B016",
        "10:28 B021", "11:17 B020",
    ]  # fmt: skip


def test_problems_of_all_questions_are_told_in_the_order_of_the_file():
    text = HEAD + choice(options="a: A, b: B") + choice("two") + choice("one", "What?") + "  - text\n"

    assert told(text) == ["7:14 B038", "15:10 B023", "19:5 B018"]


def test_a_problem_anywhere_means_no_bank_and_a_warning_does_not():
    warned = reading(HEAD + choice(prompt="TODO"))

    assert [p.severity for p in warned.problems] == ["warning"]
    assert warned.bank is not None
    assert reading(HEAD + choice() + choice("two", options="a: A, b: B")).bank is None


def test_a_line_that_cannot_be_read_is_not_judged():
    assert told((HEAD + choice(key="o\x07ne")).encode()) == ["5:11 B002"]
    assert told((HEAD + choice()).replace("key: one", "key: *one")) == ["5:10 B011"]


def test_what_cannot_be_judged_is_not_graded_either():
    """The need on the line that could not be read is unknown, so nothing is counted or graded with it."""
    text = HEAD + ordering(3, "{i1: [i0],\n      i2: [i\x071]}", "    orders: 1\n")

    assert told(text.encode()) == ["9:13 B002"]


def test_right_orders_are_counted_exactly_where_that_can_be_done():
    text = HEAD + ordering(28, "{i1: [i0]}", "    orders: 1\n")
    (problem,) = reading(text).problems

    assert (problem.line, problem.column, problem.code) == (10, 13, "B034")
    assert problem.message == f"{math.factorial(28) // 2} orders are right, not 1."


def test_claims_that_take_many_states_are_counted_a_few_times_only():
    needs = "{i14: [" + ", ".join(f"i{i}" for i in range(14)) + "]}"
    claims = [
        ordering(15, needs, "    orders: 87178291200\n", f"q{n}").replace("Which", f"Which {n}")
        for n in range(21)
    ]

    assert [line.split()[1] for line in told(HEAD + "".join(claims))] == ["B035"]


def test_a_bank_of_two_thousand_questions_is_read_and_one_more_is_not():
    question = (
        "  - {{kind: choice, key: q{0}, prompt: Which {0}?, explain: So., "
        "options: {{a: {{text: A, correct: true}}, b: B}}}}\n"
    )
    many = HEAD + "".join(question.format(i) for i in range(1_998))
    inner = "".join("    " + question.format(i) for i in (-1, -2)).replace("q-", "r")
    case = f"  - kind: case\n    key: case\n    scenario: A shop.\n    questions:\n{inner}"

    assert told(many + case) == []
    assert told(many + case + question.format(5_000)) == ["4:3 B027"]


def test_more_problems_than_anybody_reads_are_counted():
    text = HEAD + "".join(f"  - {{kind: choice, key: q{i}}}\n" for i in range(1_000))
    problems = reading(text).problems

    assert len(problems) == 1_000
    assert problems[-1].hint.endswith("And 2000 more in this file.")


def test_case_within_case_and_the_rest_of_it():
    text = (
        HEAD
        + "  - kind: case\n    key: c\n    scenario: S\n"
        + "    questions:\n      - {kind: case, key: d}\n      - {kind: quiz}\n"
    )

    assert told(text) == ["8:16 B029", "9:16 B026"]


def test_an_id_that_stands_twice_is_told_even_where_both_stand_on_one_line() -> None:
    one = '{"kind": "choice", "key": "one", "prompt": "Which?", "explain": "So.", '
    one += '"options": {"a": {"text": "A", "correct": true}, "b": "B"}}'
    sort = '{"kind": "ordering", "key": "two", "prompt": "Order.", "explain": "So.", '
    sort += '"items": {"a": "A", "b": "B"}, "order": ["a", "b"], "distractors": {"a": "C"}}'

    twice = f'{{"bank": "a", "title": "A", "questions": [{one}, {one}]}}'
    assert told(twice) == [f"1:{twice.rindex(one) + 1} B064", f"1:{twice.rindex(chr(34) + 'one') + 1} B023"]
    assert [line.split()[1] for line in told(f'{{"bank": "a", "title": "A", "questions": [{sort}]}}')] == [
        "B023"
    ]


def test_a_topic_a_trap_or_a_passage_is_named_once() -> None:
    lists = "    topics: [pipelines, pipelines]\n    traps: [skipped-status, skipped-status]\n"
    lists += "    reread: [step-caching#uris, step-caching#uris]\n"

    assert [line.split()[1] for line in told(HEAD + choice(rest=lists))] == ["B023", "B023", "B023"]


@pytest.mark.parametrize(
    ("kind", "code"), [("kind: Choice", "B026"), ("kind: [choice]", "B018"), ("prompt: Which?", "B015")]
)
def test_a_slip_in_the_kind_hides_nothing_else(kind: str, code: str) -> None:
    slips = HEAD + choice(key="my question", prompt="TODO", rest="    difficulty: 9\n")
    slips = slips.replace("prompt: TODO\n    ", "").replace("kind: choice", kind)

    found = [line.split()[1] for line in told(slips)]

    assert set(found) >= {code, "B022", "B020"}, found
