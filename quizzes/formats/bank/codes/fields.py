"""What can be wrong with a field or an id."""

from __future__ import annotations

from quizzes.formats.bank.codes.table import SOUND, Code

_OPTIONS = "options: {step: {text: On the step, correct: true, why: Yes.}, run: {text: On the run, why: No.}}"

CODES = (
    Code(
        "B015",
        "A field is missing",
        "The place is the first key of the mapping that lacks it.",
        SOUND["bank"].replace("title: Caching\n", ""),
        SOUND["bank"],
    ),
    Code(
        "B016",
        "An unknown field",
        "The place is its key. A near miss is suggested.",
        "expalin: The reason.",
        "explain: The reason.",
        "choice",
    ),
    Code(
        "B017",
        "Nothing is there",
        "An empty value, an empty list where something must be, or a text of which nothing can be "
        "seen: spaces, "
        "invisible characters, bare markup.",
        'prompt: "&nbsp;"',
        "prompt: Where?",
        "choice",
    ),
    Code(
        "B018",
        "A value of the wrong kind",
        "A list where a text belongs, a text where true or false belongs. Booleans are exactly true "
        "and false, "
        "numbers are digits, both without quotes.",
        "options: {step: {text: On the step, correct: yes, why: Yes.}, run: {text: On the run, "
        "correct: true}}",
        "options: {step: {text: On the step, correct: true, why: Yes.}, run: {text: On the run, why: No.}}",
        "choice",
    ),
    Code(
        "B019",
        "Too long",
        "A text has 5,000 characters at most, the scenario of a case 20,000.",
        "a prompt of 5,001 characters",
        "prompt: Where?",
        "choice",
        made=lambda: SOUND["bank"].replace("Which?", "x" * 5_001).encode(),
    ),
    Code(
        "B020",
        "A value that does not fit",
        "Not one of the allowed words or numbers, not a date (YYYY-MM-DD), not an https address, not "
        "a passage "
        '("topic#anchor").',
        "difficulty: 6",
        "difficulty: 5",
        "choice",
    ),
    Code(
        "B021",
        "An unknown id",
        "Needs, orders, pairs, reasons, examples and pins speak of ids of their own question. The "
        "place is the id.",
        "needs: {train: [claen], test: [train]}",
        "needs: {train: [clean], test: [train]}",
        "ordering",
    ),
    Code(
        "B022",
        "Not a slug",
        "Names and ids are of a-z, 0-9 and -, 64 characters at most, and do not begin with -.",
        "key: Cache_scope",
        "key: cache-scope",
        "choice",
    ),
    Code(
        "B023",
        "A name used twice",
        "Items and distractors share one namespace; keys of questions are unique in the bank, inside "
        "cases too; "
        "a list names each thing once.",
        "distractors: {train: Train again}",
        "distractors: {deploy: Deploy}",
        "ordering",
    ),
    Code(
        "B024",
        "Names that differ in case only",
        "Train and train would be one and the same to half of all readers and programs.",
        "items: {train: Train, Train: Train more, test: Test}\nneeds: {test: [train]}",
        "items: {train: Train, train-more: Train more, test: Test}\nneeds: {test: [train]}",
        "ordering",
    ),
    Code(
        "B025",
        "Text that is too hard to render",
        'More than 100 "[" or 100 "<" outside code, more than 100 headings, or nesting more than 8 deep: '
        "the renderer would take too long.",
        "a prompt with 101 opening brackets",
        "prompt: Where?",
        "choice",
        made=lambda: SOUND["bank"].replace("Which?", "'" + "[" * 101 + "'").encode(),
    ),
    Code(
        "B026",
        "An unknown kind",
        "The kinds are ordering, matching, choice and case.",
        SOUND["bank"].replace("kind: choice", "kind: choise"),
        SOUND["bank"],
    ),
    Code(
        "B027",
        "Too many questions",
        "A bank has 2,000 questions at most; a case counts as its questions.",
        "a bank with 2,001 questions",
        SOUND["bank"],
        made=lambda: b"bank: caching\ntitle: Caching\nquestions:\n" + b"  - {kind: choice}\n" * 2_001,
    ),
    Code(
        "B028",
        "Too many pieces",
        (
            "A question has 40 items, distractors, prompts, responses or options at most, as many "
            "needs, reasons, topics, passages and the like, and 200 examples."
        ),
        "a choice of 41 options",
        _OPTIONS,
        "choice",
        made=lambda: (
            SOUND["bank"]
            .replace("options: {", "options: {" + "".join(f"x{i}: Way {i}, " for i in range(39)))
            .encode()
        ),
    ),
    Code(
        "B029",
        "A case within a case",
        "A case holds orderings, matchings and choices.",
        "bank: caching\ntitle: Caching\nquestions:\n  - kind: case\n    key: shop\n    scenario: A shop.\n"
        "    questions:\n      - kind: case\n        key: inner\n"
        + "".join(
            f"      - {{kind: choice, key: q{i}, prompt: Which {i}?, explain: So., "
            "options: {a: {text: A, correct: true}, b: B}}\n"
            for i in (1, 2)
        ),
        "bank: caching\ntitle: Caching\nquestions:\n  - kind: case\n    key: shop\n    scenario: A shop.\n"
        "    questions:\n"
        + "".join(
            f"      - {{kind: choice, key: q{i}, prompt: Which {i}?, explain: So., "
            "options: {a: {text: A, correct: true}, b: B}}\n"
            for i in (1, 2)
        ),
    ),
)
