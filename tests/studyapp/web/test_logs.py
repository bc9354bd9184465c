"""No visitor can fill the log: what had to be refused is one line, what broke here is told whole."""

from __future__ import annotations

import logging
import sys

import pytest

from studyapp.web.logs import VisitorsFaults


def record(name: str, level: int, status: int | None = None) -> logging.LogRecord:
    try:
        raise ValueError("broken")
    except ValueError:
        made = logging.LogRecord(name, level, __file__, 1, "Bad: %s", ("x",), sys.exc_info())
    if status is not None:
        made.status_code = status
    assert VisitorsFaults().filter(made)
    return made


@pytest.mark.parametrize(
    ("name", "status"),
    [("django.security.DisallowedHost", None), ("django.request", 404), ("django.request", 413)],
)
def test_a_refused_request_is_a_warning_without_a_traceback(name: str, status: int | None) -> None:
    told = record(name, logging.ERROR, status)

    assert (told.levelname, told.levelno, told.exc_info) == ("WARNING", logging.WARNING, None)
    assert "Traceback" not in logging.Formatter("%(levelname)s %(message)s").format(told)


@pytest.mark.parametrize(("name", "status"), [("django.request", 500), ("quizzes", None)])
def test_a_fault_of_ours_keeps_its_traceback(name: str, status: int | None) -> None:
    told = record(name, logging.ERROR, status)

    assert told.levelname == "ERROR"
    assert "ValueError: broken" in logging.Formatter("%(message)s").format(told)
