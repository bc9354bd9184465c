"""Instructors writing question banks."""

from django.apps import AppConfig


class AuthoringConfig(AppConfig):
    name = "authoring"
