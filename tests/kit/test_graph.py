"""Dependency graphs against plain enumeration."""

from __future__ import annotations

from itertools import permutations
from math import comb, factorial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.graph import CycleFound, Graph, UnknownNode

STEADY = settings(derandomize=True, database=None, deadline=None, max_examples=300)

DIAMOND = Graph.of(["a", "b", "c", "d"], {"b": ["a"], "c": ["a"], "d": ["b", "c"]})


@st.composite
def arrows(draw: st.DrawFn, most: int = 6, cycles: bool = False) -> tuple[list[str], dict[str, list[str]]]:
    """Nodes in written order, and needs between them: without a circle unless asked for."""
    nodes = [f"n{i}" for i in range(draw(st.integers(0, most)))]
    ranks = draw(st.permutations(range(len(nodes))))
    possible = [
        (nodes[a], nodes[b])
        for a in range(len(nodes))
        for b in range(len(nodes))
        if (cycles or ranks[b] < ranks[a]) and (cycles or a != b)
    ]
    chosen = draw(st.lists(st.sampled_from(possible), unique=True)) if possible else []
    needs: dict[str, list[str]] = {}
    for after, before in chosen:
        needs.setdefault(after, []).append(before)
    return nodes, needs


def right_orders(nodes: list[str], needs: dict[str, list[str]]) -> list[tuple[str, ...]]:
    """Every order that respects the needs, by trying all."""
    return [
        order
        for order in permutations(nodes)
        if all(order.index(b) < order.index(a) for a, wanted in needs.items() for b in wanted)
    ]


def test_nodes_and_needs_keep_their_written_order():
    graph = Graph.of(["z", "a", "m"], {"a": ["m", "z"], "m": ["z"]})

    assert graph.nodes == ("z", "a", "m")
    assert graph.edges == (("m", "a"), ("z", "a"), ("z", "m"))


def test_what_is_written_twice_counts_once():
    assert Graph.of(["a", "b", "a"], {"b": ["a", "a"]}) == Graph.of(["a", "b"], {"b": ["a"]})


def test_a_graph_of_nothing_has_one_order():
    graph = Graph.of([], {})

    assert (graph.order(), graph.levels(), graph.count_orders()) == ((), (), 1)


def test_of_two_nodes_that_could_come_next_the_first_written_does():
    assert Graph.of(["c", "b", "a"], {"c": ["a"]}).order() == ("b", "a", "c")


def test_a_level_holds_what_could_happen_at_once():
    assert DIAMOND.levels() == (("a",), ("b", "c"), ("d",))


def test_a_node_stands_below_all_that_it_needs_however_short_the_shortest_way():
    graph = Graph.of(["a", "b", "c"], {"b": ["a"], "c": ["a", "b"]})

    assert graph.levels() == (("a",), ("b",), ("c",))


def test_ancestors_are_all_that_a_node_needs_and_descendants_all_that_need_it():
    assert DIAMOND.ancestors("d") == {"a", "b", "c"}
    assert DIAMOND.ancestors("a") == set()
    assert DIAMOND.descendants("a") == {"b", "c", "d"}
    assert DIAMOND.descendants("b") == {"d"}


def test_only_needs_as_written_are_broken_not_those_that_follow_from_them():
    chain = Graph.of(["a", "b", "c"], {"b": ["a"], "c": ["b"]})

    assert chain.broken(["c", "b", "a"]) == (("a", "b"), ("b", "c"))
    assert chain.broken(["c", "a"]) == ()  # b, which stands between them, is missing


def test_what_is_broken_through_missing_nodes_is_told_apart():
    chain = Graph.of(["a", "b", "c", "d"], {"b": ["a"], "c": ["b"], "d": ["c"]})

    assert chain.broken_through(["c", "a"]) == (("a", "c"),)
    assert chain.broken_through(["d", "a"]) == (("a", "d"),)
    assert chain.broken_through(["c", "b", "a"]) == ()  # b is there: it is told of the needs as written
    assert chain.broken_through(["a", "c", "x"]) == ()


@STEADY
@given(arrows(), st.data())
def test_what_breaks_nothing_is_part_of_a_right_order_and_nothing_else_is(given_arrows, data):
    nodes, needs = given_arrows
    graph = Graph.of(nodes, needs)
    placed = data.draw(st.lists(st.sampled_from(nodes), unique=True)) if nodes else []
    may_be = any([node for node in order if node in placed] == placed for order in right_orders(nodes, needs))

    assert (not graph.broken(placed) and not graph.broken_through(placed)) == may_be
    assert not set(graph.broken(placed)) & set(graph.broken_through(placed))


def test_of_a_repeated_node_the_first_place_counts_and_strangers_are_passed_over():
    chain = Graph.of(["a", "b"], {"b": ["a"]})

    assert chain.broken(["a", "b", "a"]) == ()
    assert chain.broken(["b", "x", "a", "b"]) == (("a", "b"),)


def test_a_circle_is_told_from_the_need_that_closes_it():
    with pytest.raises(CycleFound) as found:
        Graph.of(["a", "b", "c", "d"], {"a": ["d"], "b": ["a"], "c": ["b"], "d": ["c"]})

    assert found.value.cycle == ("c", "b", "a", "d")  # d needs c, written last, closes it
    assert str(found.value) == "c needs b needs a needs d needs c"


def test_a_node_that_needs_itself_is_a_circle_of_one():
    with pytest.raises(CycleFound) as found:
        Graph.of(["a", "b"], {"b": ["a", "b"]})

    assert found.value.cycle == ("b",)


@pytest.mark.parametrize(("needs", "node"), [({"a": ["x"]}, "a"), ({"x": ["a"]}, "x")])
def test_a_need_of_or_for_an_unknown_node_is_refused(needs: dict[str, list[str]], node: str):
    with pytest.raises(UnknownNode) as found:
        Graph.of(["a"], needs)

    assert (found.value.node, found.value.unknown) == (node, "x")


@STEADY
@given(arrows())
def test_the_orders_are_counted_as_enumeration_counts_them(given_arrows):
    nodes, needs = given_arrows
    graph = Graph.of(nodes, needs)
    right = right_orders(nodes, needs)

    assert graph.count_orders() == len(right)
    assert graph.order() == min(right, key=lambda order: [nodes.index(node) for node in order])
    assert all(not graph.broken(order) for order in right)
    assert sum(not graph.broken(order) for order in permutations(nodes)) == len(right)


@STEADY
@given(arrows())
def test_levels_ancestors_and_descendants_agree(given_arrows):
    graph = Graph.of(*given_arrows)
    level = {node: depth for depth, nodes in enumerate(graph.levels()) for node in nodes}

    assert sorted(level) == sorted(graph.nodes)
    assert all(level[before] < level[after] for before, after in graph.edges)
    for node in graph.nodes:
        needed = set(graph.needs[node])
        assert graph.ancestors(node) == needed.union(*(graph.ancestors(before) for before in needed))
        assert graph.descendants(node) == {other for other in graph.nodes if node in graph.ancestors(other)}


@STEADY
@given(arrows(most=5, cycles=True))
def test_a_circle_is_found_exactly_where_no_order_is_right(given_arrows):
    nodes, needs = given_arrows
    if right_orders(nodes, needs):
        Graph.of(nodes, needs)
        return
    with pytest.raises(CycleFound) as found:
        Graph.of(nodes, needs)
    cycle = found.value.cycle
    assert len(set(cycle)) == len(cycle)
    assert all(before in needs[node] for node, before in zip(cycle, (*cycle[1:], cycle[0]), strict=True))
    assert not _closes_without(nodes, needs, (cycle[-1], cycle[0]))


def _closes_without(nodes: list[str], needs: dict[str, list[str]], closing: tuple[str, str]) -> bool:
    """The needs written before the closing one already hold a circle."""
    before: dict[str, list[str]] = {}
    for node, wanted in needs.items():
        for name in wanted:
            if (node, name) == closing:
                return not right_orders(nodes, before)
            before.setdefault(node, []).append(name)
    raise AssertionError("the closing need is not one of the needs")


def test_forty_loose_nodes_are_counted_without_enumerating_them():
    assert Graph.of([f"n{i}" for i in range(40)], {}).count_orders() == factorial(40)


def test_independent_parts_are_counted_apart_and_interleaved():
    chains = Graph.of([f"{c}{i}" for c in "abcd" for i in range(10)], _chains("abcd", 10))

    assert chains.count_orders() == comb(40, 10) * comb(30, 10) * comb(20, 10)


def test_counting_gives_up_past_the_limit_of_states_and_not_before():
    fan = Graph.of(["end", *(f"n{i}" for i in range(10))], {"end": [f"n{i}" for i in range(10)]})
    states = 2**10 + 1  # each set of the ten, and all with the end; the empty one is where counting starts

    assert fan.count_orders(limit=states - 1) == factorial(10)
    assert fan.count_orders(limit=states - 2) is None


def test_the_limit_is_one_for_all_parts_together():
    chains = Graph.of([f"{c}{i}" for c in "ab" for i in range(10)], _chains("ab", 10))

    assert chains.count_orders(limit=20) == comb(20, 10)
    assert chains.count_orders(limit=19) is None


def test_a_fan_of_seventeen_is_counted_and_one_of_eighteen_is_not():
    def fan(size: int) -> Graph:
        nodes = [f"n{i}" for i in range(size)]
        return Graph.of([*nodes, "end"], {"end": nodes})

    assert fan(17).count_orders() == factorial(17)
    assert fan(18).count_orders() is None


def _chains(letters: str, length: int) -> dict[str, list[str]]:
    return {f"{c}{i}": [f"{c}{i - 1}"] for c in letters for i in range(1, length)}
