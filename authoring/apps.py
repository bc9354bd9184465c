"""Instructors writing question banks."""

from django.apps import AppConfig


class AuthoringConfig(AppConfig):
    name = "authoring"

    def ready(self) -> None:
        from accounts import holdings
        from authoring import queries
        from authoring.services import leaving
        from quizzes import shelf

        holdings.register(leaving.BANKS)
        shelf.register(queries.is_author)
