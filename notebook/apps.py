"""What a learner keeps."""

from django.apps import AppConfig


class NotebookConfig(AppConfig):
    name = "notebook"

    def ready(self) -> None:
        from accounts import belongings, exporting
        from notebook import services

        belongings.register(services.LEAVES)
        exporting.register("bookmarks_and_notes", services.exported)
