"""What a draft begins with, where somebody does not begin with a text of their own."""

from __future__ import annotations

import secrets
from functools import cache
from pathlib import Path

from authoring.texts import slug_of, with_slug
from quizzes.models import Bank, BankVersion

STARTER = Path(__file__).parent.parent / "starter.yaml"
MOST_OF_A_SLUG = 64


def starter() -> str:
    """A small bank with one question of each kind, and what each part is for; its slug is nobody's yet."""
    return with_slug(
        _starter(), f"my-bank-{_some_letters()}  # its name in addresses, for life once it is published"
    )


def copy_of(bank: Bank) -> str:
    """The newest version of a bank, under a slug that is nobody's yet.

    Raises BankVersion.DoesNotExist where there is none.
    """
    version = BankVersion.objects.filter(bank=bank).latest("number")
    return with_slug(version.source, another_slug(bank.slug))


def as_another(text: str) -> str:
    """The text of a draft, sound or not, under a slug that is nobody's yet."""
    return with_slug(text, another_slug(slug_of(text) or "bank"))


def another_slug(slug: str) -> str:
    """A slug like this one that nobody has: it ends with letters drawn by chance.

    Not the next number that is free: that would tell who asks which banks there are.
    """
    return f"{slug[: MOST_OF_A_SLUG - 7].rstrip('-')}-{_some_letters()}"


@cache
def _starter() -> str:
    return STARTER.read_text(encoding="utf-8")


def _some_letters() -> str:
    return secrets.token_hex(3)
