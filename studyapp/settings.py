"""Every setting, from the environment. docs/configuration.md explains each one; a test keeps it true."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import quote

from studyapp.environment import flag, level, mail, whole
from studyapp.secret_key import kept_secret
from studyapp.sqlite import use_fixed_library

use_fixed_library()  # before anything of Django's imports sqlite3

import environ  # noqa: E402
from csp.constants import NONE, SELF  # noqa: E402

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# --- where things are kept -------------------------------------------------------------------------
DATA_DIR: Path = BASE_DIR / env.str("DATA_DIR", default="var")
BACKUP_DIR: Path = BASE_DIR / env.str("BACKUP_DIR", default=str(DATA_DIR / "backups"))
CONTENT_DIR: Path = BASE_DIR / env.str("CONTENT_DIR", default="content")

# --- who is served, and how ------------------------------------------------------------------------
DEBUG = flag(os.environ, "DEBUG", default=False)
PLAIN_HTTP = flag(
    os.environ, "PLAIN_HTTP", default=False
)  # one machine or a trusted network, no TLS in front
SECRET_KEY = env.str("SECRET_KEY", default="") or kept_secret(DATA_DIR)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
BEHIND_PROXY = flag(os.environ, "BEHIND_PROXY", default=False)
if BEHIND_PROXY:  # only where the proxy strips the client's own header
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

INSTALLED_APPS = [
    "studyapp",
    "authoring",
    "quizzes",
    "notebook",
    "syllabus",
    "accounts",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "csp",
]
MIDDLEWARE = [
    "studyapp.web.middleware.BusyMiddleware",
    "studyapp.web.middleware.head_without_body",
    "django.middleware.security.SecurityMiddleware",
    "studyapp.web.middleware.SecurityHeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "studyapp.web.middleware.refuse_nul",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # pages; it pads them at random, so their size tells nothing
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.LearnerMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "studyapp.web.middleware.vary_on_htmx",
]
ROOT_URLCONF = "studyapp.urls"
WSGI_APPLICATION = "studyapp.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["studyapp.web.templatetags.ui", "template_partials.templatetags.partials"],
        },
    }
]
CSRF_FAILURE_VIEW = "studyapp.web.views.csrf_failure"

# --- data ------------------------------------------------------------------------------------------
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA journal_size_limit=67108864;"
    "PRAGMA cache_size=-20000;PRAGMA temp_store=MEMORY;PRAGMA trusted_schema=OFF;"
)
POSTGRES_LIMITS = "-c statement_timeout=15s -c lock_timeout=5s -c idle_in_transaction_session_timeout=30s"


def database(url: str) -> dict[str, Any]:
    """The database an address names, with what each engine needs to keep its promises (ADR 0003)."""
    settings: dict[str, Any] = environ.Env.db_url_config(url)
    options = settings.setdefault("OPTIONS", {})
    settings["CONN_MAX_AGE"] = None
    if "sqlite" in settings["ENGINE"]:
        settings["ENGINE"] = "studyapp.sqlite_engine"  # Django's own, for many who write at once
        options.setdefault("timeout", 10)
        options.update(transaction_mode="IMMEDIATE", init_command=SQLITE_PRAGMAS)
    else:
        settings["CONN_HEALTH_CHECKS"] = True
        options.setdefault("connect_timeout", 3)
        options.setdefault("options", POSTGRES_LIMITS)
    return settings


SQLITE_URL = f"sqlite:///{quote(str(DATA_DIR / 'studyapp.sqlite3'))}"
DATABASES = {"default": database(env.str("DATABASE_URL", default=SQLITE_URL))}
DATABASES["default"]["ATOMIC_REQUESTS"] = False  # with IMMEDIATE it would take the write lock on every GET
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_UPLOAD_MAX_MEMORY_SIZE = 9 * 2**20  # a bank in a form: 8 MiB, which the format allows, and its fields
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 5
FILE_UPLOAD_HANDLERS = ["studyapp.web.uploads.BoundedMemoryHandler"]

# --- who comes -------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = [
    "accounts.hashers.Argon2id19M",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
GUEST_DAYS = whole(os.environ, "GUEST_DAYS", default=365, least=1)
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL, LOGIN_REDIRECT_URL = "account_login", "home"
SESSION_COOKIE_AGE = 1_209_600  # two weeks, for who asks to stay signed in; else until the browser is closed
MAIL = mail(env.str("EMAIL_URL", default=""), env.str("EMAIL_FROM", default=""))
globals().update(MAIL)  # EMAIL_BACKEND and the rest
CAN_MAIL = "EMAIL_HOST" in MAIL  # where no mail can be sent nobody is asked to confirm or reset by one
ACCOUNT_ADAPTER = "accounts.adapter.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if CAN_MAIL else "none"
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True  # only in the browser that signed up
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False  # by network address, in a cache: ours are accounts.throttle
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
MFA_SUPPORTED_TYPES = ["webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # a passkey here is a way in, it keeps nobody out (ADR 0016)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = PLAIN_HTTP  # browsers have passkeys on localhost only, then
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- cookies and headers (reliability: TLS unless PLAIN_HTTP says otherwise) ------------------------
_HOST = "" if PLAIN_HTTP else "__Host-"
SESSION_COOKIE_NAME = f"{_HOST}sessionid"
CSRF_COOKIE_NAME = f"{_HOST}csrftoken"
LEARNER_COOKIE_NAME = f"{_HOST}learner"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = not PLAIN_HTTP
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # a probe speaks plain HTTP to the port itself
SECURE_HSTS_SECONDS = 0 if PLAIN_HTTP else whole(os.environ, "HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not PLAIN_HTTP
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = None if PLAIN_HTTP else "same-origin"  # ignored without TLS
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

# --- static files ----------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_MANIFEST = flag(
    os.environ, "STATIC_MANIFEST", default=not DEBUG
)  # hashed names; collectstatic has run
STATIC_ROOT = DATA_DIR / "static" if STATIC_MANIFEST else None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if STATIC_MANIFEST
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not STATIC_MANIFEST
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# --- words and time --------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"visitors": {"()": "studyapp.web.logs.VisitorsFaults"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["visitors"]}},
    "root": {"handlers": ["stderr"], "level": level(os.environ, "LOG_LEVEL", default="INFO")},
}
