"""What each author of a bank may do. Pure: the one table that pages, services and tests ask.

Whoever has no role in a draft finds nothing there, as if it did not exist.
"""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What somebody is to a bank draft. There is one owner, always."""

    OWNER = "owner"
    EDITOR = "editor"
    VIEWER = "viewer"


class Deed(StrEnum):
    """What can be done with a bank draft and with the bank that is published from it."""

    VIEW = "view"  # read it, preview it, see versions and statistics, export it
    EDIT = "edit"  # change its text, restore an old version into it
    PUBLISH = "publish"  # make a version of it that is asked
    ANSWER = "answer"  # answer what learners report of its questions
    REGRADE = "regrade"  # change verdicts that were told
    SHARE = "share"  # say who else writes, who may practise it, and whose it is
    DELETE = "delete"  # throw it away, retire the bank


MAY: dict[Role, frozenset[Deed]] = {
    Role.OWNER: frozenset(Deed),
    Role.EDITOR: frozenset({Deed.VIEW, Deed.EDIT, Deed.PUBLISH, Deed.ANSWER}),
    Role.VIEWER: frozenset({Deed.VIEW}),
}


def may(role: Role, deed: Deed) -> bool:
    """
    >>> may(Role.EDITOR, Deed.PUBLISH), may(Role.EDITOR, Deed.REGRADE)
    (True, False)
    """
    return deed in MAY[role]
