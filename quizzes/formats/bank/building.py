"""From the written form to the engines: what is short in the file gets its full shape."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from quizzes.engines import Choice, Matching, Ordering, Question
from quizzes.engines.base import Example, Reason, Source
from quizzes.engines.case import Case
from quizzes.engines.choice import Option
from quizzes.engines.matching import Response
from quizzes.engines.ordering import Distractor
from quizzes.formats.bank import forms, parts


def question_from_data(data: Mapping[str, Any]) -> Question:
    """The question that `question_data` gave `data` of. Raises ValidationError for other data."""
    return question_of(forms.QUESTION_FORMS[data["kind"]].model_validate(data))


def question_of(form: forms.QuestionForm) -> Question:
    about = {
        "key": form.key,
        "prompt": form.prompt,
        "explain": form.explain,
        "traps": form.traps,
        "difficulty": form.difficulty,
        "asks": form.asks,
        **_shared(form),
    }
    match form:
        case forms.OrderingForm():
            return _ordering(form, about)
        case forms.MatchingForm():
            return _matching(form, about)
        case forms.ChoiceForm():
            return _choice(form, about)
    raise AssertionError(form)  # pragma: no cover


def case_of(form: forms.CaseAsRead, questions: Iterable[Question]) -> Case:
    return Case(
        key=form.key,
        scenario=form.scenario,
        questions=tuple(questions),
        title=form.title or "",
        explain=form.explain or "",
        **_shared(form),
    )


def _ordering(form: forms.OrderingForm, about: dict[str, Any]) -> Ordering:
    return Ordering(
        **about,
        items=form.items,
        needs={after: _needs(needs) for after, needs in (form.needs or {}).items()},
        order=form.order or (),
        why=_reasons(form.why),
        distractors={key: Distractor(*_piece(piece)) for key, piece in form.distractors.items()},
        orders=form.orders,
        examples=tuple(Example(example.response, example.correct) for example in form.examples),
    )


def _matching(form: forms.MatchingForm, about: dict[str, Any]) -> Matching:
    return Matching(
        **about,
        prompts=form.prompts,
        responses={key: Response(*_piece(piece)) for key, piece in form.responses.items()},
        pairs={key: (pair,) if isinstance(pair, str) else pair for key, pair in form.pairs.items()},
        reuse=form.reuse,
        why=_reasons(form.why),
        examples=tuple(Example(example.response, example.correct) for example in form.examples),
    )


def _choice(form: forms.ChoiceForm, about: dict[str, Any]) -> Choice:
    return Choice(
        **about,
        options={key: _option(option) for key, option in form.options.items()},
        pin=form.pin,
        examples=tuple(Example(example.response, example.correct) for example in form.examples),
    )


def _shared(form: forms.QuestionForm | forms.CaseAsRead) -> dict[str, Any]:
    """What a case has as well, and hands down to its questions."""
    written = (form.source,) if isinstance(form.source, parts.SourceForm) else form.source
    source = tuple(Source(s.url, s.checked, s.title or "", s.note or "") for s in written)
    return {"topics": form.topics, "exams": form.exams, "reread": form.reread, "source": source}


def _needs(written: tuple[str, ...] | dict[str, Any]) -> dict[str, Reason]:
    return _reasons(written) if isinstance(written, dict) else {before: Reason() for before in written}


def _reasons(written: Mapping[str, str | parts.ReasonForm]) -> dict[str, Reason]:
    return {
        key: Reason(reason) if isinstance(reason, str) else Reason(reason.why or "", reason.trap or "")
        for key, reason in written.items()
    }


def _piece(written: str | parts.PieceForm) -> tuple[str, str, str]:
    return (
        (written, "", "")
        if isinstance(written, str)
        else (written.text, written.why or "", written.trap or "")
    )


def _option(written: str | parts.OptionForm) -> Option:
    if isinstance(written, str):
        return Option(written)
    return Option(written.text, written.correct, written.why or "", written.trap or "")
