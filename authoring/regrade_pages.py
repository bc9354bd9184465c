"""What the page of a regrade shows: the wordings there are, and what judging one by another would change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from quizzes.engines import Given
from quizzes.exporting import in_words
from quizzes.models import Bank, QuestionVersion
from quizzes.regrade_preview import Preview, preview
from quizzes.regraded import pieces_of
from quizzes.regrading import OBSTACLES

VOID = "void"


class ChooseForm(forms.Form):
    """Which wording's answers are judged, and by what."""

    of = forms.TypedChoiceField(label="Judge the answers to", coerce=int)
    by = forms.ChoiceField(label="By")

    def __init__(self, data: QueryDict | None, wordings: Sequence[QuestionVersion]) -> None:
        now = wordings[-1]
        was = wordings[-2] if len(wordings) > 1 else now
        super().__init__(data, initial={"of": was.number, "by": now.number if was != now else VOID})
        named = [(v.number, f"wording {v.number}, of {v.created_at:%-d %B %Y}") for v in reversed(wordings)]
        self.fields["of"].choices = named  # type: ignore[attr-defined]
        keys = [(str(number), f"the key of {name}") for number, name in named]
        self.fields["by"].choices = [*keys, (VOID, "nothing: they count for nobody")]  # type: ignore[attr-defined]


class ApplyForm(forms.Form):
    """A sentence for the learners, and the preview that was shown."""

    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)
    note = forms.CharField(
        max_length=300,
        label="Why, in one sentence",
        help_text="Every learner whose answer is judged anew reads it, beside both verdicts.",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": "Say why, in one sentence: learners read it.",
            "max_length": "That is too long: at most 300 characters.",
        },
    )

    def clean_note(self) -> str:
        return " ".join(str(self.cleaned_data["note"]).split())


@dataclass(frozen=True)
class Wording:
    """One wording: its prompt and pieces as HTML, and what is right in it, in words."""

    version: QuestionVersion

    @property
    def prompt(self) -> str:
        return str(self.version.html["prompt"])

    @property
    def pieces(self) -> list[tuple[str, list[str]]]:
        return pieces_of(self.version)

    @property
    def right(self) -> str:
        return said(self.version, self.version.asked.right_response())


@dataclass(frozen=True)
class Shown:
    """A preview as the page shows it."""

    version: QuestionVersion
    judge: QuestionVersion | None
    found: Preview

    @property
    def rows(self) -> list[tuple[str, int]]:
        """Each change of a verdict, and how many attempts it is of."""
        changed = sorted((pair, n) for pair, n in self.found.moves.items() if pair[0] != pair[1])
        return [(f"{was} becomes {now}", n) for (was, now), n in changed]

    @property
    def kept(self) -> list[tuple[str, int]]:
        return [(OBSTACLES[why], n) for why, n in sorted(self.found.kept.items())]

    @property
    def examples(self) -> list[tuple[str, int, str, str]]:
        return [(said(self.version, _given(e.given)), e.times, e.was, e.now) for e in self.found.examples]

    @property
    def wordings(self) -> list[tuple[str, Wording]]:
        if self.judge is None or self.judge == self.version:
            return [("The wording that was asked", Wording(self.version))]
        return [
            ("The wording that was asked", Wording(self.version)),
            ("The wording that judges", Wording(self.judge)),
        ]


def wordings(bank: Bank | None, key: str) -> list[QuestionVersion]:
    """Every wording of a question of a bank, in their order. One query."""
    named = {"question__bank": bank, "question__key": key}
    found = QuestionVersion.objects.filter(**named) if bank is not None else QuestionVersion.objects.none()
    return list(found.select_related("question", "regrade__judged_by").order_by("number"))


def chosen(
    form: ChooseForm, wordings: Sequence[QuestionVersion]
) -> tuple[QuestionVersion, QuestionVersion | None]:
    """What a form that is valid names."""
    by_number = {version.number: version for version in wordings}
    by = form.cleaned_data["by"]
    return by_number[form.cleaned_data["of"]], None if by == VOID else by_number[int(by)]


def shown(version: QuestionVersion, judge: QuestionVersion | None, found: Preview | None = None) -> Shown:
    return Shown(version, judge, found or preview(version, judge))


def said(version: QuestionVersion, given: Given) -> str:
    """A response in the words of its question, on one line."""
    told = in_words(version.asked, given)
    if isinstance(told, dict):
        return "; ".join(f"{prompt} = {text}" for prompt, text in told.items())
    return ", then ".join(told) if version.asked.kind == "ordering" else "; ".join(told)


def _given(kept: Any) -> Given:
    return kept if isinstance(kept, dict) else tuple(kept)
