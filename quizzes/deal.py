"""What a learner is shown first: an order that tells nothing, under names that mean nothing elsewhere.

Both come from the sitting's secret alone, through HMAC-SHA256 over ids. Neither looks at the key, so two
questions that differ only in what is right are dealt alike, and every order is as likely as any other.
Nothing is stored: the same question, secret and number give the same deal again. A keyed hash is used for
the order too, not a seeded generator, so that a new Python version cannot deal a running sitting anew.
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from quizzes.engines import Choice, Question

SHORTEST_SECRET: Final = 16
"""Bytes. With fewer, tokens and orders could be guessed."""


class UnknownToken(LookupError):
    """A token that this deal did not give out in this group: made up, or from another question or sitting."""


@dataclass(frozen=True, slots=True)
class Deal:
    """Per group of what is shown (pool; prompts, responses; options): ids as they are shown, and tokens."""

    order: Mapping[str, tuple[str, ...]]
    tokens: Mapping[str, Mapping[str, str]]

    def token(self, group: str, key: str) -> str:
        """The name under which an id goes over the wire."""
        return self.tokens[group][key]

    def id(self, group: str, token: str) -> str:
        """The id behind a token. Raises UnknownToken."""
        for key, known in self.tokens[group].items():
            if known == token:
                return key
        raise UnknownToken

    def ids(self, group: str, tokens: Iterable[str]) -> tuple[str, ...]:
        """The ids behind tokens, in their order. Raises UnknownToken."""
        return tuple(self.id(group, token) for token in tokens)


def deal(question: Question, *, secret: bytes, number: int) -> Deal:
    """The deal of the `number`-th question of the sitting that holds `secret` (16 bytes or more)."""
    if len(secret) < SHORTEST_SECRET:
        raise ValueError(f"a sitting's secret has at least {SHORTEST_SECRET} bytes")
    shown = question.shown()
    return Deal(
        order={
            group: _order(question, secret, number, group, tuple(texts)) for group, texts in shown.items()
        },
        tokens={group: _tokens(secret, number, group, texts) for group, texts in shown.items()},
    )


def _order(
    question: Question, secret: bytes, number: int, group: str, ids: tuple[str, ...]
) -> tuple[str, ...]:
    """The ids sorted by their keyed hashes; pinned options stand where they were written."""
    pinned = question.pin if isinstance(question, Choice) else ()
    loose = iter(
        sorted(
            (key for key in ids if key not in pinned),
            key=lambda key: _digest(secret, "place", number, group, key),
        )
    )
    return tuple(key if key in pinned else next(loose) for key in ids)


def _tokens(secret: bytes, number: int, group: str, ids: Iterable[str]) -> dict[str, str]:
    """Sixteen characters of a keyed hash for each id: 96 bits, safe in names and addresses.

    They are listed sorted by token, so that not even the order of the mapping is that of the author.
    """
    pairs = (
        (urlsafe_b64encode(_digest(secret, "token", number, group, key)[:12]).decode(), key) for key in ids
    )
    return {key: token for token, key in sorted(pairs)}


def _digest(secret: bytes, purpose: str, number: int, group: str, key: str) -> bytes:
    """NUL between the parts, which no id holds, keeps apart what would else run together."""
    return hmac.digest(secret, "\0".join((purpose, str(number), group, key)).encode(), "sha256")
