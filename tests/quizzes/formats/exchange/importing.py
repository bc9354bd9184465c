"""Importing in tests: a small syllabus and a fixed day."""

from __future__ import annotations

from pathlib import Path

from quizzes.formats import exchange
from quizzes.formats.exchange import Imported
from tests.quizzes.formats.reading import KNOWN, TODAY

FILES = Path(__file__).parent / "files"
SOURCES = sorted(path for path in FILES.iterdir() if path.suffix in (".gift", ".xml", ".txt"))


def importing(raw: bytes | str, file: str = "quiz.gift", slug: str = "", title: str = "") -> Imported:
    encoded = raw if isinstance(raw, bytes) else raw.encode()
    return exchange.read(encoded, file=file, known=KNOWN, today=TODAY, slug=slug, title=title)


def losses(imported: Imported) -> list[str]:
    """What was lost, as "key: message"."""
    return [f"{loss.key}: {loss.message}" for loss in imported.losses]


def questions(imported: Imported) -> list[dict]:
    """The questions of the draft as they are written, whatever is wrong with them."""
    from kit.yamlsource import read

    document = read(imported.text.encode(), file="draft.yaml")
    assert document.problems == ()
    return document.data["questions"]
