"""Files of banks are read and made ready to be published: long ones beside each other, a core for each."""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import repeat
from typing import Final

from django.db import connections

from quizzes.formats import exchange
from quizzes.formats.exchange import Imported
from quizzes.known import known_to_the_syllabus
from quizzes.services.preparing import Prepared, prepare

LONG: Final = 512 * 1024
"""Bytes together, from which on further processes are worth their start."""


@dataclass(frozen=True, slots=True)
class Ready:
    """What became of a file, or of one in a zip; `made` is there where nothing is to be put right."""

    imported: Imported
    made: Prepared | None


def ready(
    files: Sequence[tuple[str, bytes]], *, today: date, slug: str = "", title: str = ""
) -> Iterator[list[Ready]]:
    """The banks of each file, by its name and what is in it, in the order given. Nothing is written.

    `slug` and `title` are for formats that name no bank.
    """
    workers = min(len(files), os.cpu_count() or 1)
    rest = (repeat(today), repeat(slug), repeat(title))
    if workers < 2 or sum(len(raw) for _, raw in files) < LONG or not _can_fork():
        yield from map(_ready, *zip(*files, strict=True), *rest)
        return
    connections.close_all()  # a connection must not be there twice
    forked = multiprocessing.get_context("fork")
    with _uncollected(), ProcessPoolExecutor(workers, mp_context=forked) as pool:
        yield from pool.map(_ready, *zip(*files, strict=True), *rest)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Here and in the processes that begin here nothing is looked through for garbage.

    What banks are made of stays until the end: to look for garbage among it takes a quarter of the time.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _can_fork() -> bool:
    return "fork" in multiprocessing.get_all_start_methods()


def _ready(file: str, raw: bytes, today: date, slug: str, title: str) -> list[Ready]:
    known = known_to_the_syllabus()
    found = exchange.read_all(raw, file=file, known=known, today=today, slug=slug, title=title)
    return [Ready(one, prepare(one.bank) if one.bank else None) for one in found]
