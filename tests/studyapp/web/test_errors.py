"""What people see when something goes wrong: what happened, what to do, and nothing that was inside."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from studyapp.urls import handler400, handler403, handler404, handler500
from studyapp.web import middleware, pages, views

SECRET = "secret-of-the-house"
REQUEST = RequestFactory().get("/")


def boom(request: HttpRequest) -> HttpResponse:
    raise RuntimeError(SECRET)


def refuse(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied(SECRET)


def locked(request: HttpRequest) -> HttpResponse:
    raise OperationalError(f"database is locked: {SECRET}")


def read(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{len(request.POST)} fields")


urlpatterns = [path("boom/", boom), path("refuse/", refuse), path("locked/", locked), path("read/", read)]

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


@pytest.fixture
def visitor() -> Client:
    """A client that gets the page, as a browser does, not the exception."""
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("address", "status"), [("/boom/", 500), ("/refuse/", 403), ("/locked/", 503), ("/no/such/page/", 404)]
)
def test_every_failure_has_a_page_with_a_way_on_and_nothing_of_the_inside(
    visitor: Client, address: str, status: int
) -> None:
    response = visitor.get(address)
    body = response.content.decode()

    assert response.status_code == status
    assert "<h1" in body
    assert 'href="/"' in body
    assert SECRET not in body
    assert "Traceback" not in body
    assert "tests/studyapp" not in body


HTMX = {"HX-Request": "true", "HX-Target": "a-part"}


@pytest.mark.parametrize(
    ("address", "status"), [("/boom/", 500), ("/refuse/", 403), ("/locked/", 503), ("/no/such/page/", 404)]
)
def test_for_htmx_a_failure_is_a_note_before_what_stands(visitor: Client, address: str, status: int) -> None:
    """A page within a part has two of everything, and in the place of the part it takes the input away."""
    page, note = visitor.get(address), visitor.get(address, headers=HTMX)
    body = note.content.decode()

    assert note.status_code == status
    assert note.headers["HX-Reswap"].startswith("afterbegin")
    assert note.headers["HX-Push-Url"] == "false"
    assert 'role="alert"' in body
    for whole in ("<html", "<main", "<nav", "<h1"):
        assert whole not in body
        assert whole in page.content.decode()
    assert "HX-Reswap" not in page.headers
    assert SECRET not in body


@pytest.mark.parametrize("kind", ["HX-Boosted", "HX-History-Restore-Request"])
def test_where_htmx_changes_the_whole_page_it_gets_the_whole_page(visitor: Client, kind: str) -> None:
    response = visitor.get("/no/such/page/", headers={**HTMX, kind: "true"})

    assert "<main" in response.content.decode()
    assert "HX-Reswap" not in response.headers


def test_a_form_of_htmx_that_expired_is_told_in_a_note() -> None:
    response = Client(enforce_csrf_checks=True).post("/read/", {"a": "b"}, headers=HTMX)

    assert response.status_code == 403
    assert "This form has expired. Nothing was changed." in response.content.decode()
    assert "<main" not in response.content.decode()


def test_an_address_that_is_refused_before_htmx_is_looked_at_is_told_in_a_note_too(visitor: Client) -> None:
    response = visitor.get("/read/?q=%00", headers=HTMX)

    assert response.status_code == 400
    assert "<main" not in response.content.decode()


def test_a_locked_database_asks_to_be_tried_again_soon(visitor: Client) -> None:
    assert visitor.get("/locked/").headers["Retry-After"] == "2"


def test_a_database_that_fails_in_a_middleware_is_busy_too(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The session is written after the view: Django would call that our mistake."""

    def save(*args: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr("django.contrib.sessions.middleware.SessionMiddleware.process_response", save)
    response = visitor.get("/read/")

    assert (response.status_code, response.headers["Retry-After"]) == (503, "2")


def test_other_exceptions_are_no_business_of_the_busy_middleware() -> None:
    busy = middleware.BusyMiddleware(lambda request: HttpResponse())

    assert busy.process_exception(RequestFactory().get("/"), ValueError("other")) is None


@pytest.mark.parametrize(
    "template", ["400.html", "403.html", "403_csrf.html", "404.html", "413.html", "500.html", "busy.html"]
)
def test_every_failure_has_a_template_that_needs_no_database(
    template: str, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        response = pages.problem_page(
            REQUEST, template, status=500, title="The title", what_to_do="The advice"
        )

    body = response.content.decode()
    assert "The title" in body
    assert "The advice" in body
    assert 'class="top"' in body, "the plain page was shown: the template is missing or broken"


def test_where_a_page_cannot_be_rendered_a_plain_one_says_the_same(caplog: pytest.LogCaptureFixture) -> None:
    response = pages.problem_page(
        REQUEST, "no_such.html", status=404, title="No <such> page", what_to_do="Go home"
    )

    assert response.status_code == 404
    assert b"No &lt;such&gt; page" in response.content
    assert b"Go home" in response.content
    assert "no_such.html" in caplog.text


def test_where_a_note_cannot_be_rendered_a_plain_one_says_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "render_to_string", lambda *args: 1 / 0)
    request = RequestFactory().get("/", headers=HTMX)

    response = pages.problem_page(request, "404.html", status=404, title="<No>", what_to_do="Go home")

    assert response.content == b'<p role="alert">&lt;No&gt;. Go home</p>'


def test_a_form_that_expired_says_what_to_do_and_that_nothing_changed() -> None:
    response = Client(enforce_csrf_checks=True).post("/read/", {"a": "b"})
    body = response.content.decode()

    assert response.status_code == 403
    assert "Nothing was changed" in body
    assert "fresh form" in body


@override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=1000)
def test_a_post_that_is_too_large_is_told_so(visitor: Client) -> None:
    response = visitor.post("/read/", {"text": "x" * 2000})

    assert response.status_code == 413
    assert b"too much" in response.content


def test_a_post_of_too_many_fields_is_refused(visitor: Client) -> None:
    assert visitor.post("/read/", {f"field-{number}": "" for number in range(1001)}).status_code == 400


def test_a_host_that_is_not_ours_is_refused(visitor: Client) -> None:
    assert visitor.get("/read/", headers={"host": "evil.example.org"}).status_code == 400


@pytest.mark.parametrize("address", ["/read/\0", "/read/?q=%00", "/read/?%00=q", "/%00/"])
def test_an_address_with_nul_is_refused(visitor: Client, address: str) -> None:
    assert visitor.get(address.replace("\0", "%00")).status_code == 400


def test_a_cookie_with_nul_is_as_good_as_none(visitor: Client) -> None:
    """A browser that holds one would else be shut out for ever."""
    request = RequestFactory().get("/", headers={"cookie": 'sessionid="\\000abcdefgh"; other=kept'})
    seen: dict[str, str] = {}

    def view(request: HttpRequest) -> HttpResponse:
        seen.update(request.COOKIES)
        return HttpResponse()

    middleware.refuse_nul(view)(request)

    assert seen == {"other": "kept"}


def test_the_handlers_are_those_of_the_project() -> None:
    for handler in (handler400, handler403, handler404, handler500):
        assert callable(getattr(views, handler.rpartition(".")[2]))
    assert Path(views.__file__).parent.name == "web"
