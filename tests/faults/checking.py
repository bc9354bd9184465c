"""Holds what a crowd was told against what the database holds. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.faults.ledger import Entry

Where = tuple[str, int]


@dataclass
class Found:
    """What a run showed: how much was acknowledged, and every promise that was broken, in a sentence."""

    saves: int = 0
    submits: int = 0
    exams: int = 0
    lost: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    other: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        return not (self.lost or self.twice or self.other)


def check(ledger: Sequence[Entry], kept: Mapping[str, Any]) -> Found:
    """Every promise of ADR 0017 that a ledger can hold a database to.

    - An acknowledged start is there; a start sent many times is one sitting.
    - The kept number is that of the newest acknowledged save or a later one, and its draft was sent under it.
    - An acknowledged submit has its one attempt; its response was sent before the first verdict was told, and
      everybody was told the verdict that is kept, which is that of its wording.
    - A closed exam has an attempt for every draft that is not blank, with the draft's response, and no other.
    """
    found = Found()
    places = {(place["sitting"], place["number"]): place for place in kept["places"]}
    by_op: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in ledger:
        by_op[entry.op].append(entry)
    _starts(by_op["start"], kept["sittings"], found)
    for where, sent in _by_place(by_op["save"]).items():
        _saves(where, sent, places.get(where), found)
    for where, sent in _by_place(by_op["submit"]).items():
        _submits(where, sent, places.get(where), found)
    _exams(by_op["finish"], kept, found)
    for where, place in places.items():
        if place["response"] is not None and not place["graded_alike"]:
            found.twice.append(f"{where}: the verdict is not that of the response under its wording")
        if place["later"]:
            found.other.append(f"{where}: asked in a wording that is newer than its sitting")
    if kept["integrity"] != "ok":
        found.lost.append(f"the database is not whole: {kept['integrity']:.200}")
    if kept["miscounted"]:
        found.twice.append(f"{kept['miscounted']} learners whose tallies differ from their attempts")
    return found


def _by_place(entries: Iterable[Entry]) -> dict[Where, list[Entry]]:
    grouped: defaultdict[Where, list[Entry]] = defaultdict(list)
    for entry in entries:
        grouped[entry.sitting, entry.number].append(entry)
    return grouped


def _starts(starts: list[Entry], sittings: Mapping[str, Any], found: Found) -> None:
    sent = {entry.value[0][1] for entry in starts}
    found.lost += [
        f"{e.sitting}: was started" for e in starts if e.acknowledged and e.sitting not in sittings
    ]
    if strange := [key for key, (start_key, _) in sittings.items() if start_key not in sent]:
        found.other.append(f"{len(strange)} sittings that nobody started")
    per_key = defaultdict(set)
    for entry in starts:
        if entry.acknowledged:
            per_key[entry.value[0][1]].add(entry.sitting)
    found.twice += [f"{keys}: one start, told to be several" for keys in per_key.values() if len(keys) > 1]


def _saves(where: Where, sent: list[Entry], place: Mapping[str, Any] | None, found: Found) -> None:
    saved = [entry for entry in sent if entry.acknowledged and entry.told in {"saved", "elsewhere"}]
    found.saves += len(saved)
    newest = max((entry.seq for entry in saved), default=0)
    kept = place["seq"] if place else 0
    if kept < newest:
        found.lost.append(f"{where}: save {newest} was acknowledged, {kept} is kept")
    if place is None or not kept:
        return
    under = [entry for entry in sent if entry.seq == kept]
    if place["draft"] not in [entry.value for entry in under]:
        found.lost.append(f"{where}: the draft was never sent under its number {kept}")
    if any(e.acknowledged and e.told == "saved" and e.value != place["draft"] for e in under):
        found.lost.append(f"{where}: told to be saved under {kept}, and something else is kept")
    if place["response"] is None and any(entry.told == "over" and not place["exam"] for entry in sent):
        found.other.append(f"{where}: told to be over, and has no verdict")


def _submits(where: Where, sent: list[Entry], place: Mapping[str, Any] | None, found: Found) -> None:
    graded = [entry for entry in sent if entry.acknowledged and entry.told in {"right", "wrong"}]
    found.submits += len(graded)
    if not graded:
        return
    if place is None or place["response"] is None:
        found.lost.append(f"{where}: its verdict was told, and there is none")
        return
    first = min(entry.t_ack for entry in graded if entry.t_ack is not None)
    if place["response"] not in [entry.value for entry in sent if entry.t_send < first]:
        found.lost.append(f"{where}: what counts was not sent before the first verdict")
    if {entry.told for entry in graded} != {"right" if place["correct"] else "wrong"}:
        found.twice.append(f"{where}: not everybody was told the verdict that is kept")


def _exams(finishes: list[Entry], kept: Mapping[str, Any], found: Found) -> None:
    ended = {entry.sitting for entry in finishes if entry.acknowledged}
    found.exams += len(ended)
    found.lost += [
        f"{sitting}: was ended, and is open"
        for sitting in ended
        if not kept["sittings"].get(sitting, [0, 0])[1]
    ]
    for place in kept["places"]:
        where = (place["sitting"], place["number"])
        if not place["exam"]:
            continue
        due = place["draft"] if kept["sittings"][place["sitting"]][1] and place["draft"] else None
        if place["response"] != due:
            found.lost.append(f"{where}: graded is not what was saved last")
