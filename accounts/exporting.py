"""All that is kept of a learner, as one JSON file. Rooms above say what they keep; this one knows none."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Protocol

from accounts.models import Learner


class Rows(Protocol):
    """The rows of one section, read as they are written: plain data, and the learner's own alone."""

    def __call__(self, learner: Learner) -> Iterable[dict[str, Any]]: ...


_SECTIONS: dict[str, Rows] = {}


def register(section: str, rows: Rows) -> None:
    """Called from `AppConfig.ready` of the room. Registered again under its name, it takes its own place."""
    _SECTIONS[section] = rows


def json_of(learner: Learner, *, now: datetime) -> Iterator[str]:
    """The file, piece by piece: about the learner first, then each section as a list with a row in a line."""
    user = learner.user
    yield '{\n"made_at": ' + _told(now)
    about = {
        "email": user.email if user else None,
        "first_seen_at": learner.created_at,
        "last_seen_on": learner.seen_at.date(),  # it is noted once a day
    }
    yield f',\n"learner": {_told(about)}'
    for section, rows in tuple(_SECTIONS.items()):
        yield f",\n{_told(section)}: ["
        for number, row in enumerate(rows(learner)):
            yield (",\n" if number else "\n") + _told(row)
        yield "\n]"
    yield "\n}\n"


def _told(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=_moment)


def _moment(value: Any) -> str:
    """Moments and days as ISO writes them."""
    return str(value.isoformat())
