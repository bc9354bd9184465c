"""Reads the site as a visitor who follows every link.

Links marked `nofollow` lead to further states of one page, and together to more addresses than anybody
visits: of those, one of each shape is followed, by its view and the names in its query.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import parse_qs, urldefrag, urljoin, urlsplit

from django.core.management import call_command
from django.test import Client
from django.urls import resolve

MANY = 1000


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.states: list[str] = []
        self.assets: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in values:
            (self.states if values.get("rel") == "nofollow" else self.links).append(values["href"])
        if tag in {"img", "script", "link", "source", "use", "iframe", "form"}:
            self.assets += [values[name] for name in ("src", "href", "action") if values.get(name)]
        if "id" in values:
            self.ids.append(values["id"])


@dataclass(frozen=True)
class Seen:
    """A page as it was found: who led there, its links and what it loads, and the ids in it."""

    status: int
    led_by: str
    body: str
    links: tuple[str, ...]
    assets: tuple[str, ...]
    ids: tuple[str, ...]


def with_content() -> None:
    """Everything in content/, as it is loaded at every start."""
    call_command("load_content", verbosity=0)


def begin_sitting(client: Client) -> str:
    """A practice sitting, begun by the form; the address of its first question."""
    form = client.get("/practice/").content.decode()
    found = re.search(r'name="start_key" value="([^"]+)"', form)
    assert found, "the form has no start key"
    wish = {"start_key": found[1], "topic": "", "kinds": ["ordering", "matching", "choice"], "length": 5}
    response = client.post("/practice/", wish)
    assert response.status_code == 302, response.content.decode()
    return str(response.headers["Location"])


def crawl(client: Client, *starts: str) -> dict[str, Seen]:
    """Every page that can be reached by links within the site, by address with its query."""
    seen: dict[str, Seen] = {}
    shapes: dict[object, str] = {}
    waiting = deque((start, "") for start in starts)
    while waiting:
        path, led_by = waiting.popleft()
        if path in seen:
            continue
        assert len(seen) < MANY, "the site has no end"
        response = client.get(path, follow=True)
        html = response.headers["Content-Type"].startswith("text/html")
        reader = _Reader()
        body = response.content.decode() if html else ""
        reader.feed(body)
        states = [urljoin(path, link) for link in reader.states]
        chosen = [link for link in states if shapes.setdefault(_shape(link), link) == link]
        links = (*(urljoin(path, link) for link in reader.links), *chosen)
        seen[path] = Seen(response.status_code, led_by, body, links, tuple(reader.assets), tuple(reader.ids))
        waiting.extend((urldefrag(link)[0], path) for link in links if is_ours(link))
    return seen


def _shape(link: str) -> object:
    """What two states of a page have in common: the view, and what is asked of it."""
    parts = urlsplit(link)
    return resolve(parts.path).view_name, frozenset(parse_qs(parts.query))


def is_ours(link: str) -> bool:
    parts = urlsplit(link)
    return not parts.scheme and not parts.netloc
