"""From the engines to the one canonical written form: equal banks are written byte for byte alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from quizzes.engines import Choice, Matching, Ordering, Question, Written
from quizzes.engines.base import Example, Reason, Source
from quizzes.engines.case import Case
from quizzes.engines.matching import Response
from quizzes.engines.ordering import Distractor
from quizzes.formats.bank.model import Bank
from quizzes.formats.yamlout import emit


def write_bank(bank: Bank) -> str:
    """The bank as YAML. Reading it gives an equal bank, and writing that the same text."""
    data = {
        "bank": bank.slug,
        "title": bank.title,
        **_given(description=bank.description),
        "language": bank.language,
        **_given(license=bank.license),
        "questions": [written_data(question) for question in bank.questions],
    }
    return emit(data)


def question_data(question: Question) -> dict[str, Any]:
    """The question as plain data (dict, list, str, int, bool), in the order in which it is written."""
    return written_data(question)


def written_data(written: Written) -> dict[str, Any]:
    if isinstance(written, Case):
        return _case(written)
    return {
        "kind": written.kind,
        "key": written.key,
        "prompt": written.prompt,
        **_own(written),
        "explain": written.explain,
        **_given(
            topics=list(written.topics),
            traps=list(written.traps),
            exams=_exams(written.exams),
            difficulty=written.difficulty,
            asks=written.asks,
            reread=list(written.reread),
            source=_sources(written.source),
            examples=[_example(example) for example in written.examples],
        ),
    }


def _case(case: Case) -> dict[str, Any]:
    return {
        "kind": "case",
        "key": case.key,
        **_given(title=case.title),
        "scenario": case.scenario,
        **_given(
            explain=case.explain,
            topics=list(case.topics),
            exams=_exams(case.exams),
            reread=list(case.reread),
            source=_sources(case.source),
        ),
        "questions": [written_data(question) for question in case.questions],
    }


def _own(question: Question) -> dict[str, Any]:
    """The fields that only this kind has."""
    match question:
        case Ordering():
            return _ordering(question)
        case Matching():
            return _matching(question)
        case Choice():
            return _choice(question)


def _ordering(question: Ordering) -> dict[str, Any]:
    key = (
        {"order": list(question.order)}
        if question.order
        else {"needs": {after: _needs(reasons) for after, reasons in question.needs.items()}}
    )
    return {
        "items": dict(question.items),
        **key,
        **_given(
            why=_reasons(question.why),
            distractors={name: _piece(piece) for name, piece in question.distractors.items()},
            orders=question.orders,
        ),
    }


def _matching(question: Matching) -> dict[str, Any]:
    return {
        "prompts": dict(question.prompts),
        "responses": {name: _piece(piece) for name, piece in question.responses.items()},
        "pairs": {
            prompt: allowed[0] if len(allowed) == 1 else list(allowed)
            for prompt, allowed in question.pairs.items()
        },
        **_given(reuse=question.reuse, why=_reasons(question.why)),
    }


def _choice(question: Choice) -> dict[str, Any]:
    options = {
        name: _short({"text": o.text, **_given(correct=o.correct, why=o.why, trap=o.trap)}, "text")
        for name, o in question.options.items()
    }
    return {"options": options, **_given(pin=list(question.pin))}


def _needs(reasons: Mapping[str, Reason]) -> Any:
    return list(reasons) if not any(r.why or r.trap for r in reasons.values()) else _reasons(reasons)


def _reasons(reasons: Mapping[str, Reason]) -> dict[str, Any]:
    return {key: _short(_given(why=reason.why, trap=reason.trap), "why") for key, reason in reasons.items()}


def _piece(piece: Response | Distractor) -> Any:
    return _short({"text": piece.text, **_given(why=piece.why, trap=piece.trap)}, "text")


def _exams(exams: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    return {code: list(tasks) for code, tasks in exams.items()}


def _sources(sources: tuple[Source, ...]) -> Any:
    written = [{"url": s.url, "checked": s.checked, **_given(title=s.title, note=s.note)} for s in sources]
    return written[0] if len(written) == 1 else written


def _example(example: Example) -> dict[str, Any]:
    given = example.response
    response = dict(given) if isinstance(given, Mapping) else list(given)
    return {"response": response, "correct": example.correct}


def _given(**fields: Any) -> dict[str, Any]:
    """The fields that say something: not empty, not false, not None."""
    return {name: value for name, value in fields.items() if value}


def _short(mapping: dict[str, Any], field: str) -> Any:
    """The bare text where a mapping holds nothing else."""
    return mapping[field] if list(mapping) == [field] else mapping
