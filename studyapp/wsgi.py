"""What the server serves. It refuses to start on a SQLite that corrupts data or cannot search."""

from __future__ import annotations

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studyapp.settings")

from studyapp.sqlite import held_open, lacks_full_text, refusal, use_fixed_library

use_fixed_library()

from django.conf import settings  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.urls import get_resolver  # noqa: E402

application = get_wsgi_application()
_ = (
    get_resolver().url_patterns
)  # every page is imported now: the first visitors of a new worker do not wait for it

if "sqlite" in settings.DATABASES["default"]["ENGINE"]:
    if reason := refusal() or lacks_full_text():
        sys.exit(reason)
    _held = held_open(settings.DATABASES["default"]["NAME"])  # for as long as this process lives
