"""Instructors writing question banks."""

from django.apps import AppConfig


class AuthoringConfig(AppConfig):
    name = "authoring"

    def ready(self) -> None:
        from authoring import queries
        from quizzes import shelf

        shelf.register(queries.is_author)
