"""As much of a browser as a crowd needs: cookies, forms, and connections that are kept."""

from __future__ import annotations

import gzip
import http.client
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from random import Random
from urllib.parse import urlencode

Fields = Sequence[tuple[str, str]]
BOARD = ("place-", "pair-", "option")
FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


class NoAnswer(Exception):
    """The connection was refused, or broke before the answer was whole: nobody knows what was done."""


@dataclass
class Form:
    """A form as it came: what it sends untouched, and for each field what may be chosen."""

    fields: list[tuple[str, str]] = field(default_factory=list)
    choices: dict[str, list[str]] = field(default_factory=dict)
    several: bool = False

    def value(self, name: str) -> str:
        return dict(self.fields)[name]


@dataclass(frozen=True)
class Page:
    status: int
    headers: Mapping[str, str]
    body: str
    seconds: float

    def form(self, holding: str) -> Form:
        """The form with a field of this name."""
        found = [form for form in FORM.findall(self.body) if f'name="{holding}"' in form]
        assert found, f"no form holds {holding}: {self.body[:500]}"
        reader = _Reader()
        reader.feed(found[0])
        return reader.form


class Visitor:
    """One browser. With several servers, each request goes to one of them at random."""

    def __init__(self, ports: Sequence[int], dice: Random, timeout: float = 30) -> None:
        self.ports, self.dice, self.timeout = list(ports), dice, timeout
        self.cookies: dict[str, str] = {}
        self.token = ""
        self.connections: dict[int, http.client.HTTPConnection] = {}

    def get(self, path: str) -> Page:
        page = self._ask("GET", path, None, {})
        if found := TOKEN.search(page.body):
            self.token = found[1]
        return page

    def post(self, path: str, fields: Fields, headers: Mapping[str, str] | None = None) -> Page:
        """Send a form, with the token of the page last read. No redirect is followed."""
        body = urlencode([*fields, ("csrfmiddlewaretoken", self.token)])
        return self._ask("POST", path, body, headers or {})

    def close(self) -> None:
        for connection in self.connections.values():
            connection.close()
        self.connections.clear()

    def _ask(self, method: str, path: str, body: str | None, headers: Mapping[str, str]) -> Page:
        port = self.dice.choice(self.ports)
        connection = self.connections.get(port)
        if connection is None:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=self.timeout)
            self.connections[port] = connection
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = {"Cookie": cookies, "Accept-Encoding": "gzip", **headers}
        if body is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.monotonic()
        try:
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            told = answer.read()
        except (OSError, http.client.HTTPException) as problem:
            connection.close()
            del self.connections[port]
            raise NoAnswer(repr(problem)) from problem
        for line in answer.headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        seconds = time.monotonic() - began
        if answer.headers.get("Content-Encoding") == "gzip":
            told = gzip.decompress(told)
        return Page(answer.status, answer.headers, told.decode(), seconds)


def a_response(form: Form, dice: Random) -> list[tuple[str, str]]:
    """Something that a learner could put on this board: right or wrong, whole or half done."""
    names = list(form.choices)
    if places := [name for name in names if name.startswith("place-")]:
        most = sum(1 for value in form.choices[places[0]] if value)
        chosen = dice.sample(places, dice.randint(1, min(most, len(places))))
        return [(name, str(chosen.index(name) + 1) if name in chosen else "") for name in places]
    if pairs := [name for name in names if name.startswith("pair-")]:
        menu = [value for value in form.choices[pairs[0]] if value]
        given = [(name, dice.choice(["", *menu])) for name in pairs[1:]]
        return [(pairs[0], dice.choice(menu)), *given]
    options = form.choices["option"]
    return [("option", value) for value in dice.sample(options, dice.randint(1, 2) if form.several else 1)]


def on_board(fields: Fields) -> list[list[str]]:
    """What a form says of the board, in one order, without what is left empty."""
    return sorted([name, value] for name, value in fields if value and name.startswith(BOARD))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.form = Form()
        self.menu = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        form, name = self.form, given.get("name", "")
        if tag == "input" and given.get("type") in {"radio", "checkbox"}:
            form.choices.setdefault(name, []).append(given.get("value", "on"))
            form.several = form.several or given["type"] == "checkbox"
            if "checked" in given:
                form.fields.append((name, given.get("value", "on")))
        elif tag == "input" and name:
            form.fields.append((name, given.get("value", "")))
        elif tag == "select":
            self.menu = name
            form.choices[name] = []
        elif tag == "option" and self.menu:
            form.choices[self.menu].append(given.get("value", "?"))

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.menu = ""
