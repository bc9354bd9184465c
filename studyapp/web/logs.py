"""What the log says of requests: one line for each event. A traceback is for faults of ours alone."""

from __future__ import annotations

import logging


class VisitorsFaults(logging.Filter):
    """A request that had to be refused is a warning on one line, or any visitor could fill the log.

    Django tells of a wrong host, an oversized body or a forged path as errors, each with its traceback.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        status = getattr(record, "status_code", None)
        suspicious = record.name.startswith("django.security")
        if suspicious or (isinstance(status, int) and status < 500):
            record.exc_info = record.exc_text = None
            if record.levelno > logging.WARNING:
                record.levelno, record.levelname = logging.WARNING, "WARNING"
        return True
