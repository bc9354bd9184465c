"""What is said of people, read from its forms."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.http import QueryDict

from authoring.models import Author
from authoring.roles import Role


class AskForm(forms.Form):
    """Somebody who is asked to be an author."""

    email = forms.EmailField(
        max_length=254,
        label="E-mail address",
        error_messages={"required": "Say whom: their e-mail address."},
    )
    role = forms.TypedChoiceField(
        label="They may",
        choices=[(Role.EDITOR.value, "write and publish"), (Role.VIEWER.value, "read")],
        coerce=Role,
        widget=forms.RadioSelect,
        initial=Role.EDITOR.value,
        error_messages={"required": "Choose what they may do.", "invalid_choice": "Choose what they may do."},
    )


class HandOverForm(forms.Form):
    """Another author, whose the bank becomes: an Author, once it is cleaned."""

    author = forms.ChoiceField(
        label="To",
        error_messages={"required": "Choose to whom.", "invalid_choice": "Choose one of its authors."},
    )
    sure = forms.BooleanField(
        label="I become an editor, and cannot take it back",
        error_messages={"required": "Tick the box first."},
    )

    def __init__(self, data: QueryDict | None = None, *, authors: Iterable[Author]) -> None:
        super().__init__(data, auto_id="heir_%s")
        self.authors = {str(author.pk): author for author in authors}
        choices = [(pk, str(author.user)) for pk, author in self.authors.items()]
        self.fields["author"].choices = [("", "Choose one"), *choices]  # type: ignore[attr-defined]

    def clean_author(self) -> Author:
        return self.authors[self.cleaned_data["author"]]
