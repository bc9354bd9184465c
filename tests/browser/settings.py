"""The site as it is served, with the page of every component."""

from studyapp.settings import *  # noqa: F403, TID251  this is a settings module

ROOT_URLCONF = "tests.browser.urls"
