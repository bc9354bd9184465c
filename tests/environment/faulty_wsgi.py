"""What gunicorn serves in fault tests: the app, with the addresses of faulty.py."""

from __future__ import annotations

from django.conf import settings

from studyapp.wsgi import application

__all__ = ["application"]

settings.ROOT_URLCONF = "tests.environment.faulty"
