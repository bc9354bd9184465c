"""What a review asks of a trap or a term: proven, true, and not to be told by its looks."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache

import pytest

from quizzes.formats import bank as bank_format
from quizzes.generators import Material, Proofs, Variant, material_of, recalled
from quizzes.generators.giveaways import has, stems
from quizzes.generators.material import Word
from quizzes.generators.meanings import LONG, begun, masked, named, names_of
from quizzes.generators.recalled import TERM, TRAP
from syllabus.formats.forms import INSTEAD
from syllabus.rendering import as_data
from tests.quizzes.engines.oracle import disagreements
from tests.quizzes.generators.shipped import entries, syllabus

SEEDS = range(4)


@cache
def material() -> Material:
    return material_of(**{**entries(), "terms": [as_data(term) for term in syllabus().terms]})


@cache
def drawn() -> dict[tuple[str, str, int], Variant | None]:
    proofs = Proofs(material())
    return {
        (sort, key, seed): recalled.ask(material(), sort, key, seed=str(seed), proofs=proofs)
        for sort, key in recalled.subjects(material())
        for seed in SEEDS
    }


def test_every_trap_and_nearly_every_term_can_be_asked_and_passes_the_check():
    counts = Counter(sort for sort, _ in recalled.subjects(material()))

    assert counts[TRAP] == len(syllabus().traps)
    assert counts[TERM] >= 0.9 * len(syllabus().terms)
    assert [subject for subject, variant in drawn().items() if variant is None] == []


@cache
def words() -> dict[str, Word]:
    return {word.key: word for word in material().words}


def turned(variant: Variant) -> bool:
    """Whether what a term means is told, and its name asked for."""
    return variant.question.prompt.startswith("Which of these is meant?")


def test_every_trap_says_in_one_short_sentence_what_sets_its_bait_right():
    told = [trap.instead or "" for trap in syllabus().traps]

    assert all(0.6 * INSTEAD < len(text) <= INSTEAD for text in told), sorted(map(len, told))
    assert max(map(len, told)) < 1.3 * min(map(len, told))
    assert len(set(told)) == len(told)


def test_a_trap_is_set_right_by_its_own_sentence_and_by_no_option_beside_it():
    instead = {trap.trap: trap.instead for trap in syllabus().traps}
    beside = {(trap.trap, other) for trap in syllabus().traps for other in trap.not_beside}
    for (sort, key, _), variant in drawn().items():
        if sort != TRAP:
            continue
        options = dict(variant.question.options)
        assert options.pop("instead").text == instead[key]
        assert {name: option.text for name, option in options.items()} == {o: instead[o] for o in options}
        assert not {pair for other in options for pair in ((key, other), (other, key))} & beside


def test_no_sentence_of_a_trap_leans_on_the_bait_before_it():
    """It is an option below other baits too: "no such class" would say there of what it speaks."""
    for trap in syllabus().traps:
        assert not (trap.instead or "").lower().startswith(("no such", "it ", "that ", "they ", "this "))


def test_the_one_right_option_is_what_the_term_means_or_its_name():
    for (sort, key, _), variant in drawn().items():
        if sort == TERM:
            told = {name: words()[key if name == "it" else name] for name in variant.question.options}
            for name, option in variant.question.options.items():
                word = told[name]
                assert option.text == (word.title if turned(variant) else begun(word.text))


def test_no_meaning_of_another_term_names_the_one_that_is_asked():
    for (sort, key, _), variant in drawn().items():
        if sort == TERM:
            others = [words()[name] for name in variant.question.options if name != "it"]
            assert not any(named(words()[key], word.text) for word in others)


def test_no_term_is_told_by_a_word_that_only_its_own_option_has():
    told = []
    for (sort, key, _), variant in drawn().items():
        if sort != TERM:
            continue
        own = stems(" ".join(names_of(words()[key])))
        texts = {name: stems(option.text) for name, option in variant.question.options.items()}
        if turned(variant):
            others = []
            shared = [stem for stem in own if has(stems(variant.question.prompt.partition("> ")[2]), stem)]
        else:
            others = [words for name, words in texts.items() if name != "it"]
            shared = [stem for stem in own if has(texts["it"], stem)]
        told += [(key, stem) for stem in shared if not any(has(words, stem) for words in others)]

    assert told == []
    assert 20 < sum(turned(variant) for variant in drawn().values()) < len(SEEDS) * len(words()) / 2


def word(title: str, text: str, *names: str) -> Word:
    return Word(title.lower(), title, names, text, ("t",), ())


def test_a_term_is_named_by_its_title_its_abbreviation_and_its_other_names_word_for_word():
    dag, rule = word("Directed graph (DAG)", "Boxes."), word("Rule", "A pattern.", "`put_rule`")

    assert named(dag, "Every DAG is one.")
    assert named(dag, "Directed graphs are.")
    assert not named(dag, "A dagger, or a graph.")
    assert named(rule, "The call `put_rule` does.")
    assert named(rule, "Two rules.")
    assert not named(rule, "It is ruled out.")
    assert not named(word("Artifact (lineage)", "A URI."), "An edge of lineage.")


def test_what_a_term_means_is_told_without_the_words_of_its_name():
    undo = word("Auto-rollback", "A quick rollback, named `AutoRollback` or `x.y`. Undo auto_it.", "undo")

    assert masked(undo) == "A quick …, named `…` or `x.y`. …."


def test_the_grader_agrees_with_brute_force():
    shapes = {}
    for variant in drawn().values():
        shapes.setdefault((len(variant.question.options), variant.question.wanted), variant.question)

    assert set(shapes) == {(4, 1)}
    assert list(disagreements(*shapes.values())) == []


def test_the_right_option_is_not_told_by_its_place_or_length():
    places, longest = Counter(), 0
    for variant in drawn().values():
        options = list(variant.question.options.values())
        at = next(n for n, option in enumerate(options) if option.correct)
        places[at] += 1
        longest += max(range(4), key=lambda n: len(options[n].text)) == at
    total = sum(places.values())

    assert all(0.18 < count / total < 0.32 for count in places.values())
    assert longest / total < 0.4


def test_a_trap_is_named_in_the_question_and_no_option_sends_into_another():
    for (sort, key, _), variant in drawn().items():
        assert variant.question.traps == ((key,) if sort == TRAP else ())
        assert not any(option.trap for option in variant.question.options.values())


def test_the_same_seed_is_the_same_question_and_others_draw_others():
    proofs = Proofs(material())
    again = recalled.ask(material(), TRAP, "register-deploys", seed="0", proofs=proofs)
    first = drawn()[TRAP, "register-deploys", 0]

    assert bank_format.question_data(again.question) == bank_format.question_data(first.question)
    assert len({drawn()[TRAP, "register-deploys", seed].fingerprint for seed in SEEDS}) > 1


def test_equal_choices_are_one_question_to_the_last_byte():
    seen: dict[str, object] = {}
    for variant in drawn().values():
        data = bank_format.question_data(variant.question)
        assert seen.setdefault(variant.fingerprint, data) == data


@pytest.mark.parametrize("sort", [TRAP, TERM])
def test_what_is_not_there_or_stands_alone_is_not_asked(sort):
    few = replace(material(), beliefs=material().beliefs[:3], words=material().words[:3])
    proofs = Proofs(few)

    assert recalled.subjects(few) == ()
    assert recalled.ask(material(), sort, "no-such-key", seed="0", proofs=proofs) is None
    key = few.beliefs[0].key if sort == TRAP else few.words[0].key
    assert recalled.ask(few, sort, key, seed="0", proofs=proofs) is None


def test_an_option_is_made_of_whole_sentences():
    assert begun("One. Two `x.y` here. Three.") == "One. Two `x.y` here. Three."
    assert begun("One is short. " + "Two is long " * 30 + ".") == "One is short."
    assert begun("word " * 100 + "end.").endswith("end.")
    assert len(begun("It is so. " * 100)) <= LONG
