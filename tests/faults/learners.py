"""A crowd at work: each learner starts sittings, saves boards under numbers, checks them, ends exams.

What gets no answer, or "try again", is sent again as it was, as the page's script does. Now and then one
also does what two tabs and slow networks do: an older number arrives late, another response is sent for a
question that has its verdict, a board is emptied.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random
from threading import Event, Thread

from tests.environment.visitor import Form, NoAnswer, Page, Visitor, a_response, on_board
from tests.faults.ledger import Entry, Ledger

AGAIN = 0.1
"""Seconds until something is sent again. The script waits 1, 2, 4 …; here recovery is measured."""

CARD = {"HX-Request": "true", "HX-Target": "question-card"}
INSIDE = ("Traceback", "OperationalError", "psycopg", "sqlite3", "Django")


class Stopped(Exception):
    """The load is over: whoever waits for an answer waits no longer."""


class LearnerAtWork:
    """One thread, one browser after the other."""

    def __init__(self, ports: Sequence[int], ledger: Ledger, stopped: Event, seed: str) -> None:
        self.ports, self.ledger, self.stopped = ports, ledger, stopped
        self.dice = Random(seed)
        self.prompts: dict[tuple[str, int], str] = {}

    def work(self) -> None:
        try:
            while not self.stopped.is_set():
                self.browser = Visitor(self.ports, self.dice)
                for _ in range(self.dice.randint(1, 3)):
                    self.take_exam() if self.dice.random() < 0.25 else self.practise()
                self.browser.close()
        except Stopped:
            self.browser.close()
        except Exception as problem:  # a thread's end must not go unseen
            self.ledger.trouble(f"a learner gave up: {problem!r:.300}")

    def practise(self) -> None:
        wish = [
            ("topic", ""),
            ("length", "5"),
            *(("kinds", kind) for kind in ("ordering", "matching", "choice")),
        ]
        sitting = self.start("/practice/", wish)
        for number in range(1, 6):
            form = self.asked(sitting, number)
            seq = self.work_on(sitting, number, form)
            self.submit(sitting, number, form, seq)
            if self.dice.random() < 0.2:
                self.submit(sitting, number, form, seq)

    def take_exam(self) -> None:
        sitting = self.start("/exams/pipeline-drill/", [("extra_time", "100")])
        for number in self.dice.sample(range(1, 21), 5):
            self.work_on(sitting, number, self.asked(sitting, number))
        address = f"/s/{sitting}/finish/"
        self.send("finish", sitting, 0, 0, [], lambda: self.browser.post(address, []))

    def start(self, address: str, wish: list[tuple[str, str]]) -> str:
        key = self.read(address).form("start_key").value("start_key")
        fields = [*wish, ("start_key", key)]
        value = [["start_key", key]]
        page, entry = self.send("start", "", 0, 0, value, lambda: self.browser.post(address, fields))
        return entry.sitting or self.unusable("start", page)

    def asked(self, sitting: str, number: int) -> Form:
        """The board as it is shown; a question says the same whenever it is looked at."""
        page = self.read(f"/s/{sitting}/{number}/")
        found = re.search(r'id="b\d+-prompt">(.*?)</div>', page.body, re.DOTALL)
        prompt = found[1] if found else ""
        if self.prompts.setdefault((sitting, number), prompt) != prompt:
            self.ledger.trouble("a question of a running sitting was reworded")
        return page.form("seq")

    def work_on(self, sitting: str, number: int, form: Form) -> int:
        """A few changes, each saved; the number of the last."""
        first = seq = int(form.value("seq"))
        for _ in range(self.dice.randint(1, 4)):
            blank = self.dice.random() < 0.05
            self.save(sitting, number, seq, [] if blank else a_response(form, self.dice))
            seq += 1
        if self.dice.random() < 0.3:  # one that was overtaken on its way
            self.save(sitting, number, self.dice.randint(first, seq - 1), a_response(form, self.dice))
        if self.dice.random() < 0.3:
            self.asked(sitting, number)
        return seq - 1

    def save(self, sitting: str, number: int, seq: int, given: list[tuple[str, str]]) -> None:
        address, fields = f"/s/{sitting}/{number}/draft/", [*given, ("seq", str(seq))]
        post = lambda: self.browser.post(address, fields)  # noqa: E731
        self.send("save", sitting, number, seq, on_board(given), post)

    def submit(self, sitting: str, number: int, form: Form, seq: int) -> None:
        given = a_response(form, self.dice)
        address, fields = f"/s/{sitting}/{number}/", [*given, ("seq", str(seq + 1)), ("check", "")]
        post = lambda: self.browser.post(address, fields, CARD)  # noqa: E731
        self.send("submit", sitting, number, 0, on_board(given), post)

    def send(
        self, op: str, sitting: str, number: int, seq: int, value: list[list[str]], post: Callable[[], Page]
    ) -> tuple[Page, Entry]:
        """The same thing again and again, until it is answered."""
        while not self.stopped.is_set():
            entry = self.ledger.sends(op, sitting, number, seq, value)
            page = self.tried(post, entry)
            if page is None:
                continue
            begun = re.match(r"/s/([^/]+)/", page.headers.get("Location", "")) if op == "start" else None
            self.ledger.answered(entry, page.status, told(page), sitting=begun[1] if begun else "")
            if page.status not in {200, 302, 409}:
                self.unusable(op, page)
            return page, entry
        raise Stopped

    def read(self, address: str) -> Page:
        while not self.stopped.is_set():
            page = self.tried(lambda: self.browser.get(address), None)
            if page is None:
                continue
            if page.status != 200:
                self.unusable("read", page)
            return page
        raise Stopped

    def tried(self, ask: Callable[[], Page], entry: Entry | None) -> Page | None:
        """The answer; none where there was none, or one that says to try again."""
        try:
            page = ask()
        except NoAnswer:
            page = None
        if page is not None:
            for word in INSIDE:
                if page.status >= 400 and word in page.body:
                    self.ledger.trouble(f"a page of status {page.status} says {word}")
            if page.status != 503:
                return page
            self.ledger.told_busy(entry)
            if page.headers.get("Retry-After") != "2" or (
                "<h1" not in page.body and "role=" not in page.body
            ):
                self.ledger.trouble("a 503 without Retry-After or without a page")
        self.stopped.wait(AGAIN)
        return None

    def unusable(self, op: str, page: Page) -> str:
        title = re.search(r"<title>(.*?)</title>", page.body)
        self.ledger.trouble(f"{op} was answered {page.status} {title[1] if title else page.body[:80]}")
        raise Stopped


def told(page: Page) -> str:
    """What an answer says became of what was sent."""
    found = re.search(r'data-became="(\w+)"', page.body)
    found = found or re.search(r'id="verdict"[^>]* data-state="(\w+)"', page.body)
    return found[1] if found else ""


class Crowd:
    """Learners at work, until they are told to stop."""

    def __init__(self, ports: Sequence[int], *, learners: int, seed: int) -> None:
        self.ledger, self.stopped = Ledger(), Event()
        names = (f"{seed}/{number}" for number in range(learners))
        at_work = [LearnerAtWork(ports, self.ledger, self.stopped, name) for name in names]
        self.threads = [Thread(target=learner.work, daemon=True) for learner in at_work]

    def start(self) -> None:
        for thread in self.threads:
            thread.start()

    def stop(self) -> None:
        self.stopped.set()
        for thread in self.threads:
            thread.join(timeout=60)
