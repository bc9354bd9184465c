"""What an author sends becomes texts of ours, whatever format it came in. Nothing is stored."""

from __future__ import annotations

from datetime import date

from authoring import receiving
from authoring.receiving import MEGABYTES, Received, Refused
from authoring.services import checking
from kit.yamltext import MAX_BYTES
from quizzes.formats import exchange
from quizzes.known import known_to_the_syllabus


def receive(*, name: str, raw: bytes, today: date) -> tuple[Received, ...]:
    """The banks in a file or a zip. Never empty.

    Raises Refused for what cannot be read at all, and checking.Busy: a long file of another format is read
    and checked as a long text is.
    """
    files = receiving.files_in(name, raw)
    foreign = sum(len(file.raw) for file in files if file.form != "yaml")
    known = known_to_the_syllabus() if foreign else None
    found: list[Received] = []
    with checking.room_for(foreign):
        for file in files:
            if known is None or file.form == "yaml":
                found.append(receiving.as_received(file))
                continue
            imported = exchange.read(file.raw, file=file.name, known=known, today=today)
            found.append(receiving.as_imported(file, imported))
    if foreign and sum(len(each.text.encode()) for each in found) > MAX_BYTES:
        raise Refused(f"As banks these are longer than {MEGABYTES} MiB. Send them one by one.")
    return tuple(found)
