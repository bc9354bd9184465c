"""The key that an installation makes for itself at its first start. The settings use it: no Django here."""

from __future__ import annotations

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from studyapp.environment import BadSetting

NAME = "secret-key"


def kept_secret(folder: Path) -> str:
    """The key kept in this folder, made if there is none yet, readable by its owner alone.

    Raises BadSetting for an empty file: a new key would sign everybody out, and that is not ours to decide.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / NAME
    if not path.exists():
        _keep(path, secrets.token_urlsafe(64))
    if secret := path.read_text().strip():
        return secret
    raise BadSetting(
        f"{path} is empty. Put the key back from a copy of it, or remove the file for a new key."
    )


def _keep(path: Path, secret: str) -> None:
    """Write it whole, then give it its name: nobody reads half a key, and of two first starts one wins."""
    handle, part = tempfile.mkstemp(prefix=f".{NAME}-", dir=path.parent)  # for its owner alone
    try:
        with os.fdopen(handle, "w") as file:
            file.write(secret)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(part, path)
    finally:
        Path(part).unlink()
