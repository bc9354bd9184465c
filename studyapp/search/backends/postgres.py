"""PostgreSQL's full text: https://www.postgresql.org/docs/current/textsearch.html.

The vectors and queries are written out, not made by to_tsvector: no parser and no dictionary comes between
our words and the index. The words are letters and digits only, so nothing in them ends a quote.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db import connection

from studyapp.search.backends.base import Match, Words
from studyapp.search.wanted import Wanted, Word

TURN = "LOCK TABLE studyapp_searchstate IN SHARE ROW EXCLUSIVE MODE"
"""Who fills waits for another who does; who searches waits for neither."""
CLEAR = "DELETE FROM studyapp_searchwords"
ADD = "INSERT INTO studyapp_searchwords(entry, words) VALUES(%s, %s::tsvector)"
COUNT = "(w.words @@ %s::tsquery)::int"
RANK = "%s::float8 * ts_rank('{0.08, 0.3, 0.6, 1.0}', w.words, %s::tsquery)"
"""Weights of the text, the summary, the names and the title."""
NAME = "3 * %s::float8 * ts_rank('{0.4, 0.6, 0.8, 1.0}', w.words, %s::tsquery)"
"""A name in code that neighbours make together says more than they do, wherever it stands."""
ALL = """
SELECT e.id, e.sort, e.position, e.keys, e.place, {count}, {rank}
FROM studyapp_searchwords w JOIN studyapp_searchentry e ON e.id = w.entry WHERE w.words @@ %s::tsquery
"""
LAST_PLACE = 16_383


def take_turn() -> None:
    with connection.cursor() as cursor:
        cursor.execute(TURN)


def clear() -> None:
    with connection.cursor() as cursor:
        cursor.execute(CLEAR)


def add(entries: Sequence[Words]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(ADD, [(entry.entry, _vector(entry)) for entry in entries])


def match(wanted: Wanted) -> list[Match]:
    if not wanted.words:
        return []
    words = [_query(word) for word in wanted.words]
    scored = [(word.weight, _query(word)) for word in (*wanted.words, *wanted.names)]
    ranks = [RANK] * len(words) + [NAME] * len(wanted.names)
    sql = ALL.format(count=" + ".join([COUNT] * len(words)), rank=" + ".join(ranks))
    any_word = " | ".join(f"({query})" for query in words)
    with connection.cursor() as cursor:
        cursor.execute(sql, [*words, *(value for pair in scored for value in pair), any_word])
        return [Match(*row) for row in cursor.fetchall()]


def _query(word: Word) -> str:
    return " | ".join(_either(word))


def _either(word: Word) -> Iterator[str]:
    if word.stem:
        yield f"'{word.stem}'"
    if word.begins:
        yield f"'{word.begins}':*AB" if word.is_short else f"'{word.begins}':*"


def _vector(entry: Words) -> str:
    """The words with their places and weights, as PostgreSQL writes a tsvector."""
    weighted = [
        (word, weight)
        for weight, words in zip("ABCD", (entry.title, entry.names, entry.summary, entry.text), strict=True)
        for word in words
    ]
    return " ".join(
        f"'{word}':{min(place, LAST_PLACE)}{weight}" for place, (word, weight) in enumerate(weighted, 1)
    )
