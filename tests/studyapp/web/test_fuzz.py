"""Nothing that a visitor can send is our mistake: no 500, whatever stands in the address or the headers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from urllib.parse import quote

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils.timezone import now

from accounts.learners import remember
from quizzes.models import Attempt, Sitting
from tests.builders import a_learner, a_sitting, choice, form_of, matching, ordering, published, right
from tests.environment.addresses import Route, routes

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

WORDS = [
    "",
    "\0",
    "a\0b",
    "'",
    '"><script>alert(1)</script>',
    "' OR 1=1 --",
    "{{ 7*7 }}{% now %}",
    "../../etc/passwd",
    "%",
    "%25%00",
    "\r\nSet-Cookie: a=b",
    "\ud7ff\ue000\uffff",
    "\u202eevil",
    "\u0000".join("abc"),
    "😀" * 50,
    "x" * 3000,
    "9" * 40,
    "-1",
    "1e309",
    "NaN",
    "true",
    "[]",
]
NUMBERS = ["0", "1", "9" * 9, "9" * 19, "9" * 40, "00000000001"]
NAMES = [
    "q",
    "in",
    "topic",
    "kind",
    "topics",
    "kinds",
    "length",
    "number",
    "page",
    "next",
    "key",
    "state",
    "start_key",
]
RAW_QUERIES = [
    "%",
    "%ff%fe",
    "%ed%a0%80=1",
    "=&=&&",
    "a[]=1&a[]=2",
    "a=1;b=2",
    "&" * 500,
    "q=%00",
    "%c0%ae%c0%ae",
]
COOKIES = [
    "sessionid=" + "x" * 32,
    'sessionid="\\000\\000\\000\\000\\000\\000\\000\\000"',
    "learner=a:b:c",
    'learner="\\377\\376:\\000:x"',
    "learner=" + "A" * 3000,
    "csrftoken=" + "\\" * 40,
    "csrftoken=x; csrftoken=y; =; ;;; a",
    "messages=[[1]]",
    "\x80\xff=\xfe",
]
HEADERS: list[dict[str, str]] = [
    {"HX-Request": "true", "HX-Target": word} for word in ["", "x" * 2000, "'\"<", "card#x", "\x80"]
] + [
    {"HX-Request": "true", "HX-Current-URL": "http://[::1"},
    {"HX-Request": "true", "HX-Prompt": "%ff", "HX-Prompt-URI-AutoEncoded": "true"},
    {"Accept": "\x80", "Accept-Language": "x" * 2000, "Accept-Encoding": "*;q=x"},
    {"Content-Length": "nonsense"},
    {"Content-Type": "multipart/form-data"},
    {"Content-Type": "text/html; charset=nonsense"},
    {"X-Forwarded-For": "'", "X-Forwarded-Proto": "nonsense", "X-Forwarded-Host": "evil.example.org"},
    {"If-Modified-Since": "nonsense", "If-None-Match": "\x80"},
    {"Range": "bytes=-1--1"},
    {"Host": "localhost:99999999"},
    {"Host": "[::1"},
    {"Host": ""},
]
SITTING = "<str:sitting_key>"
every_address = pytest.mark.parametrize("route", routes(), ids=lambda route: route.name)
every_address_of_a_sitting = pytest.mark.parametrize(
    "route", [route for route in routes() if SITTING in route.pattern], ids=lambda route: route.name
)


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


@dataclass
class Learner:
    """Somebody known by their cookie, and their sitting: what they send reaches the rows behind the pages."""

    client: Client
    sitting: Sitting

    def own(self, route: Route) -> Route:
        """The route within their own sitting."""
        within = route.pattern.replace(SITTING, self.sitting.key)
        return replace(route, pattern=within, takes=tuple(t for t in route.takes if t[1] != "sitting_key"))


@pytest.fixture
def learner() -> Learner:
    versions = published(ordering(), matching(), choice())
    sitting = a_sitting(a_learner(now()), *versions.values(), now=now())
    client, answer = Client(raise_request_exception=False), HttpResponse()
    remember(answer, sitting.learner)
    client.cookies.update(answer.cookies)
    return Learner(client, sitting)


def hostile_paths(route: Route) -> Iterator[str]:
    """The route with every word in every place that takes one."""
    kinds = [NUMBERS if kind == "int" else WORDS for kind, _ in route.takes]
    for words in product(*kinds) if len(kinds) < 2 else zip(*(kind * 6 for kind in kinds), strict=False):
        path = route.pattern
        for (kind, name), word in zip(route.takes, words, strict=True):
            path = path.replace(f"<{kind}:{name}>", quote(word, safe="")).replace(
                f"<{name}>", quote(word, safe="")
            )
        yield "/" + path


@every_address
def test_no_address_fails_whatever_stands_in_its_parts(route: Route, visitor: Client) -> None:
    for path in hostile_paths(route):
        assert visitor.get(path).status_code < 500, path


@every_address
def test_no_address_fails_whatever_is_asked_behind_the_question_mark(route: Route, visitor: Client) -> None:
    queries = [f"{name}={quote(word, safe='')}" for name, word in zip(NAMES * 2, WORDS, strict=False)]
    everything = "&".join(f"{name}={quote(word, safe='')}" for name in NAMES for word in WORDS[3:])
    for query in [*queries, *RAW_QUERIES, everything]:
        assert visitor.get(route.path(), QUERY_STRING=query).status_code < 500, query


@every_address
def test_no_address_fails_whatever_cookie_comes(route: Route, visitor: Client) -> None:
    for cookie in COOKIES:
        assert visitor.get(route.path(), HTTP_COOKIE=cookie).status_code < 500, cookie


@every_address
def test_no_address_fails_whatever_the_headers_say(route: Route, visitor: Client) -> None:
    for headers in HEADERS:
        meta = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
        for name in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            meta[name] = meta.pop(f"HTTP_{name}", "")
        assert visitor.get(route.path(), **meta).status_code < 500, headers


@every_address
def test_no_address_fails_whatever_the_method(route: Route, visitor: Client) -> None:
    for method in ("head", "post", "put", "patch", "delete", "options", "trace"):
        assert getattr(visitor, method)(route.path()).status_code < 500, method


FORM = "application/x-www-form-urlencoded"
POSTS = [
    (FORM, b"\xff\xfe\x00" * 100),
    (FORM, b"start_key=%00&topic=%00&kinds=%00&length=%00&option=%00&place-x=%00"),
    (FORM, b"&".join(b"f%d=" % n for n in range(1100))),
    (FORM, b"a=" + b"x" * 2_700_000),
    ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n'),
    ("multipart/form-data", b"no boundary"),
    ("multipart/form-data; boundary=\x80", b""),
    ("application/json", b"{"),
    ("text/plain; charset=nonsense", b"a"),
]


@every_address
@pytest.mark.parametrize("checked", [True, False], ids=["without a token", "as if with a token"])
def test_no_address_fails_whatever_is_posted(route: Route, checked: bool) -> None:
    visitor = Client(raise_request_exception=False, enforce_csrf_checks=checked)
    for content_type, body in POSTS:
        response = visitor.generic("POST", route.path(), body, content_type=content_type)
        assert response.status_code < 500, (content_type, body[:99])


@every_address_of_a_sitting
def test_a_sitting_of_ones_own_is_found_here_at_all(route: Route, learner: Learner) -> None:
    """Else the tests below would end at "no such page" and try nothing. What ends an exam leads back here."""
    leads_back = {302} if route.name == "quizzes:finish" else set()
    assert learner.client.get(learner.own(route).path()).status_code in {200, 405} | leads_back


@every_address_of_a_sitting
def test_no_address_of_ones_own_sitting_fails_whatever_is_sent_there(route: Route, learner: Learner) -> None:
    own = learner.own(route)
    for path in hostile_paths(own):
        assert learner.client.get(path).status_code < 500, path
        assert learner.client.post(path).status_code < 500, path
    for query in RAW_QUERIES:
        assert learner.client.get(own.path(), QUERY_STRING=query).status_code < 500, query
    for headers in HEADERS:
        answers = [getattr(learner.client, send)(own.path(), headers=headers) for send in ("get", "post")]
        assert max(answer.status_code for answer in answers) < 500, headers
    for content_type, body in POSTS:
        answer = learner.client.generic("POST", own.path(), body, content_type=content_type)
        assert answer.status_code < 500, (content_type, body[:99])


@pytest.mark.parametrize("number", [1, 2, 3])
def test_no_word_in_a_field_of_a_board_is_our_mistake(number: int, learner: Learner) -> None:
    """Each is refused in words, read as blank, or graded like any other response."""
    place = learner.sitting.lineup.get(number=number)
    path = f"/s/{learner.sitting.key}/{number}/"
    form = form_of(learner.sitting, number, right(place.question_version.asked))
    words = [*WORDS, *NUMBERS]
    forms = [{**form, field: word} for field in form for word in words]
    forms += [{**form, field: [value, word]} for field, value in form.items() for word in words]
    forms += [{**form, f"{field.partition('-')[0]}-{word}": "1"} for field in form for word in words]

    for sent in forms:
        status = learner.client.post(path, sent).status_code
        assert status in {302, 400, 422}, (status, sent)
        Attempt.objects.all().delete()
