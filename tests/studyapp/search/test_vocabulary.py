"""Spelling: the nearest known word, by slips that are counted as they are made."""

from __future__ import annotations

from functools import cache

from hypothesis import assume, given
from hypothesis import strategies as st

from studyapp.search.vocabulary import Vocabulary, _slips

KNOWN = Vocabulary.of(["register registry registration", "RegisterModel and JsonGet", "condition conditions"])
WORD = st.text("abcde", min_size=1, max_size=7)


def slips(one: str, other: str) -> int:
    """Letters wrong, missing, too many or swapped with a neighbour: the definition, as it is written."""

    @cache
    def count(i: int, j: int) -> int:
        if not i or not j:
            return i + j
        ways = [count(i - 1, j) + 1, count(i, j - 1) + 1, count(i - 1, j - 1) + (one[i - 1] != other[j - 1])]
        if i > 1 < j and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
            ways.append(count(i - 2, j - 2) + 1)
        return min(ways)

    return count(len(one), len(other))


@given(WORD, WORD, st.integers(1, 2))
def test_slips_are_counted_as_defined_up_to_the_most_that_are_forgiven(a: str, b: str, most: int) -> None:
    assert min(_slips(a, b, most, False), most + 1) == min(slips(a, b), most + 1)


@given(WORD, WORD)
def test_of_an_unfinished_word_the_nearest_beginning_counts(a: str, b: str) -> None:
    assume(len(a) > 1)
    heads = [b[:n] for n in range(len(a) - 1, len(b) + 1)]

    expected = min((slips(a, head) for head in heads), default=2)

    assert min(_slips(a, b, 1, True), 2) == min(expected, 2)


@given(st.sampled_from(sorted(KNOWN.words)), st.data())
def test_two_neighbours_swapped_are_one_slip_from_what_is_found(word: str, data: st.DataObject) -> None:
    assume(len(word) >= 4)
    place = data.draw(st.integers(0, len(word) - 2))
    slipped = word[:place] + word[place + 1] + word[place] + word[place + 2 :]

    near = KNOWN.nearest(slipped)

    assert near
    assert slips(slipped, "".join(near)) <= 1


def test_of_words_as_near_the_one_that_stands_in_more_entries_is_meant() -> None:
    often = Vocabulary.of(["gates", "gates", "gated"])

    assert often.nearest("gatex") == ("gates",)


def test_a_slip_in_a_name_is_put_right_as_one_in_a_word() -> None:
    called = Vocabulary.of(
        ["EventBridge calls AWS Step Functions even over a bridge"], ["AWS Step Functions"]
    )

    assert called.pairs == {"awsstep": ("aws", "step"), "stepfunctions": ("step", "functions")}
    assert called.nearest("eventbrige") == called.nearest("evenbridge") == ("event", "bridge")
    assert called.nearest("stepfuntions") == ("step", "functions")


def test_three_letters_are_put_right_beside_a_word_that_makes_a_name_with_them() -> None:
    called = Vocabulary.of(["stop", "stop", "step", "functions", "gates"], ["Step functions"])

    assert called.nearest("stp") == ()
    assert called.nearest("stp", after="functions") == ("step",)
    assert called.nearest("stp", before="gates") == ("stop",)
    assert called.nearest("sta", before="gates") == ()
    assert called.nearest("tep", before="gates") == ()


def test_the_parts_of_a_name_are_known() -> None:
    assert KNOWN.names["jsonget"] == ("json", "get")
    assert KNOWN.begins("jsong")
    assert not KNOWN.begins("jsonx")


def test_words_of_a_form_are_known_by_their_stem() -> None:
    assert KNOWN.knows("registers")
    assert not KNOWN.knows("reg")


def test_what_stands_in_fewer_entries_says_more() -> None:
    assert KNOWN.weight("json") > KNOWN.weight("register")


def test_it_is_kept_and_read_back_whole() -> None:
    called = Vocabulary.of(["JsonGet reads a property file"], ["Property file"])

    assert Vocabulary.from_data(called.as_data()) == called
    assert Vocabulary.from_data({**called.as_data(), "pairs": {}}).pairs == {}
    before = {name: kept for name, kept in called.as_data().items() if name != "pairs"}
    assert Vocabulary.from_data(before).names == called.names
