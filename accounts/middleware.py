"""Puts the learner on the request, unread until somebody asks: study pages cost no query for it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from accounts.learners import learner_of, remember_longer
from accounts.models import Learner


class LearnerMiddleware:
    """`request.learner` is a Learner, or falsy for who has not begun anything here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked: list[Learner | None] = []

        def find() -> Learner | None:
            asked.append(learner_of(request))
            return asked[0]

        request.learner = SimpleLazyObject(find)  # type: ignore[attr-defined]
        response = self.get_response(request)
        if asked and asked[0] is not None and asked[0].is_guest:
            remember_longer(request, response, asked[0])
        return response
