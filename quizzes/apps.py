"""Asking what there is to know, and remembering how it went."""

from django.apps import AppConfig


class QuizzesConfig(AppConfig):
    name = "quizzes"
