"""What a crowd sent and what it was told, written down by the crowd itself: the server is not asked."""

from __future__ import annotations

import json
import time
from collections import Counter
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from threading import Lock


@dataclass
class Entry:
    """One sending of one thing. Sent again, it is another entry with the same number and value.

    `told` is what the answer said: of a save saved, elsewhere or over; of a submit right, wrong or over.
    """

    op: str
    sitting: str
    number: int
    seq: int
    value: list[list[str]]
    t_send: float
    t_ack: float | None = None
    status: int | None = None
    told: str = ""

    @property
    def acknowledged(self) -> bool:
        return self.t_ack is not None and self.status in {200, 302}


class Ledger:
    """Written by many threads. What is sent is written before it is sent."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._entries: list[Entry] = []
        self._last_save = 0.0
        self.troubles: Counter[str] = Counter()
        self.busy: list[float] = []  # when somebody was told to try again

    def sends(self, op: str, sitting: str, number: int, seq: int, value: list[list[str]]) -> Entry:
        entry = Entry(op, sitting, number, seq, value, time.monotonic())
        with self._lock:
            self._entries.append(entry)
        return entry

    def answered(self, entry: Entry, status: int, told: str, *, sitting: str = "") -> None:
        with self._lock:
            entry.status, entry.told, entry.t_ack = status, told, time.monotonic()
            entry.sitting = sitting or entry.sitting
            if entry.op == "save" and entry.acknowledged:
                self._last_save = entry.t_send

    def told_busy(self, entry: Entry | None) -> None:
        with self._lock:
            self.busy.append(time.monotonic())
            if entry is not None:
                entry.status = 503

    def trouble(self, what: str) -> None:
        """Something that nobody may be shown."""
        with self._lock:
            self.troubles[what] += 1

    def snapshot(self) -> list[Entry]:
        """What is known now. To be taken before the database is read: what comes later may be in either."""
        with self._lock:
            return [replace(entry) for entry in self._entries]

    def saves(self) -> int:
        """How many saves are acknowledged."""
        with self._lock:
            return sum(entry.op == "save" and entry.acknowledged for entry in self._entries)

    def saved_after(self, moment: float, *, patience: float = 60) -> float:
        """Seconds from that moment until a save that was sent after it was acknowledged."""
        while self._last_save <= moment:
            if time.monotonic() > moment + patience:
                raise TimeoutError(f"nothing was saved for {patience} s: {dict(self.troubles)}")
            time.sleep(0.005)
        with self._lock:
            sent = [e for e in self._entries if e.op == "save" and e.acknowledged and e.t_send > moment]
        return min(e.t_ack for e in sent if e.t_ack is not None) - moment

    def write(self, path: Path) -> None:
        with path.open("w") as lines:
            for entry in self.snapshot():
                lines.write(json.dumps(asdict(entry)) + "\n")
