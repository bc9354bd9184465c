"""Writing a bank and reading it again: nothing is lost, and equal banks are equal bytes."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kit.yamlsource import read
from quizzes.engines import Case, Choice, Matching, Ordering
from quizzes.engines.base import Reason, Source
from quizzes.engines.choice import Option
from quizzes.engines.matching import Response
from quizzes.engines.ordering import Distractor
from quizzes.formats.bank import Bank, question_data, question_from_data, write_bank
from quizzes.formats.yamlout import emit
from tests.quizzes.formats.reading import HERE, SOUND, reading

ALPHABET = st.one_of(
    st.sampled_from(list("ab:#-'\"[]{}&*!|>%@`,?\\ \n\t\r=~.0123456789é\u00a0\u200b\U0001f600\u202e")),
    st.characters(exclude_categories=["Cs", "Cc", "Cn", "Zl", "Zp"], exclude_characters="\ufeff"),
)
ANY_TEXT = st.text(ALPHABET, max_size=20)
BEGINNINGS = ["", " ", "- ", "'", '"', "\n", "# ", "&", "*", "? ", "> ", "|", "%", "@", "\t", "!", "~", "\\"]


def texts(name: str = "x") -> st.SearchStrategy[str]:
    """Any text in which `name` can be seen."""
    return st.tuples(st.sampled_from(BEGINNINGS), st.just(name), ANY_TEXT).map("".join)


TEXT = texts()
SLUG = st.builds("{}{}".format, st.sampled_from("abz09"), st.text("az0-", max_size=5))
REASON = st.builds(Reason, st.one_of(st.just(""), TEXT), st.one_of(st.just(""), SLUG))
SOURCE = st.builds(
    Source,
    st.sampled_from(["https://docs.aws.amazon.com/a#b", "https://x.org/?q=1,2&r=3"]),
    st.dates().map(str),
    st.one_of(st.just(""), TEXT),
    st.one_of(st.just(""), TEXT),
)
TASKS = st.lists(st.sampled_from(["3", "3.3"]), max_size=2).map(tuple)
ABOUT = {
    "key": SLUG,
    "prompt": TEXT,
    "explain": TEXT,
    "topics": st.lists(SLUG, max_size=3, unique=True).map(tuple),
    "traps": st.lists(SLUG, max_size=2, unique=True).map(tuple),
    "exams": st.dictionaries(st.sampled_from(["MLA-C01", "X-1"]), TASKS),
    "difficulty": st.one_of(st.none(), st.integers(1, 5)),
    "asks": st.sampled_from([None, "recall", "judgement"]),
    "reread": st.lists(st.tuples(SLUG, SLUG).map("#".join), max_size=2, unique=True).map(tuple),
    "source": st.lists(SOURCE, max_size=2).map(tuple),
}


def pieces(least: int, most: int = 5):
    """Ids with texts that a reader can tell apart."""
    ids = st.lists(SLUG, min_size=least, max_size=most, unique=True)
    shown = st.tuples(*(texts(f"x{i}") for i in range(most)))
    return st.tuples(ids, shown).map(lambda pair: dict(zip(*pair, strict=False)))


@st.composite
def orderings(draw) -> Ordering:
    texts = draw(pieces(3, 7))
    ids = list(texts)
    split = draw(st.integers(2, len(ids)))
    items, others = ids[:split], ids[split:]
    key: dict = {}
    if draw(st.booleans()):
        key["order"] = tuple(draw(st.permutations(items)))
        key["why"] = draw(st.dictionaries(st.sampled_from(items), REASON))
    else:
        line = draw(st.permutations(items))
        needs = {
            after: {
                before: draw(REASON)
                for before in draw(st.lists(st.sampled_from(line[:i]), min_size=1, unique=True))
            }
            for i, after in enumerate(line)
            if i and (i == 1 or draw(st.booleans()))
        }
        key["needs"] = needs
    return Ordering(
        **{name: draw(value) for name, value in ABOUT.items()},
        items={i: texts[i] for i in items},
        distractors={i: Distractor(texts[i], *draw(REASON.map(lambda r: (r.why, r.trap)))) for i in others},
        **key,
    )


@st.composite
def matchings(draw) -> Matching:
    prompts, responses = draw(pieces(2)), draw(pieces(1))
    allowed = st.lists(st.sampled_from(list(responses)), min_size=1, max_size=3, unique=True).map(tuple)
    return Matching(
        **{name: draw(value) for name, value in ABOUT.items()},
        prompts=prompts,
        responses={
            i: Response(t, *draw(REASON.map(lambda r: (r.why, r.trap)))) for i, t in responses.items()
        },
        pairs={prompt: draw(allowed) for prompt in prompts},
        reuse=True,
        why=draw(st.dictionaries(st.sampled_from(list(prompts)), REASON)),
    )


@st.composite
def choices(draw) -> Choice:
    texts = draw(pieces(2))
    right = draw(st.integers(1, len(texts) - 1))
    options = {
        i: Option(text, n < right, *draw(REASON.map(lambda r: (r.why, r.trap))))
        for n, (i, text) in enumerate(texts.items())
    }
    pin = draw(st.lists(st.sampled_from(list(texts)), unique=True).map(tuple))
    return Choice(**{name: draw(value) for name, value in ABOUT.items()}, options=options, pin=pin)


@st.composite
def banks(draw) -> Bank:
    asked = draw(
        st.lists(
            st.one_of(orderings(), matchings(), choices()), min_size=3, max_size=4, unique_by=lambda q: q.key
        )
    )
    held = {
        name: draw(value) for name, value in ABOUT.items() if name in ("topics", "exams", "reread", "source")
    }
    case = Case(
        key="a-case-of-its-own",
        scenario=draw(TEXT),
        questions=tuple(asked[:2]),
        explain=draw(st.just("") | TEXT),
        **held,
    )
    return Bank(
        slug=draw(SLUG),
        title=draw(TEXT),
        questions=(case, *asked[2:]),
        description=draw(st.just("") | TEXT),
        license=draw(st.sampled_from(["", "CC-BY-4.0"])),
    )


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(banks())
def test_what_is_written_is_read_again_and_written_alike(bank):
    written = write_bank(bank)
    read = reading(written)

    assert [str(p) for p in read.problems if p.severity == "problem"] == []
    assert read.bank == bank
    assert write_bank(read.bank) == written


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.one_of(orderings(), matchings(), choices()))
def test_a_question_goes_through_json_unchanged(question):
    data = question_data(question)

    assert question_from_data(json.loads(json.dumps(data))) == question
    assert question_data(question_from_data(data)) == data


PLAIN = st.recursive(
    ANY_TEXT | st.booleans() | st.integers(0, 10**9),
    lambda below: st.lists(below, max_size=4) | st.dictionaries(ANY_TEXT, below, max_size=4),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None)
@given(PLAIN)
def test_any_plain_data_is_written_so_that_it_is_read_again(value):
    def as_text(node):
        if isinstance(node, dict):
            return {key: as_text(child) for key, child in node.items()}
        if isinstance(node, list):
            return [as_text(child) for child in node]
        return {True: "true", False: "false"}[node] if isinstance(node, bool) else str(node)

    document = read(emit({"a": value}).encode(), file="a.yaml")

    if not any(p.code == "B007" for p in document.problems):
        assert document.problems == ()
        assert document.data == {"a": as_text(value)}


DOUBTFUL = [
    "true",
    "No",
    "null",
    "~",
    "1",
    "1.5",
    "1e3",
    "0x1f",
    "on",
    "*a",
    "&a",
    "!a",
    "%a",
    "@a",
    "`a`",
    "'a'",
    '"a"',
    "[a]",
    "{a}",
    "a,b",
    "12e3",
    "1:30",
    "<<",
    "=",
    ".inf",
]


@pytest.mark.parametrize("text", [*DOUBTFUL, "", " a", "a ", "a: b", "a #b", "- a", "? a"])
def test_text_that_another_reader_might_take_for_something_else_is_quoted(text):
    assert emit({"a": text}).startswith('a: "')


SEVERAL_LINES = ["a\nb", " a\nb", "\n a\nb", "\na", "a\n b", "a\n\nb\n\n", "\n", "\n\n", " \n", "a\n "]
SEVERAL_LINES += ["a \nb \n", "\ta\nb", "a\n\tb", "a\r\nb", "a\r", "# a\n- b\n", "a\n---\nb\n...\n"]


@pytest.mark.parametrize("text", SEVERAL_LINES)
def test_text_of_several_lines_is_kept_to_the_last_space(text):
    for data in ({"a": text}, {"a": {"b": [{"c": text, "d": "e"}, text]}}):
        document = read(emit(data).encode(), file="a.yaml")

        assert document.problems == ()
        assert document.data == data


def test_the_written_form_is_canonical():
    """The form of shared files: a change here changes every bank that was ever exported."""
    bank = reading(SOUND).bank

    written = (HERE / "sound-written.yaml").read_text()

    assert write_bank(bank) == written
    assert reading(written).bank == bank
