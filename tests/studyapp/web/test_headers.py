"""The headers of every answer, at every address that the resolver knows."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils.timezone import now

from accounts.learners import remember
from accounts.models import User
from studyapp.web.middleware import head_without_body
from tests.builders import a_learner, a_sitting, choice, published
from tests.environment.addresses import SAMPLES, Route, routes

pytestmark = pytest.mark.django_db

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "object-src": "'none'",
}
ALWAYS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
every_address = pytest.mark.parametrize("route", routes(), ids=lambda route: route.name)


def policy_of(header: str) -> dict[str, str]:
    return dict(part.strip().split(" ", 1) for part in header.split(";") if part.strip())  # type: ignore[misc]


@every_address
@pytest.mark.parametrize("method", ["get", "post", "options"])
def test_every_answer_has_the_security_headers(route: Route, method: str) -> None:
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)

    response = getattr(client, method)(route.path())

    assert {name: response.headers.get(name) for name in ALWAYS} == ALWAYS
    assert policy_of(response.headers["Content-Security-Policy"]) == POLICY
    assert "camera=()" in response.headers["Permissions-Policy"]
    kept = response.headers["Cache-Control"]
    assert "no-store" in kept or kept in {"private, no-cache", "no-cache"}


@every_address
def test_every_page_tells_caches_that_it_has_two_bodies(route: Route, client: Client) -> None:
    response = client.get(route.path())

    if response.headers["Content-Type"].startswith("text/html"):
        assert {"HX-Request", "HX-Target"} <= {name.strip() for name in response.headers["Vary"].split(",")}


def test_head_is_answered_as_get_is_without_the_body() -> None:
    def answer(request: HttpRequest) -> HttpResponse:
        return HttpResponse("<p>five", headers={"Content-Language": "en"})

    head = head_without_body(answer)(RequestFactory().head("/"))
    get = head_without_body(answer)(RequestFactory().get("/"))

    assert (head.content, head.headers["Content-Length"]) == (b"", "7")
    assert get.content == b"<p>five"


@every_address
def test_who_is_signed_in_leaves_no_page_behind_on_the_machine(route: Route, client: Client) -> None:
    client.force_login(User.objects.create_user("ann@example.org"))

    assert "no-store" in client.get(route.path()).headers["Cache-Control"]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    "route", [route for route in routes() if "sitting_key" in route.pattern], ids=lambda route: route.name
)
def test_a_page_of_a_sitting_is_kept_nowhere(route: Route, method: str, client: Client) -> None:
    """On a shared computer the next person presses the back button, and nobody has signed in or out."""
    sitting = a_sitting(a_learner(now()), *published(choice()).values(), now=now())
    answer = HttpResponse()
    remember(answer, sitting.learner)
    client.cookies.update(answer.cookies)

    response = getattr(client, method)(route.path({**SAMPLES, "str": sitting.key}))

    assert response.status_code != 404
    assert response.headers["Cache-Control"] == "no-store"


@every_address
def test_a_form_without_its_token_changes_nothing(route: Route) -> None:
    client = Client(enforce_csrf_checks=True)

    assert client.post(route.path()).status_code == 403


def test_web_furniture_knows_no_address_of_a_room() -> None:
    source = (Path(__file__).parents[3] / "studyapp/web/middleware.py").read_text()

    assert '"/s/' not in source


def test_static_files_may_be_kept_by_who_is_signed_in_and_serve_no_other_site(client: Client) -> None:
    client.force_login(User.objects.create_user("ann@example.org"))

    response = client.get("/static/app.css")
    b"".join(response.streaming_content)  # type: ignore[arg-type]

    assert response.status_code == 200
    assert response.headers["Cache-Control"].startswith("max-age=")
    assert "Access-Control-Allow-Origin" not in response.headers
    assert response.headers["X-Content-Type-Options"] == "nosniff"
