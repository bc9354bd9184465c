"""The site as it is served, with the page of every component; mail that it can send stays in the process."""

from studyapp.settings import *  # noqa: F403, TID251  this is a settings module
from studyapp.settings import CAN_MAIL  # noqa: TID251

ROOT_URLCONF = "tests.browser.urls"
if CAN_MAIL:
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
