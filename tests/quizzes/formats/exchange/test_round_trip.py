"""What goes out and comes in again is what it was, for all that the format can say."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from kit import prose
from quizzes.engines import Case, Choice, Matching, Ordering
from quizzes.engines.choice import Option
from quizzes.engines.matching import Response
from quizzes.formats import exchange
from quizzes.formats.bank import Bank, key_changed, question_data, write_bank
from tests.builders import a_bank, a_case, choice, matching, ordering
from tests.quizzes.formats.exchange.importing import importing, losses, questions
from tests.quizzes.formats.reading import HERE, SOUND, reading
from tests.quizzes.formats.test_bank_writing import banks

SHIPPED = sorted((HERE.parents[2] / "content" / "banks").glob("*.yaml"))
FORMS = ("gift", "moodle")


def again(bank: Bank, form: Any):
    return importing(
        exchange.write(bank, form).text, file=f"{bank.slug}{exchange.SUFFIXES[form]}", slug=bank.slug
    )


def block(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def line(text: str) -> str:
    return " ".join(text.split())


def seen(text: str) -> str:
    return prose.visible_text(text)


def sayable(question: Any, form: str, scenario: str = "") -> dict[str, Any]:
    """What the format can say of a question, without the names of its pieces."""
    data = question_data(question)
    kept = ("kind", "key", "topics", "traps", "exams", "difficulty", "asks", "reread")
    said = {name: data[name] for name in kept if name in data}
    said["exams"] = {code: list(dict.fromkeys(tasks)) for code, tasks in said.get("exams", {}).items()}
    said["prompt"] = block(f"{scenario.strip()}\n\n{question.prompt}" if scenario else question.prompt)
    said["explain"] = block(question.explain)
    match question:
        case Choice():
            said["options"] = [(line(o.text), o.correct, line(o.why)) for o in question.options.values()]
            said["pinned"] = form == "moodle" and set(question.pin) == set(question.options)
        case Matching():
            right = question.right_response()
            texts = {name: seen(response.text) for name, response in question.responses.items()}
            said["pairs"] = [(line(question.prompts[p]), texts[r]) for p, r in right.items()]
            said["offered"] = set(texts.values())
        case Ordering():
            how = seen if form == "gift" else line
            said["items"] = [how(question.items[name]) for name in question.right_response()]
            why = {
                name: question.why[name].why for name in question.why if form == "moodle" and question.order
            }
            said["why"] = [line(why.get(name, "")) for name in question.right_response()]
            if form == "gift":
                del said["explain"]
    return said


def as_read(data: dict[str, Any], form: str) -> dict[str, Any]:
    """The same of a question as it stands in a draft."""
    kept = ("kind", "key", "topics", "traps", "asks", "reread", "prompt", "explain")
    said = {name: data[name] for name in kept if name in data}
    if "difficulty" in data:
        said["difficulty"] = int(data["difficulty"])
    said["exams"] = data.get("exams", {})
    if "options" in data:
        full = [o if isinstance(o, dict) else {"text": o} for o in data["options"].values()]
        said["options"] = [(o["text"], o.get("correct") == "true", o.get("why", "")) for o in full]
        said["pinned"] = set(data.get("pin", ())) == set(data["options"])
    elif "pairs" in data:
        shown = {name: seen(text) for name, text in data["responses"].items()}
        said["pairs"] = [(data["prompts"][p], shown[data["pairs"][p]]) for p in data["prompts"]]
        said["offered"] = set(shown.values())
    else:
        how = seen if form == "gift" else line
        said["items"] = [how(data["items"][name]) for name in data["order"]]
        said["why"] = [data.get("why", {}).get(name, "") for name in data["order"]]
    return said


def asked(bank: Bank):
    for written in bank.questions:
        if isinstance(written, Case):
            yield from ((question, written.scenario) for question in written.asked)
        else:
            yield written, ""


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(banks())
def test_what_a_format_can_say_comes_back(form, bank):
    found = again(bank, form)

    assert [as_read(q, form) for q in questions(found)] == [sayable(q, form, s) for q, s in asked(bank)]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_the_shipped_banks_come_back(form, file):
    bank = reading(file.read_bytes()).bank

    found = again(bank, form)

    assert [as_read(q, form) for q in questions(found)] == [sayable(q, form, s) for q, s in asked(bank)]
    codes = {problem.code for problem in found.problems if problem.severity == "problem"}
    assert codes <= ({"B015"} if form == "gift" else set())  # an ordering has no explanation in GIFT


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_where_nothing_else_is_said_the_key_comes_back(file):
    """Through Moodle XML the same texts are right; where not, that is named."""
    bank = reading(file.read_bytes()).bank
    exported = exchange.write(bank, "moodle")
    named = {
        loss.key
        for loss in exported.losses
        if "orders are right" in loss.message or "several" in loss.message
    }

    back = {q.key: q for q in again(bank, "moodle").bank.questions}

    for question, _ in asked(bank):
        if isinstance(question, Ordering) and question.key not in named:
            assert [back[question.key].items[i] for i in back[question.key].order] == [
                line(question.items[i]) for i in question.right_response()
            ]
        if isinstance(question, Choice):
            renamed = dict(zip(question.options, back[question.key].options, strict=True))
            same = Choice(
                key="x", prompt="x", explain="x",
                options={renamed[name]: option for name, option in question.options.items()},
            )  # fmt: skip
            assert not key_changed(same, back[question.key])


ODD = [
    "%50% more",
    "[html] y",
    "= a",
    "~b",
    "a -> b",
    "# c",
    "//d",
    "T",
    "{e}",
    "f: g",
    "::h::",
    "\\i",
    "$CATEGORY: j",
]
ODD += [
    "[k](https://x.org/)",
    "####l",
    "&lt;",
    "m#n",
    "a }\nb",
    "`p->q`",
    "<b>r</b>",
    "// [tag:s]",
    "_u_",
    "> 1",
    "\\n",
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("odd", ODD)
def test_signs_of_the_format_are_text_in_a_text(form, odd):
    bank = a_bank(
        choice(
            prompt=odd, explain=odd, options={"a": Option(odd, True, odd), "b": Option("z" + odd, False, odd)}
        ),
        ordering(items={"a": odd, "b": f"{odd} z"}, needs={}, order=("b", "a"), distractors={}),
        matching(
            prompts={"a": odd, "b": f"z {odd}"},
            responses={"a": Response(odd), "b": Response(f"y {odd}")},
            pairs={"a": ("a",), "b": ("b",)},
            why={},
        ),
    )

    found = questions(again(bank, form))

    if "->" in odd:  # an arrow in a prompt is an entity there: the same to who reads it
        assert all(seen(q["prompt"]) == seen(odd) for q in found[:1])
        assert [seen(text) for text in found[2]["prompts"].values()] != []
    else:
        assert [as_read(q, form) for q in found] == [sayable(q, form) for q in bank.questions]


def test_what_is_left_behind_is_named_for_each_question():
    exported = exchange.write(a_bank(ordering(), matching(), choice(), a_case()), "moodle")

    said = {}
    for loss in exported.losses:
        said.setdefault(loss.key, []).append(loss.message.removeprefix("not carried over: "))
    assert said["in-order"] == [
        'its distractors "Update the endpoint"',
        "the reasons of its needs",
        "the traps that its reasons name",
    ]
    assert said["pairs"] == ["the reasons of its pairs", "what its responses say to who uses them wrongly"]
    assert said["one"] == ["the traps that its reasons name"]
    assert said["shop-starts"][-1].startswith("that it is question 1 of the case shop")


NAMED = [
    "licence",
    "distractors",
    "reasons of its needs",
    "traps",
    "sources",
    "examples",
    "keep their places",
]
NAMED += ["several responses", "reasons of its pairs", "explanation of the case", "question 2 of the case"]


@pytest.mark.parametrize("form", FORMS)
def test_every_field_of_the_bank_that_says_everything_is_carried_or_named(form):
    """The sound bank has every field there is: each that does not come back is in the report."""
    bank = reading(SOUND).bank
    exported = exchange.write(bank, form)
    told = " ".join(loss.message for loss in exported.losses)

    assert all(words in told for words in NAMED)
    assert ("its description" in told) == (form == "gift")
    assert {loss.key for loss in exported.losses} - {""} == {question.key for question, _ in asked(bank)}


def test_a_loss_says_how_many_orders_were_right():
    free = ordering(needs={"gate": {"test": ordering().needs["gate"]["test"]}})

    (loss, *_) = exchange.write(a_bank(free), "gift").losses

    assert str(loss).startswith(
        "note in-order: not carried over: that 12 orders are right: one of them is carried"
    )


def test_the_bank_itself_comes_back_through_moodle():
    bank = reading(SOUND).bank

    found = again(bank, "moodle").bank

    assert (found.slug, found.title, found.description) == (bank.slug, bank.title, bank.description)


def test_yaml_goes_through_unchanged():
    bank = reading(SOUND).bank
    exported = exchange.write(bank, "yaml")

    assert exported == exchange.Exported(write_bank(bank))
    assert importing(exported.text, file="bank.yaml").bank == bank
    assert importing(SOUND, file="bank.yaml").text == SOUND.decode()


@pytest.mark.parametrize("form", FORMS)
def test_writing_and_reading_again_changes_nothing_more(form):
    """After one journey a bank goes through the same format as often as one likes, without a further loss."""
    bank = reading(SHIPPED[0].read_bytes()).bank
    once = again(
        Bank(
            slug=bank.slug, title=bank.title, questions=tuple(q for q, _ in asked(bank) if q.kind == "choice")
        ),
        form,
    )

    twice = again(once.bank, form)

    assert twice.text == once.text
    assert losses(twice) == losses(once)
