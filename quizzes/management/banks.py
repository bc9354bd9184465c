"""Banks as the command line names them: a file of any format, or the slug of a stored one and a version."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.core.management.base import CommandError
from django.utils.timezone import now

from kit.wording import did_you_mean
from quizzes.formats import exchange
from quizzes.formats.bank import Bank as Read
from quizzes.formats.bank import Known, read_bank
from quizzes.formats.exchange import Imported
from quizzes.formats.foreign.zipped import MOST_PACKED
from quizzes.known import known_to_the_syllabus
from quizzes.models import Bank, BankVersion


def content_of(path: Path) -> bytes:
    """What is in a file, as far as one may be long. Raises CommandError if it is not there."""
    try:
        with path.open("rb") as handle:
            return handle.read(MOST_PACKED + 1)
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror or error}.") from None


def imported(path: Path, *, slug: str = "", title: str = "") -> Iterator[Imported]:
    """What a file holds, bank after bank where it is a zip. Raises CommandError if it is not there."""
    raw = content_of(path)
    return exchange.read_all(
        raw, file=str(path), known=known_to_the_syllabus(), today=now().date(), slug=slug, title=title
    )


def stored(slug: str, number: int | None = None) -> BankVersion:
    """A published version, the newest if none is named. Raises CommandError where there is none."""
    versions = BankVersion.objects.filter(bank__slug=slug).order_by("-number")
    version = (versions.filter(number=number) if number is not None else versions).first()
    if version is None:
        raise CommandError(_missing(slug, number))
    return version


def read_again(version: BankVersion) -> Read:
    """The bank that a version holds. What was published was sound, whatever the syllabus knows today."""
    read = read_bank(
        version.source.encode(),
        file=str(version),
        judged="upload",
        known=Known(),
        today=version.created_at.date(),
    )
    if read.bank is None:
        raise CommandError(f"{version} cannot be read any more: {read.problems[0]}")
    return read.bank


def _missing(slug: str, number: int | None) -> str:
    slugs = list(Bank.objects.values_list("slug", flat=True))
    if slug in slugs:
        which = "published version" if number is None else f"version {number}"
        return f'The bank "{slug}" has no {which}.'
    return f'There is no bank "{slug}"{did_you_mean(slug, slugs)}'
