"""What a learner asks for, read from a form."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html

from quizzes.engines import KINDS
from quizzes.exams import EXTRA_TIMES
from quizzes.queries import Offer
from quizzes.services.starting import LENGTHS, Wish
from quizzes.workload import LOAD, MOST

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


class ExamForm(StartKeyForm):
    """The start of a mock exam: how much time is given for it."""

    extra_time = forms.TypedChoiceField(
        choices=[(100, "No extra time"), *((more, f"{more} % of the time") for more in EXTRA_TIMES[1:])],
        coerce=int,
        initial=100,
        widget=forms.RadioSelect,
        label="Extra time",
        help_text="For an accommodation, or to practise calmly. Once the clock runs it cannot be changed.",
        error_messages={"invalid_choice": NOT_OFFERED},
    )

    def __init__(self, data: QueryDict | None, *, start_key: str) -> None:
        super().__init__(data, initial={"start_key": start_key})

    def named(self) -> str:
        """The key that this form, as it is shown, will start under."""
        return str(self["start_key"].value() or "")


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
        help_text="Fresh variants are made from the lessons: others each time, none that you had lately. "
        "Behind a topic stands about how many of all kinds one sitting has, where that is fewer than "
        f"{LENGTHS[-1]}; "
        "half of each fills up with written questions.",
    )
    step = forms.SlugField(required=False, max_length=64, widget=forms.HiddenInput)
    trap = forms.SlugField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: object, offers: Sequence[Offer], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for name in ("topic", "kinds", "length", "fresh"):
            self.fields[name].error_messages["invalid_choice"] = NOT_OFFERED
        topics = [("", "All topics"), *((offer.key, _with_supply(offer)) for offer in offers)]
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


MOST_AT_ONCE = 50
"""A bank with so many questions or fewer can be asked whole in one sitting."""


class BankForm(StartKeyForm):
    """Kinds and length of a sitting of one bank; only what it has is offered."""

    kinds = KindsField(required=False, label="Kinds", error_messages={"invalid_choice": NOT_OFFERED})
    length = forms.TypedChoiceField(
        coerce=int,
        widget=forms.RadioSelect,
        label="Length",
        error_messages={"invalid_choice": NOT_OFFERED, "required": NOT_OFFERED},
    )

    def __init__(
        self, data: QueryDict | None = None, *, kinds: Sequence[str], total: int, start_key: str = ""
    ) -> None:
        lengths = [(n, f"{n} questions") for n in LENGTHS if n < total]
        if total <= MOST_AT_ONCE:
            lengths.append((total, f"All {total} questions" if total > 1 else "The one question"))
        initial = {"start_key": start_key, "kinds": kinds, "length": lengths[min(1, len(lengths) - 1)][0]}
        super().__init__(data, initial=initial)
        self.fields["kinds"].choices = [(kind, KIND_NAMES[kind]) for kind in kinds]  # type: ignore[attr-defined]
        self.fields["length"].choices = lengths  # type: ignore[attr-defined]
        if len(kinds) == 1:
            del self.fields["kinds"]

    def wish(self, bank: str) -> Wish:
        """What was asked for; only after `is_valid`."""
        data = self.cleaned_data
        return Wish(kinds=tuple(data.get("kinds", ())), length=data["length"], bank=bank)


def _with_supply(offer: Offer) -> str:
    """A topic, and how many fresh variants it has, where a long sitting on it would run dry."""
    if offer.fresh is None or offer.fresh >= LENGTHS[-1]:
        return offer.title
    told = f"about {offer.fresh} fresh" if offer.fresh else "no fresh ones"
    return format_html("{} <small>{}</small>", offer.title, told)


FARTHEST = timedelta(days=365)
A_LOAD = f"Give a whole number from 1 to {MOST}."


class PlanForm(forms.Form):
    """The exam, its day, and how many questions a day. `today` bounds the day; none of them must be said."""

    exam = forms.ChoiceField(
        required=False,
        widget=forms.RadioSelect,
        label="Which exam",
        error_messages={"invalid_choice": NOT_OFFERED},
    )
    exam_on = forms.DateField(
        required=False,
        input_formats=["%Y-%m-%d"],
        label="On which day",
        help_text="Leave it empty while you do not know it.",
        error_messages={"invalid": "Write the day as year, month and day: 2026-12-01."},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    daily_load = forms.IntegerField(
        min_value=1,
        max_value=MOST,
        label="Questions a day",
        help_text=f"At most so many come up on a day, from 1 to {MOST}. What is left comes the next day.",
        initial=LOAD,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), A_LOAD),
    )

    def __init__(
        self, *args: object, today: date, exams: Sequence[tuple[str, str]], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.today = today
        self.fields["exam"].choices = [*exams, ("", "Not settled")]  # type: ignore[attr-defined]
        limits = {"min": today.isoformat(), "max": (today + FARTHEST).isoformat()}
        self.fields["exam_on"].widget.attrs.update(limits)
        for name in self.fields:
            if self.fields[name].help_text:
                self.fields[name].widget.attrs["aria-describedby"] = f"id_{name}-hint"

    def clean_exam_on(self) -> date | None:
        day: date | None = self.cleaned_data["exam_on"]
        if day is not None and day < self.today:
            raise forms.ValidationError("That day is past. Give today or a day that is to come.")
        if day is not None and day > self.today + FARTHEST:
            last = self.today + FARTHEST
            raise forms.ValidationError(f"That is more than a year away. Give a day until {last:%-d %B %Y}.")
        return day
