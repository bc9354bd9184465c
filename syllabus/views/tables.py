"""The reference tables: facts to be looked up, row by row."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from kit import prose
from studyapp.web.htmx import Request
from syllabus import neighbours, queries
from syllabus.models import Aid, Table
from syllabus.tables import rows_of


@require_safe
def tables(request: Request) -> HttpResponse:
    """What can be looked up, in the order of the syllabus."""
    found = [
        (each, [(row.key, prose.text_of(row.name)) for row in rows_of(each.page)])
        for each in Table.objects.current()
    ]
    return render(request, "syllabus/tables.html", {"tables": found})


@require_safe
def table(request: Request, key: str) -> HttpResponse:
    """One table in full: every row has an address of its own."""
    found = get_object_or_404(Table.objects.current(), key=key)
    around = queries.around(queries.tables(), queries.topics(tables=found))
    context = {
        "table": found,
        "rows": rows_of(found.page),
        "around": around,
        "aids": Aid.objects.current().filter(data__table=key).only("title"),
        "neighbours": neighbours.among(around.tables, key),
    }
    return render(request, "syllabus/table.html", context)
