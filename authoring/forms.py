"""What authors send, read from their forms."""

from __future__ import annotations

import secrets
from functools import partial
from typing import Any, Final, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.timezone import now

from accounts.models import User
from authoring.queries import copyable
from authoring.receiving import ENDINGS, MOST_FILES, Received, Refused, called
from authoring.services import beginnings, checking, drafts, receiving
from authoring.texts import Unusable, cleaned
from kit.yamltext import MAX_BYTES
from quizzes.models import BankVersion

BUSY = "Another long file is being read just now. Send it again in a moment."
GROWN_OLD = "This page had grown old. It is fresh now: press the button again."


def new_form_key() -> str:
    """A name for a form that begins a draft: sent twice, it begins it once."""
    return secrets.token_urlsafe(32)


class BankTextField(forms.CharField):
    """The text of a bank as an author wrote it: nothing is stripped, and every line ends with LF."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)

    def to_python(self, value: object) -> str:
        try:
            return cleaned(super().to_python(value) or "")
        except Unusable as reason:
            raise forms.ValidationError(str(reason)) from None


class BeginningForm(forms.Form):
    """A form that begins a draft, or several, and has a name: `texts` is what they begin with."""

    way = ""
    form_key = forms.RegexField(r"^[A-Za-z0-9_-]{43}$", widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, files: Any = None) -> None:
        super().__init__(data, files, initial={"form_key": new_form_key()}, auto_id=f"{self.way}_%s")

    def texts(self) -> tuple[Received, ...]:
        """Only of a form that is valid."""
        raise NotImplementedError

    def renew(self) -> None:
        """Give a form that came with an unusable name a good one, so that sending it again works."""
        data = cast(QueryDict, self.data).copy()
        data["form_key"] = new_form_key()
        self.data = cast(MultiValueDict[str, Any], data)
        self.errors.pop("form_key", None)
        self.add_error(None, GROWN_OLD)


class OwnTextForm(BeginningForm):
    """A text that somebody has: as a file, in a zip with others, or pasted."""

    way = "own"
    received: tuple[Received, ...] = ()

    file = forms.FileField(
        required=False,
        label="A file, or a zip of several",
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
        error_messages={
            "empty": "The file is empty. Choose the file of a bank.",
            "max_length": "The name of the file is too long. Give it a shorter one.",
            "invalid": "The file did not come along. Choose it again.",
        },
        max_length=255,
    )
    text = BankTextField(required=False, label="Or its text, pasted")

    def clean_file(self) -> UploadedFile[bytes] | None:
        file: UploadedFile[bytes] | None = self.cleaned_data.get("file")
        if file is not None:
            try:
                raw, today = file.read(MAX_BYTES + 1), now().date()
                self.received = receiving.receive(name=str(file.name), raw=raw, today=today)
            except Refused as reason:
                raise forms.ValidationError(str(reason)) from None
            except checking.Busy:
                raise forms.ValidationError(BUSY) from None
        return file

    def clean(self) -> dict[str, Any]:
        pasted = bool(self.cleaned_data.get("text", "").strip())
        if self.received and pasted:
            self.add_error(None, "You chose a file and pasted a text. Send one of them, and clear the other.")
        elif not self.errors and not self.received and not pasted:
            self.add_error(None, "Choose a file, or paste the text of a bank, first.")
        return self.cleaned_data

    @property
    def asks_first(self) -> bool:
        """Whether some of it came in another format: what became of that is shown before it is kept."""
        return any(each.is_foreign for each in self.received)

    def texts(self) -> tuple[Received, ...]:
        return self.received or (Received(drafts.UNTITLED, self.cleaned_data["text"]),)


class ReceivedForm(BeginningForm):
    """What was shown of a file in another format, sent back to be kept: as many texts as names."""

    way = "received"

    def clean(self) -> dict[str, Any]:
        data = cast(QueryDict, self.data)
        texts, names = data.getlist("text"), data.getlist("called")
        try:
            if not texts or len(texts) != len(names) or len(texts) > MOST_FILES:
                raise Unusable("This page had grown old. Send the file again.")
            pairs = zip(names, texts, strict=True)
            self.received = tuple(Received(called(name), cleaned(text)) for name, text in pairs)
        except Unusable as reason:
            self.add_error(None, str(reason))
        return self.cleaned_data

    def texts(self) -> tuple[Received, ...]:
        return self.received


class TemplateForm(BeginningForm):
    """Nothing to say: it begins with a small bank that has one question of each kind."""

    way = "template"

    def texts(self) -> tuple[Received, ...]:
        return (Received(drafts.UNTITLED, beginnings.starter()),)


class CopyForm(BeginningForm):
    """An existing bank to begin from."""

    way = "copy"
    bank = forms.ChoiceField(
        label="Bank",
        error_messages={
            "required": "Choose a bank first.",
            "invalid_choice": "Choose one of the banks that are offered here.",
        },
    )

    def __init__(self, data: QueryDict | None = None, *, user: User) -> None:
        super().__init__(data)
        self.banks = {bank.slug: bank for bank in copyable(user)}
        choices = [(slug, f"{bank.title} ({slug})") for slug, bank in self.banks.items()]
        self.fields["bank"].choices = [("", "Choose one"), *choices]  # type: ignore[attr-defined]

    def clean_bank(self) -> str:
        try:
            self.text = beginnings.copy_of(self.banks[self.cleaned_data["bank"]])
        except BankVersion.DoesNotExist:
            raise forms.ValidationError("This bank is not there any more. Choose another one.") from None
        return str(self.cleaned_data["bank"])

    def texts(self) -> tuple[Received, ...]:
        return (Received(drafts.UNTITLED, self.text),)


REVISION = partial(forms.IntegerField, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)


class PublishForm(forms.Form):
    """What was shown when the button was pressed: the revision of the draft, and the version it goes over."""

    revision = REVISION()
    since = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)


class RestoreForm(forms.Form):
    """The revision whose text gives way. Where that was never published the author says that it may."""

    revision = REVISION()
    sure = forms.BooleanField(
        label="Set aside what I have written since, and bring this version back.",
        error_messages={"required": "Say first that what was written since may be set aside."},
    )

    def __init__(self, data: QueryDict | None = None, *, ahead: bool, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if not ahead:
            del self.fields["sure"]


class RulingForm(forms.Form):
    """What staff say of a bank that is to be public, or is: which version they saw, and why if not."""

    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    ruling = forms.ChoiceField(
        widget=forms.RadioSelect,
        label="What becomes of it",
        error_messages={"required": "Choose one.", "invalid_choice": "Choose one of these."},
    )
    sentence = forms.CharField(
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        label="Why, in a sentence",
        help_text="The authors read it. If it is not to be public, say what would have to change.",
        error_messages={"max_length": "That is too long: at most 500 characters."},
    )
    AGREE: Final = frozenset({"grant", "keep"})

    def __init__(self, data: QueryDict | None = None, *, public: bool, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        asked = [("grant", "It becomes public"), ("refuse", "It does not become public")]
        later = [("keep", "It stays public"), ("take-out", "It is taken out of the public banks")]
        self.fields["ruling"].choices = later if public else asked  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("ruling") not in self.AGREE and "ruling" in data and not data.get("sentence"):
            self.add_error("sentence", "Say why: a refusal without a reason helps nobody.")
        return data


class WriteForm(forms.Form):
    """The text of a draft, and the revision that was changed into it."""

    text = BankTextField(required=False, label="The bank")
    revision = REVISION()
