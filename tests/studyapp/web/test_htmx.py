"""One address, two bodies."""

from __future__ import annotations

import pytest
from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory
from django_htmx.middleware import HtmxDetails

from studyapp.web import htmx
from studyapp.web.htmx import render_page_or

TEMPLATE = "two_bodies.html"


@pytest.fixture(autouse=True)
def template(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page with one part, kept in memory."""
    source = "{% partialdef card inline %}[card {{ word }}]{% endpartialdef %} and the rest"
    page = engines["django"].from_string("page: " + source)
    part = engines["django"].from_string("[card {{ word }}]")

    def rendered(request: HttpRequest, name: str, context: object, status: int) -> object:
        from django.http import HttpResponse

        chosen = {TEMPLATE: page, f"{TEMPLATE}#card": part}[name]
        return HttpResponse(chosen.render(context, request), status=status)

    monkeypatch.setattr(htmx, "render", rendered)


def body(status: int = 200, **headers: str) -> str:
    request = RequestFactory().get("/", headers=headers)
    request.htmx = HtmxDetails(request)  # type: ignore[attr-defined]
    response = render_page_or("card", request, TEMPLATE, {"word": "<b>"}, status=status)
    assert response.status_code == status
    return response.content.decode()


PAGE = "page: [card &lt;b&gt;] and the rest"
PART = "[card &lt;b&gt;]"


def test_htmx_gets_the_part_it_will_replace() -> None:
    assert body(**{"HX-Request": "true", "HX-Target": "card"}) == PART


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"HX-Target": "card"},
        {"HX-Request": "true"},
        {"HX-Request": "true", "HX-Target": "another"},
        {"HX-Request": "true", "HX-Target": "card", "HX-Boosted": "true"},
        {"HX-Request": "true", "HX-Target": "card", "HX-History-Restore-Request": "true"},
        {"HX-Request": "false", "HX-Target": "card"},
    ],
)
def test_everybody_else_gets_the_page(headers: dict[str, str]) -> None:
    assert body(**headers) == PAGE


def test_the_status_is_the_same_for_page_and_part() -> None:
    body(status=422)
    body(status=422, **{"HX-Request": "true", "HX-Target": "card"})
