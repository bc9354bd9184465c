"""The table holds: for every address that there is, every verb and every person, whatever the thing is.

And with it, for every cell: no page holds what is somebody else's, looking writes nothing, refusing writes
nothing, and nothing is done for a form without its token.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve, reverse

from quizzes.models import Sitting
from tests.environment.addresses import Route, routes
from tests.matrix.table import ROLES, SHORT, VERBS, Row, rows
from tests.matrix.world import DRAFT_CANARY, STATES, Person, World

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
ROUTES = {route.pattern: route for route in routes()}
ROWS = rows()


@dataclass(frozen=True, slots=True)
class Cell:
    """One request: who, which verb, about what, and what must come of it."""

    person: str
    verb: str
    which: str
    expected: str
    state: str = ""  # of a foreign sitting
    without_token: bool = False

    def __str__(self) -> str:
        token = ", without its token" if self.without_token else ""
        return f"{self.person} {self.verb} {self.which} {self.state}{token}: {self.expected}"


def cells(address: str) -> Iterator[Cell]:
    """Every cell of an address: its rows, the verbs that have none, and its forms without a token."""
    of_it = [row for row in ROWS if row.address == address]
    named = {row.verb for row in of_it}
    for row in of_it:
        for person, expected in row.expected.items():
            if expected != "-":
                yield from _cells(row, person)
    for verb in VERBS:
        if verb not in named and not (verb == "HEAD" and "GET" in named):
            yield from (Cell(person, verb, "it", "405") for person in of_it[0].expected)


def _cells(row: Row, person: str) -> Iterator[Cell]:
    states = STATES if row.which == "foreign" and "sitting_key" in row.address else ("",)
    for verb in ("GET", "HEAD") if row.verb == "GET" else (row.verb,):
        for state in states:
            yield Cell(person, verb, row.which, row.expected[person], state)
    if row.verb == "POST":
        yield from (Cell(person, "POST", row.which, "403", state, without_token=True) for state in states)


def test_every_address_has_rows_and_every_row_an_address(capsys: pytest.CaptureFixture[str]) -> None:
    assert {row.address for row in ROWS} == set(ROUTES)
    for address in ROUTES:
        which = {row.which for row in ROWS if row.address == address}
        assert ROUTES[address].takes == () or "missing" in which, f"{address}: what if it is not there?"
        if "sitting_key" in address:
            verbs = {row.verb for row in ROWS if row.address == address}
            for verb in verbs:
                told = {row.which for row in ROWS if (row.address, row.verb) == (address, verb)}
                assert told == {*STATES, "foreign", "missing"}, f"{verb} {address}"
    with capsys.disabled():
        count = sum(len(list(cells(address))) for address in ROUTES)
        sys.stdout.write(
            f"\nauthorization matrix: {len(ROUTES)} addresses, {len(ROWS)} rows, {count} cells\n"
        )
    assert count > 1500


@pytest.mark.parametrize("address", sorted(ROUTES), ids=lambda address: address or "home")
def test_every_cell_is_as_the_table_says(world: World, address: str) -> None:
    wrong = [
        f"{cell} but {found}" for cell in cells(address) if (found := looked_at(world, ROUTES[address], cell))
    ]

    assert wrong == []


def looked_at(world: World, route: Route, cell: Cell) -> str:
    """What is wrong with a cell, or nothing. Whatever it did is undone."""
    person = world.people[cell.person]
    sitting = world.sitting(person, cell.which, cell.state)
    with transaction.atomic(), Writes() as writes:
        response = sent(world, route, cell, sitting)
        found = told(response, cell.expected)
        found = found or leaked(world, person, response, reports=reads_reports(person, route))
        if (
            not found
            and writes.seen
            and (cell.verb != "POST" or int(response.status_code) in {403, 404, 405})
        ):
            found = f"it wrote: {writes.seen[0][:200]}"
        if not found and is_foreign(cell) and not cell.without_token:
            missing = sent(world, route, replace(cell, which="missing"), sitting)
            found = "" if shown(response) == shown(missing) else "it is not as what is not there"
        transaction.set_rollback(True)
    return found


def sent(world: World, route: Route, cell: Cell, sitting: Sitting | None) -> HttpResponse:
    """The answer to the request of a cell; its form is of the sitting, wherever it is sent."""
    person, about = world.people[cell.person], None if cell.which == "missing" else sitting
    values = world.values(route.pattern, person, cell.which, about)
    takes = {name for _kind, name in route.takes}
    path = reverse(route.name, kwargs={name: value for name, value in values.items() if name in takes})
    form = world.form(route.name, sitting, cell.which) if cell.verb == "POST" else None
    client = (
        strict(world.people[cell.person].client) if cell.without_token else world.people[cell.person].client
    )
    send: Callable[..., HttpResponse] = getattr(client, cell.verb.lower())
    with person.as_before():
        return send(path, form) if form is not None else send(path)


def strict(client: Client) -> Client:
    """The same browser, whose forms have lost their token."""
    other = Client(enforce_csrf_checks=True, raise_request_exception=False)
    other.cookies = client.cookies
    return other


def told(response: HttpResponse, expected: str) -> str:
    """In what the answer differs from what was expected."""
    if not expected.startswith(">"):
        return "" if str(response.status_code) == expected else f"{response.status_code}"
    status, name = (301, expected[2:]) if expected.startswith(">>") else (302, expected[1:])
    name = SHORT.get(name, name)
    if response.status_code != status:
        return f"{response.status_code}"
    path = response.headers["Location"].partition("?")[0].partition("#")[0]
    if not path.startswith("/"):
        return f"it led away, to {path}"
    if not name:
        return ""
    led_to = resolve(path).url_name
    return "" if led_to == name else f"it led to {led_to}"


def is_foreign(cell: Cell) -> bool:
    """Whether it is about something that is there and not this person's."""
    return cell.which == "foreign" or (
        cell.which in {"asked", "draft", "published"} and cell.expected == "404"
    )


def reads_reports(person: Person, route: Route) -> bool:
    """Staff are told what everybody reports, and authors what is reported of their bank: still not whose it
    is, or of which sitting.
    """
    if route.pattern.startswith("author/<str:name>/reports/"):
        return person.name in {"editor", "owner"}
    return person.name == "staff" and route.pattern.startswith("reports/inbox/")


def leaked(world: World, person: Person, response: HttpResponse, *, reports: bool) -> str:
    """Whose things are in an answer to somebody else."""
    body = b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined]
    whole = body + repr(sorted(response.headers.items())).encode()
    if person.name not in ROLES and DRAFT_CANARY.encode() in whole:
        return "it holds what is the authors'"
    for other in world.people.values():
        secrets = other.secrets[1:] if reports else other.secrets
        if other is not person and any(secret in whole for secret in secrets):
            return f"it holds what is {other.name}'s"
    return ""


def shown(response: HttpResponse) -> tuple[int, list[tuple[str, str]], bytes]:
    """An answer, apart from the address that was asked for and the token of its forms."""
    path = response.request["PATH_INFO"]  # type: ignore[attr-defined]
    body = re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", response.content)
    headers = [
        (name, value.replace(path, "").replace(quote(path, safe=""), ""))
        for name, value in sorted(response.headers.items())
    ]
    return response.status_code, headers, body.replace(path.encode(), b"")


class Writes:
    """What was written meanwhile. What is told once, and how often something was tried, is apart."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def __enter__(self) -> Writes:
        self.wrapped = connection.execute_wrapper(self._note)
        self.wrapped.__enter__()
        return self

    def __exit__(self, *exception: object) -> None:
        self.wrapped.__exit__(*exception)  # type: ignore[arg-type]

    TOLD = ("django_session", "accounts_tries")

    def _note(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        writes = sql.startswith(("INSERT", "UPDATE", "DELETE"))
        if writes and not any(table in sql for table in self.TOLD):
            self.seen.append(sql)
        return execute(sql, params, many, context)


def test_what_is_private_is_seen_by_whom_it_belongs_to(world: World) -> None:
    """Else the cells could not find a leak."""
    for person in world.people.values():
        pages = b"".join(person.client.get(path).content for path in ("/practice/", "/notes/", "/exams/"))
        assert (pages.count(person.canary.encode()) > 2) == (person.name != "newcomer")


def test_what_authors_write_is_seen_by_each_of_them(world: World) -> None:
    for name in ROLES:
        page = world.people[name].client.get(f"/author/{world.draft.address}/")
        assert DRAFT_CANARY.encode() in page.content


def test_a_sitting_has_no_other_numbers_than_its_own(world: World) -> None:
    for person in world.people.values():
        for sitting in person.sittings.values():
            for name in ("question", "draft"):
                there_is = person.client.get(reverse(f"quizzes:{name}", args=[sitting.key, 1]))
                no_more = person.client.get(reverse(f"quizzes:{name}", args=[sitting.key, 99]))
                assert (there_is.status_code, no_more.status_code) == (200, 404)
