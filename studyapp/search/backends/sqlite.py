"""SQLite's full text, FTS5: https://www.sqlite.org/fts5.html.

The table holds no text, only the index, and its tokenizer is the plainest: it parts our words at the spaces
between them. A word that was typed stands in quotes, where FTS5 knows no operators.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db import connection

from studyapp.search.backends.base import Match, Words
from studyapp.search.wanted import Wanted, Word

CLEAR = "INSERT INTO studyapp_searchwords(studyapp_searchwords) VALUES('delete-all')"
ADD = "INSERT INTO studyapp_searchwords(rowid, title, names, summary, text) VALUES(%s, %s, %s, %s, %s)"
EACH = """
SELECT rowid AS entry, %s AS counted, -bm25(studyapp_searchwords, 10, 6, 3, 1) AS score
FROM studyapp_searchwords WHERE studyapp_searchwords MATCH %s
"""  # 10 for the title, 6 the names, 3 the summary, 1 the text
ALL = """
WITH hit AS MATERIALIZED ({each}),
found AS (SELECT entry, SUM(counted) AS matched, SUM(score) AS score FROM hit GROUP BY entry)
SELECT e.id, e.sort, e.position, e.keys, e.place, found.matched, found.score
FROM found JOIN studyapp_searchentry e ON e.id = found.entry WHERE found.matched > 0
"""


def take_turn() -> None:
    """Its transactions begin with the one lock there is for writing (studyapp.settings)."""


def clear() -> None:
    with connection.cursor() as cursor:
        cursor.execute(CLEAR)


def add(entries: Sequence[Words]) -> None:
    with connection.cursor() as cursor:
        for entry in entries:
            texts = (" ".join(words) for words in (entry.title, entry.names, entry.summary, entry.text))
            cursor.execute(ADD, [entry.entry, *texts])


def match(wanted: Wanted) -> list[Match]:
    if not wanted.words:
        return []
    asked = [(1, _matching(word)) for word in wanted.words]
    asked += [(0, f"{{title names}} : ({query})") for _, query in asked]  # else a long text weighs as much
    asked += [(0, _matching(name)) for name in wanted.names]
    sql = ALL.format(each=" UNION ALL ".join([EACH] * len(asked)))
    with connection.cursor() as cursor:
        cursor.execute(sql, [value for pair in asked for value in pair])
        return [Match(*row) for row in cursor.fetchall()]


def _matching(word: Word) -> str:
    return " OR ".join(_either(word))


def _either(word: Word) -> Iterator[str]:
    """The parts of an FTS5 query; the words are letters and digits only, so nothing in them ends a quote."""
    if word.stem:
        yield f'"{word.stem}"'
    if word.begins:
        yield f'{{title names}} : "{word.begins}" *' if word.is_short else f'"{word.begins}" *'
