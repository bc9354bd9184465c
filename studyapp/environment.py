"""Settings as the environment spells them. A value that means nothing is refused, never guessed at."""

from __future__ import annotations

from collections.abc import Mapping

YES = frozenset({"true", "yes", "on", "1"})
NO = frozenset({"false", "no", "off", "0", ""})
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
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
