"""The site's addresses and, beside them, the page of every component, elsewhere there only in DEBUG."""

from django.urls import path

from studyapp.patterns import patterns
from studyapp.urls import handler400, handler403, handler404, handler500
from studyapp.urls import urlpatterns as of_the_site

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [*of_the_site, path("patterns/", patterns, name="patterns")]
