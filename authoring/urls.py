"""Addresses of authors, under /author/. A draft is named by its key; once published, by its bank's slug."""

from __future__ import annotations

from django.urls import path

from authoring.views import beginning, drafts, whole, writing

app_name = "author"
urlpatterns = [
    path("", drafts.listed, name="drafts"),
    path("new/", beginning.new, name="new"),
    path("bank.schema.json", writing.schema, name="schema"),
    path("<str:name>/", drafts.draft, name="draft"),
    path("<str:name>/check/", writing.check, name="check"),
    path("<str:name>/save/", writing.save, name="save"),
    path("<str:name>/text/", whole.text, name="text"),
    path("<str:name>/copy/", whole.duplicate, name="copy"),
    path("<str:name>/delete/", whole.delete, name="delete"),
]
