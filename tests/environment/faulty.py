"""The app's addresses and two more, for fault tests alone: one writes, one raises."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.timezone import now

from accounts.models import Learner
from studyapp import urls
from studyapp.urls import handler400, handler403, handler404, handler500  # noqa: F401 (read from here by Django)


def write(request: HttpRequest) -> HttpResponse:
    learner = Learner.objects.create(created_at=now(), seen_at=now())
    return HttpResponse(learner.key)


def boom(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("what-only-the-inside-knows")


urlpatterns = [path("write", write), path("boom", boom), *urls.urlpatterns]
