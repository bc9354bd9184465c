"""After a database error the connection is let go of, or the process may stay stuck."""

from __future__ import annotations

import pytest
from django.db import OperationalError, connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory

from studyapp.web.middleware import BusyMiddleware

pytestmark = pytest.mark.both_databases


def answer_to(exception: Exception) -> HttpResponse | None:
    middleware = BusyMiddleware(lambda request: HttpResponse())
    return middleware.process_exception(RequestFactory().get("/"), exception)


@pytest.mark.django_db(transaction=True)
def test_the_connection_whose_cursor_leaked_is_closed() -> None:
    connection.ensure_connection()

    response = answer_to(OperationalError("database is locked"))

    assert response is not None
    assert (response.status_code, response.headers["Retry-After"]) == (503, "2")
    assert connection.connection is None


@pytest.mark.django_db(transaction=True)
def test_a_connection_in_a_transaction_is_left_to_it() -> None:
    with transaction.atomic():
        answer_to(OperationalError("database is locked"))

        assert connection.connection is not None


@pytest.mark.django_db(transaction=True)
def test_other_exceptions_close_nothing_and_are_not_answered() -> None:
    connection.ensure_connection()

    assert answer_to(ValueError("ours")) is None
    assert connection.connection is not None


@pytest.mark.django_db
def test_an_address_cannot_write_a_line_of_its_own_into_the_log(caplog: pytest.LogCaptureFixture) -> None:
    request = RequestFactory().get("/%0aERROR forged \u202e")

    BusyMiddleware(lambda request: HttpResponse()).process_exception(request, OperationalError("locked"))

    (record,) = caplog.records
    assert "\n" not in record.getMessage()
    assert record.getMessage().isascii()
