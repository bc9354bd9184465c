"""Keys and ids made of titles and texts: slugs, each once, and the same for the same file."""

from __future__ import annotations

import hashlib
import re
import unicodedata

LONGEST = 64
SHORT = 32  # of an id, and of a key that is made of a prompt
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


def slug(text: str, most: int = LONGEST) -> str:
    """`text` as a slug, cut at a word where it is too long; "" where no letter of it has one.

    >>> slug("Où est le cache ?")
    'ou-est-le-cache'
    """
    text = text[: 4 * most]
    if _SLUG.fullmatch(text) and len(text) <= most:
        return text
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    found = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")
    if len(found) > most:
        found = found[: most + 1].rpartition("-")[0] or found[:most]
    return found.strip("-")


class Names:
    """Slugs that are given out once: a second of the same name gets a number."""

    def __init__(self) -> None:
        self._given: set[str] = set()
        self._next: dict[str, int] = {}

    def give(self, *wanted: str, most: int = LONGEST) -> str:
        """A name of the first of these texts that makes one. Texts without a letter of ours get a digest."""
        made = next((made for text in wanted if (made := slug(text, most))), "")
        if not made:
            made = f"q-{hashlib.sha256(repr(wanted).encode()).hexdigest()[:8]}"
        name = made
        while name in self._given:
            number = self._next[made] = self._next.get(made, 1) + 1
            name = f"{made[: LONGEST - len(str(number)) - 1].rstrip('-')}-{number}"
        self._given.add(name)
        return name
