"""Settings as the environment spells them. A value that means nothing is refused, never guessed at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

YES = frozenset({"true", "yes", "on", "1"})
NO = frozenset({"false", "no", "off", "0", ""})
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}
WHERE = "docs/configuration.md explains it"


class BadSetting(ValueError):
    """A variable of the environment whose value cannot be used. Its message is one line for an operator."""


def flag(variables: Mapping[str, str], name: str, *, default: bool) -> bool:
    """Yes or no; unset is the default. Raises BadSetting for anything that is neither."""
    value = variables.get(name)
    if value is None:
        return default
    if (plain := value.strip().lower()) in YES | NO:
        return plain in YES
    raise BadSetting(f"{name}={value!r} is neither true nor false: {WHERE}.")


def whole(variables: Mapping[str, str], name: str, *, default: int, least: int = 0) -> int:
    """A whole number of at least `least`; unset or empty is the default. Raises BadSetting."""
    value = variables.get(name, "").strip()
    if not value:
        return default
    if value.isascii() and value.isdigit() and len(value) < 10 and int(value) >= least:
        return int(value)
    raise BadSetting(f"{name}={value!r} is not a whole number of at least {least}: {WHERE}.")


def level(variables: Mapping[str, str], name: str, *, default: str) -> str:
    """A level of the log, in capitals. Raises BadSetting."""
    value = variables.get(name, "").strip().upper() or default
    if value in LEVELS:
        return value
    raise BadSetting(f"{name}={value!r} is not one of {', '.join(LEVELS)}: {WHERE}.")


def mail(url: str, sender: str) -> dict[str, Any]:
    """The server that mail is sent by, as Django's EMAIL_ settings. Without a URL none is. Raises BadSetting.

    `smtp://` is plain, `smtp+tls://` turns to TLS before anything is said, `smtp+ssl://` is TLS throughout.
    """
    if not url.strip():
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    try:
        parts = urlsplit(url.strip())
        port = parts.port or MAIL_PORTS[parts.scheme]
    except (ValueError, KeyError):
        raise BadSetting(f"EMAIL_URL is no address of a mail server: {WHERE}.") from None
    if not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment:
        raise BadSetting(f"EMAIL_URL is no address of a mail server: {WHERE}.")
    if "@" not in sender:
        raise BadSetting(f"EMAIL_URL is set, so EMAIL_FROM must be an address to send from: {WHERE}.")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtp+ssl",
        "EMAIL_TIMEOUT": 10,
        "DEFAULT_FROM_EMAIL": sender.strip(),
        "SERVER_EMAIL": sender.strip(),
    }
