"""What a learner asks for, read from a form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from quizzes.engines import KINDS
from quizzes.queries import Offer
from quizzes.services.practice import LENGTHS, Wish

KIND_NAMES = {
    "ordering": "Ordering",
    "matching": "Matching",
    "choice": "Choice",
    "case": "Case",
}

NOT_OFFERED = "Choose one of what is offered here."
GROWN_OLD = "This page had grown old. It is fresh now: press the button again."


class StartKeyForm(forms.Form):
    """A start that has a name: sent twice, it starts once."""

    start_key = forms.RegexField(r"^[A-Za-z0-9_-]{22}$", widget=forms.HiddenInput)

    def renew(self, start_key: str) -> None:
        """Give a form that came with an unusable name a good one, so that sending it again works."""
        data = cast(QueryDict, self.data).copy()
        data["start_key"] = start_key
        self.data = cast(MultiValueDict[str, Any], data)
        self.errors.pop("start_key", None)
        self.add_error(None, GROWN_OLD)


class KindsField(forms.MultipleChoiceField):
    """Kinds of question. A form that does not ask means all; one that asks sends an empty one besides."""

    widget = forms.CheckboxSelectMultiple

    def to_python(self, value: object) -> list[str]:
        sent = super().to_python(value)
        kinds = [kind for kind in sent if kind]
        if sent and not kinds:
            raise forms.ValidationError("Choose at least one kind.")
        return kinds


class WishForm(StartKeyForm):
    """Topic, kinds and length of a practice sitting; a step or a trap where one was come from."""

    topic = forms.ChoiceField(required=False, widget=forms.RadioSelect, label="Topic")
    kinds = KindsField(
        choices=[(kind, KIND_NAMES[kind]) for kind in KINDS],
        required=False,
        label="Kinds",
        help_text="A case is one situation with several questions, asked together.",
    )
    length = forms.TypedChoiceField(
        choices=[(n, f"{n} questions") for n in LENGTHS], coerce=int, widget=forms.RadioSelect, label="Length"
    )

    fresh = forms.ChoiceField(
        choices=[("none", "Written questions"), ("some", "Half of each"), ("only", "Fresh variants")],
        required=False,
        widget=forms.RadioSelect,
        label="Where from",
        help_text="Fresh variants are made from the lessons: others each time, none that you had lately.",
    )
    step = forms.SlugField(required=False, max_length=64, widget=forms.HiddenInput)
    trap = forms.SlugField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: object, offers: Sequence[Offer], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for name in ("topic", "kinds", "length", "fresh"):
            self.fields[name].error_messages["invalid_choice"] = NOT_OFFERED
        topics = [("", "All topics"), *((offer.key, offer.title) for offer in offers)]
        self.fields["topic"].choices = topics  # type: ignore[attr-defined]

    def subject(self) -> dict[str, str]:
        """The step and the trap that the learner came from, where what was sent could be one."""
        said = self.cleaned_data if self.is_bound else self.initial
        return {name: said.get(name) or "" for name in ("step", "trap")}

    def wish(self) -> Wish:
        """What was asked for; only after `is_valid`."""
        data = self.cleaned_data
        return Wish(
            topic=data["topic"],
            kinds=tuple(data["kinds"]),
            length=data["length"],
            step=data["step"],
            trap=data["trap"],
            fresh=data["fresh"] or "none",
        )
