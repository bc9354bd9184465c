"""What a learner reports, and what staff say to it, read from forms."""

from __future__ import annotations

from typing import Final

from django import forms

from quizzes.forms import NOT_OFFERED, StartKeyForm
from quizzes.models import ProblemReport

LEAST, MOST_LETTERS, LONGEST_ANSWER = 10, 500, 2000
UNSAID: Final = "Say in a sentence what is the matter, so that somebody can look for it."
CHOOSE: Final = "Choose what it is about."


class Sentence(forms.CharField):
    """A few words of a person, in one line or several. A box of them may hold no NUL: databases refuse it."""

    def __init__(self, *, least: int, most: int, **kwargs: object) -> None:
        super().__init__(min_length=least, max_length=most, widget=forms.Textarea, **kwargs)  # type: ignore[arg-type]
        short = f"Say a little more: at least {least} characters."
        long = f"That is too long: at most {most:,} characters. Keep what is needed to find it."
        self.error_messages |= {"min_length": short, "max_length": long}
        for name in ("minlength", "maxlength"):
            self.widget.attrs.pop(name, None)  # told in words, and counted with single ends of lines

    def to_python(self, value: object) -> str:
        return str(super().to_python(value) or "").replace("\r\n", "\n")


class ReportForm(StartKeyForm):
    """What the problem is about, and one sentence. The key names the form: sent twice it is one report."""

    about = forms.ChoiceField(
        choices=ProblemReport.About.choices,
        widget=forms.RadioSelect,
        label="What is wrong?",
        error_messages={"required": CHOOSE, "invalid_choice": NOT_OFFERED},
    )
    sentence = Sentence(
        least=LEAST,
        most=MOST_LETTERS,
        label="In a sentence",
        help_text=f"What you expected, and why. From {LEAST} to {MOST_LETTERS} characters.",
        error_messages={"required": UNSAID},
    )


class AnswerForm(forms.Form):
    """What staff find, in a word and in a few sentences. `replaces` names the answer that was on the page."""

    ruling = forms.ChoiceField(
        choices=ProblemReport.Ruling.choices,
        widget=forms.RadioSelect,
        label="What is the case",
        error_messages={"required": "Choose what is the case.", "invalid_choice": NOT_OFFERED},
    )
    words = Sentence(
        least=LEAST,
        most=LONGEST_ANSWER,
        label="Answer",
        help_text="The learner reads it: what was found, and what becomes of the question.",
        error_messages={"required": "Say it in words: a choice alone answers nobody."},
    )
    replaces = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
