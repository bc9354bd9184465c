"""How much of a file is taken in: no more than a form may hold, and nothing of it is written to a disk."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import MemoryFileUploadHandler


class BoundedMemoryHandler(MemoryFileUploadHandler):
    """Keeps what is sent in memory, up to DATA_UPLOAD_MAX_MEMORY_SIZE in all; more is refused with 413.

    Django itself bounds only what is no file: anybody could fill the disk, signed in or not, since a form is
    read before its view is asked.
    """

    taken = 0

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *rest: Any) -> None:  # noqa: N803
        if content_length > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise RequestDataTooBig("The files are larger than DATA_UPLOAD_MAX_MEMORY_SIZE.")
        self.activated = True

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.taken += len(raw_data)
        if self.taken > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise RequestDataTooBig("The files are larger than DATA_UPLOAD_MAX_MEMORY_SIZE.")
        return super().receive_data_chunk(raw_data, start)
