"""How much of a file is taken in: no more than a form may hold, and nothing of it is written to a disk."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import MemoryFileUploadHandler


class BoundedMemoryHandler(MemoryFileUploadHandler):
    """Keeps what is sent in memory; a form of more than DATA_UPLOAD_MAX_MEMORY_SIZE is refused with 413.

    Django itself bounds only what is no file: anybody could fill the disk, signed in or not, since a form is
    read before its view is asked. No more is read than the length that is said, and without one nothing is.
    """

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *rest: Any) -> None:  # noqa: N803
        if content_length > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise RequestDataTooBig("The form is larger than DATA_UPLOAD_MAX_MEMORY_SIZE.")
        self.activated = True
