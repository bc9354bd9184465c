"""Puts the learner on the request, unread until somebody asks: study pages cost no query for it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from accounts.learners import learner_of


class LearnerMiddleware:
    """`request.learner` is a Learner, or falsy for who has not begun anything here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.learner = SimpleLazyObject(lambda: learner_of(request))  # type: ignore[attr-defined]
        return self.get_response(request)
