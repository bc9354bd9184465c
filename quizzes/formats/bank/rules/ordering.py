"""Orderings: needs that can be met, a sequence that is whole, a claim that is true."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from kit.document import Path
from kit.graph import STATES, CycleFound, Graph
from kit.wording import quoted
from quizzes.engines.base import Reason
from quizzes.engines.ordering import Distractor, Ordering
from quizzes.formats.bank.entry import At, Entry
from quizzes.formats.bank.rules.ids import check_namespace, check_reference

FEW_STATES = 5_000  # what any claim may take; for more, a file has a budget


class Need(NamedTuple):
    """`after` needs `before`, as written at `path`: a text in a list, or a key of a mapping."""

    after: str
    before: str
    path: Path
    at: At


def check(entry: Entry) -> Ordering | None:
    """Note what is wrong with the key; where nothing is, give a question to grade by (without texts)."""
    before = len(entry.notes)
    check_namespace(entry, "items", "distractors")
    if not entry.has("items"):
        return None
    either = [field for field in entry.data if field in ("needs", "order")]
    if not either:
        entry.problem("B030", 'an ordering has "needs" or "order": which item comes before which', at="first")
    elif len(either) > 1:
        entry.problem("B030", 'an ordering has either "needs" or "order", not both', either[1], at="key")
    _check_why(entry, "needs" in either)
    needs = list(_needs(entry))
    if "needs" in entry.data:
        _check_needs(entry, needs)
    if "order" in entry.data:
        _check_order(entry)
    if len(entry.notes) > before or len(either) != 1:
        return None
    question = _skeleton(entry, needs)
    _check_claim(entry, question)
    return question


def _needs(entry: Entry) -> Iterator[Need]:
    for after, written in entry.mapping("needs").items():
        if isinstance(written, dict):
            yield from (Need(after, before, ("needs", after, before), "key") for before in written)
        else:
            listed = entry.scalars("needs", after)
            yield from (Need(after, before, ("needs", after, i), "value") for i, before in listed)


def _check_needs(entry: Entry, needs: list[Need]) -> None:
    written = entry.mapping("needs")
    if not needs and (written or entry.data["needs"] == {}):
        entry.problem("B032", "nothing needs anything, so every order is right", "needs")
    for after, value in written.items():
        _check_item(entry, after, f"{quoted(after)} has needs, but it", "needs", after, at="key")
        if needs and value in ([], {}):
            entry.problem("B017", "this is empty; leave the item out of the needs", "needs", after)
    twice = {
        need for need, times in Counter((need.after, need.before) for need in needs).items() if times > 1
    }
    good: dict[str, list[str]] = {}
    for need in needs:
        if (need.after, need.before) in twice and need.before in good.get(need.after, ()):
            message = f"{quoted(need.after)} needs {quoted(need.before)} already"
            entry.problem("B023", message, *need.path, at=need.at)
        elif need.after not in entry.mapping("items"):
            continue
        elif _check_item(entry, need.before, _says(need), *need.path, at=need.at):
            good.setdefault(need.after, []).append(need.before)
    try:
        Graph.of(entry.mapping("items"), good)
    except CycleFound as found:
        _note_cycle(entry, found.cycle, needs)


def _says(need: Need) -> str:
    return f"{quoted(need.after)} needs {quoted(need.before)}, which"


def _check_item(entry: Entry, name: str, says: str, *path: str | int, at: At) -> bool:
    if name in entry.mapping("distractors") and name not in entry.mapping("items"):
        entry.problem("B021", f"{says} is a distractor, not one of the items", *path, at=at)
        return False
    return check_reference(
        entry, name, entry.mapping("items"), f"{says} is not one of the items", *path, at=at
    )


def _note_cycle(entry: Entry, cycle: tuple[str, ...], needs: list[Need]) -> None:
    closing = next(need for need in needs if (need.after, need.before) == (cycle[-1], cycle[0]))
    way = " needs ".join(map(quoted, (*cycle, cycle[0])))
    entry.problem("B031", f"this need closes a circle: {way}", *closing.path, at=closing.at)


def _check_order(entry: Entry) -> None:
    items = entry.mapping("items")
    seen: set[str] = set()
    for i, name in entry.scalars("order"):
        if name in seen:
            entry.problem("B033", f"{quoted(name)} is in the order already", "order", i)
        else:
            _check_item(entry, name, f"{quoted(name)} is in the order, but it", "order", i, at="value")
        seen.add(name)
    missing = [item for item in items if item not in seen]
    if missing and isinstance(entry.data["order"], list):
        entry.problem("B033", f"the order leaves out {', '.join(map(quoted, missing))}", "order")


def _check_why(entry: Entry, has_needs: bool) -> None:
    if has_needs and "why" in entry.data and "order" not in entry.data:
        message = '"why" goes with "order"; with "needs" each need has its own reason'
        entry.problem("B036", message, "why", at="key")
        return
    for item in entry.mapping("why"):
        _check_item(entry, item, f"{quoted(item)} is given a reason, but it", "why", item, at="key")


def _skeleton(entry: Entry, needs: list[Need]) -> Ordering:
    table: dict[str, dict[str, Reason]] = {}
    for need in needs:
        table.setdefault(need.after, {})[need.before] = Reason()
    return Ordering(
        key="",
        prompt="",
        explain="",
        items=dict.fromkeys(entry.mapping("items"), ""),
        needs=table,
        order=tuple(name for _, name in entry.scalars("order")),
        distractors=dict.fromkeys(entry.mapping("distractors"), Distractor("")),
    )


def _check_claim(entry: Entry, question: Ordering) -> None:
    claim = entry.text("orders")
    if claim is None or not claim.plain or not (claim.isascii() and claim.isdigit()) or len(claim) > 15:
        return
    counted = question.graph.count_orders(FEW_STATES)
    if counted is None and entry.notes.large_counts > 0:
        entry.notes.large_counts -= 1
        counted = question.graph.count_orders(STATES)
    if counted is None:
        entry.problem("B035", "the right orders are too many to be counted: leave the claim out", "orders")
    elif counted != int(claim):
        right = "1 order is right" if counted == 1 else f"{counted} orders are right"
        entry.problem("B034", f"{right}, not {int(claim)}", "orders")
