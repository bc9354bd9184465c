"""Addresses of the notebook."""

from __future__ import annotations

from django.urls import path

from notebook import views

app_name = "notebook"
urlpatterns = [
    path("notes/", views.notebook, name="notebook"),
    path("notes/export/", views.export, name="export"),
    path("notes/<slug:sort>/<path:name>/", views.leaf, name="leaf"),
]
