"""Every address. The only module that knows every room."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from studyapp import views
from studyapp.search.views import search_page
from studyapp.web import views as web

PROBES: dict[str, web.Probe] = {
    "database": web.database_answers,
    "disk": web.disk_has_room,
    "migrations": web.migrations_applied,
}

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("search/", search_page, name="search"),
    path("", include("syllabus.urls")),
    path("", include("notebook.urls")),
    path("", include("quizzes.urls")),
    path("accounts/", include("accounts.urls")),
    path("author/", include("authoring.urls")),
    path("favicon.ico", web.favicon, name="favicon"),
    path("healthz", web.healthz, name="healthz"),
    path("readyz", web.readyz(PROBES), name="readyz"),
]
if settings.DEBUG:
    from studyapp.patterns import patterns

    urlpatterns.append(path("patterns/", patterns, name="patterns"))

handler400 = "studyapp.web.views.bad_request"
handler403 = "studyapp.web.views.permission_denied"
handler404 = "studyapp.web.views.page_not_found"
handler500 = "studyapp.web.views.server_error"
