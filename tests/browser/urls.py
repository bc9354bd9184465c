"""The site's addresses; beside them, as nowhere else, the page of every component and what scenes need."""

from django.urls import path

from studyapp.patterns import patterns
from studyapp.urls import handler400, handler403, handler404, handler500
from studyapp.urls import urlpatterns as of_the_site
from tests.browser import scenes

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [
    *of_the_site,
    path("patterns/", patterns, name="patterns"),
    path("scenes/time-is-up/", scenes.time_is_up),
    path("scenes/mail/", scenes.last_mail),
]
