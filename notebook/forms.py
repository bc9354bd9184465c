"""What a learner writes."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from kit import hardness, prose


class NoteForm(forms.Form):
    """A private note, and the version of it that was on the page when it was begun; `most` characters."""

    note = forms.CharField(
        strip=False,
        error_messages={"required": "Write something first. To be rid of a note, delete it."},
    )
    version = forms.CharField(required=False)

    def __init__(self, *args: Any, most: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.most = most

    def clean_note(self) -> str:
        """As it was meant: browsers send two characters for each end of a line."""
        note: str = self.cleaned_data["note"].replace("\r\n", "\n").replace("\r", "\n").strip()
        if not note:
            raise forms.ValidationError(self.fields["note"].error_messages["required"])
        if len(note) > self.most:
            over = len(note) - self.most
            raise forms.ValidationError(
                f"The note has {len(note):,} characters and may have {self.most:,}. "
                f"Take {over:,} out, then save."
            )
        try:
            prose.block(note, limit=self.most)
        except hardness.ProseTooHard as problem:
            raise forms.ValidationError(f"The note could not be shown: {problem}.") from None
        return note

    def clean_version(self) -> int:
        """What is no version is none: at worst the learner is shown what is stored already."""
        version: str = self.cleaned_data["version"]
        return int(version) if re.fullmatch("[0-9]{1,9}", version) else 0

    def on_top_of(self, version: int) -> None:
        """Once both versions have been seen, saving again means it."""
        self.data = {**self.data.dict(), "version": str(version)}  # type: ignore[attr-defined]
