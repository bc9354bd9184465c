"""Categories of Moodle: `$course$/top/Steps/Gates // joins`, where a doubled slash is one of the name."""

from __future__ import annotations

import re

_CONTEXT = re.compile(r"\$[a-z]+\$|top", re.IGNORECASE)
_PART = re.compile(r"(?:[^/]|//)+")
_DEFAULT = "Default for "


def path_of(text: str) -> tuple[str, ...]:
    """The names of a category, outermost first, without the context and what Moodle calls by itself.

    >>> path_of("$course$/top/Default for ML/Steps/Input//output")
    ('Steps', 'Input/output')
    """
    names = [part.replace("//", "/").strip() for part in _PART.findall(text[:2_000])]
    while names and _CONTEXT.fullmatch(names[0]):
        names.pop(0)
    return tuple(name for name in names if name and not name.startswith(_DEFAULT))


def written(path: tuple[str, ...]) -> str:
    """The category as Moodle reads it, in whatever course it is brought into."""
    return "/".join(["$course$", "top", *(name.replace("/", "//") for name in path)])
