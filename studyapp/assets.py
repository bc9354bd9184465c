"""Our style sheets and scripts: many small files to write, one of each to serve.

The joined files are committed, so that neither running nor testing needs a tool; a test compares them with
a fresh join. The joiners strip comments and spaces and change no name, so that what a browser reports can
be found in the source.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders

STYLES = (  # the order of the cascade layers; `*` is sorted by name
    "tokens.css",
    "reset.css",
    "base.css",
    "layout.css",
    "components/*.css",
    "utilities.css",
    "print.css",
)
NOT_FOR_RCSSMIN = {  # inside @layer it takes a rule for a declaration, and drops the space before a colon
    "a pseudo-class after a space (write `*:is(…)`)": re.compile(r"[\w\])*%&]\s+:(?=[a-z-])"),
}
NOT_FOR_RJSMIN = {  # what its expressions misread: it would drop spaces inside a string or a pattern
    "a template literal inside a template literal": re.compile(r"`[^`]*\$\{[^}`]*`"),
    "a regular expression straight after =>": re.compile(r"=>\s*/(?![/*])"),
}

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


class CannotJoin(ValueError):
    """A file that has no place in the order, or that the joiner would damage."""


def joined_styles(folder: Path) -> str:
    """static/css as one style sheet. Every file in it has its place in STYLES, or CannotJoin."""
    import rcssmin

    files = [file for pattern in STYLES for file in sorted(folder.glob(pattern))]
    if strangers := set(folder.rglob("*.css")) - set(files):
        raise CannotJoin(f"{min(strangers)} has no place in the order of the cascade: {', '.join(STYLES)}.")
    sources = {file: file.read_text() for file in files}
    _refuse(NOT_FOR_RCSSMIN, {file: COMMENT.sub("", source) for file, source in sources.items()})
    return _only_newline(rcssmin.cssmin("\n".join(sources.values())))


def joined_scripts(folder: Path) -> str:
    """static/js as one classic script, by name: top-level classes and functions, one element to a file."""
    import rjsmin

    sources = {file: file.read_text() for file in sorted(folder.glob("*.js"))}
    _refuse(NOT_FOR_RJSMIN, sources)
    return _only_newline(rjsmin.jsmin("\n".join(sources.values())))


def _refuse(damaged: Mapping[str, re.Pattern[str]], sources: Mapping[Path, str]) -> None:
    for file, source in sources.items():
        for what, pattern in damaged.items():
            if found := pattern.search(source):
                raise CannotJoin(
                    f"{file} holds {what}, which the joiner damages: write {found[0]!r} another way."
                )


def _only_newline(text: str) -> str:
    return text.strip() + "\n"


def source_digest() -> str:
    """A digest of every static file by name and content, our own and those of installed apps."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda found: found[0]):
            digest.update(name.encode() + b"\0")
            digest.update(hashlib.sha256(Path(storage.path(name)).read_bytes()).digest())
    return digest.hexdigest()


def collected(digest: str) -> bool:
    """Whether these very files were collected before."""
    stamp = stamp_of_collected()
    return stamp.is_file() and stamp.read_text() == digest


def stamp_of_collected() -> Path:
    """Where it is noted which files were collected."""
    return Path(str(settings.STATIC_ROOT)) / ".source-digest"
