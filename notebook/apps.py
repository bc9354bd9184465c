"""What a learner keeps."""

from django.apps import AppConfig


class NotebookConfig(AppConfig):
    name = "notebook"
