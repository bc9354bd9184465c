"""What can be wrong with the key of a question: what its author says is right."""

from __future__ import annotations

from quizzes.formats.bank.codes.table import Code

_ORDER = "order: [clean, train, test]\nwhy: {train: It reads the clean data., test: It reads the model.}"

CODES = (
    Code(
        "B030",
        "Both or neither of needs and order",
        "An ordering says which items come first in one of two ways: needs, a graph, or order, one sequence. "
        "The place is the second of the two, or the first key of the question.",
        "needs: {train: [clean], test: [train]}\norder: [clean, train, test]",
        "needs: {train: [clean], test: [train]}",
        "ordering",
    ),
    Code(
        "B031",
        "Needs that run in a circle",
        "Nothing could come first. The place is the need that closes the circle when they are read in order.",
        "needs: {train: [clean], test: [train], clean: [test]}",
        "needs: {train: [clean], test: [train]}",
        "ordering",
    ),
    Code(
        "B032",
        "An ordering that nothing can break",
        "Without any need every order is right, and there is nothing to ask.",
        "needs: {}",
        "needs: {test: [train]}",
        "ordering",
    ),
    Code(
        "B033",
        "An order that is not whole",
        "order names every item once.",
        "order: [clean, train]",
        _ORDER,
        "ordering",
    ),
    Code(
        "B034",
        "A wrong claim",
        "orders claims how many orders are right; the check counts them. A wrong claim most often "
        "means a need too "
        "many or too few.",
        "needs: {test: [train]}\norders: 1",
        "needs: {test: [train]}\norders: 3",
        "ordering",
    ),
    Code(
        "B035",
        "A claim that cannot be verified",
        "Counting would take more than 200,000 states (or the bank has more than 20 such claims). "
        "Leave it out.",
        "a question of 39 items of which the last needs all others, with orders: 1",
        "needs: {test: [train]}\norders: 3",
        "ordering",
        made=lambda: (
            "bank: caching\ntitle: Caching\nquestions:\n  - kind: ordering\n    key: one\n    "
            "prompt: In which order?\n"
            "    explain: The reason.\n    orders: 1\n    items: {"
            + ", ".join(f"i{i}: Item {i}" for i in range(39))
            + "}\n    needs: {i38: ["
            + ", ".join(f"i{i}" for i in range(38))
            + "]}\n"
        ).encode(),
    ),
    Code(
        "B036",
        "Reasons in the wrong place",
        "why gives reasons per item and goes with order. With needs, each need has its own reason.",
        "needs: {train: [clean], test: [train]}\nwhy: {train: It reads the clean data.}",
        'needs: {train: {clean: "It reads the clean data."}, test: [train]}',
        "ordering",
    ),
    Code(
        "B037",
        "Too few to ask about",
        "An ordering has two items or more, a matching two prompts, a choice two options, a case two "
        "questions.",
        "options: {step: {text: On the step, correct: true, why: Yes.}}",
        "options: {step: {text: On the step, correct: true, why: Yes.}, run: {text: On the run, why: No.}}",
        "choice",
    ),
    Code(
        "B038",
        "No correct option",
        "At least one option is marked correct: true.",
        "options: {step: {text: On the step, why: Yes.}, run: {text: On the run, why: No.}}",
        "options: {step: {text: On the step, correct: true, why: Yes.}, run: {text: On the run, why: No.}}",
        "choice",
    ),
    Code(
        "B039",
        "No wrong option",
        "At least one option is not correct.",
        "options: {step: {text: On the step, correct: true}, run: {text: On the run, correct: true}}",
        "options: {step: {text: On the step, correct: true}, run: {text: On the run}}",
        "choice",
    ),
    Code(
        "B040",
        "A prompt without a pair",
        "Every prompt has at least one response that is right. The place is the first key of pairs.",
        "pairs: {training: fit}\nwhy: {training: It trains.}",
        "pairs: {training: fit, fail: stop}",
        "matching",
    ),
    Code(
        "B041",
        "Pairs that no response can satisfy",
        "Without reuse a response serves one prompt, so there must be enough to go round.",
        "pairs: {training: fit, fail: fit}",
        "pairs: {training: fit, fail: fit}\nreuse: true",
        "matching",
    ),
    Code(
        "B042",
        "Two pieces that look the same",
        "Two items, distractors, prompts, responses or options whose visible texts are equal, markup "
        "and case aside: "
        "a learner could not tell them apart.",
        "responses: {fit: Fits a model, stop: '**fits** a model'}",
        "responses: {fit: Fits a model, stop: Ends the run}",
        "matching",
    ),
    Code(
        "B043",
        "An example that the grader does not agree with",
        "The real grader marks each response of examples. A blank one, [] or {}, is never right.",
        "examples: [{response: [train, clean, test], correct: true}]",
        "examples: [{response: [train, clean, test], correct: false}]",
        "ordering",
    ),
)
