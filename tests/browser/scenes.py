"""What a person would wait for, or look up elsewhere: the end of an exam, and the mail that was sent."""

from __future__ import annotations

from datetime import timedelta

from django.core import mail
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now

from quizzes.models import Sitting
from studyapp.web.htmx import Request


def time_is_up(request: Request) -> HttpResponse:
    """The visitor's exam reaches its deadline at this moment, and is shown."""
    exam = Sitting.objects.of(request.learner).filter(kind=Sitting.EXAM, finished_at=None).latest("pk")
    Sitting.objects.filter(pk=exam.pk).update(deadline_at=now() - timedelta(seconds=1))
    return redirect("quizzes:sitting", exam.key)


def last_mail(request: Request) -> HttpResponse:
    """The text of the mail that was sent last, kept by Django's own backend for tests in this one process."""
    return HttpResponse(mail.outbox[-1].body, content_type="text/plain")
