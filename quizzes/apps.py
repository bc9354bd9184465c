"""Asking what there is to know, and remembering how it went."""

from django.apps import AppConfig


class QuizzesConfig(AppConfig):
    name = "quizzes"

    def ready(self) -> None:
        from accounts import belongings, exporting
        from quizzes import exporting as own
        from quizzes.services import merging

        belongings.register(merging.SITTINGS)
        belongings.register(merging.CARDS)
        belongings.register(merging.REPORTS)
        exporting.register("sittings", own.sittings)
        exporting.register("cards", own.cards)
        exporting.register("plan", own.plan)
        exporting.register("reports", own.reports)
