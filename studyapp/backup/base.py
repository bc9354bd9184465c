"""What goes wrong with copies, in words for the operator."""

from __future__ import annotations


class BackupFailed(Exception):
    """The copy could not be made, or is not one to rely on."""


class InUse(BackupFailed):
    """Something else has the database open."""

    def __init__(self) -> None:
        super().__init__("The database is in use. Stop the server, then restore.")
