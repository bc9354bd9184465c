"""Questions of ours as another system could ask them, and what it could not."""

from __future__ import annotations

from collections.abc import Iterator

from kit.wording import listed
from quizzes.engines import Case, Choice, Matching, Ordering, Question
from quizzes.formats.bank import Bank
from quizzes.formats.foreign.found import Answer, Body, Found, Match, Note, Order, Pair, Pick, Text
from quizzes.formats.foreign.tags import tags_of


def carried(bank: Bank) -> Iterator[Found]:
    """Every question that can be asked elsewhere, those of cases too; `ident` is its key."""
    for written in bank.questions:
        if isinstance(written, Case):
            for part, question in enumerate(written.asked, 1):
                yield _found(question, bank, written, part)
        else:
            yield _found(written, bank)


def lost_of_bank(bank: Bank) -> Iterator[Note]:
    """What is said of the bank itself and stays behind."""
    if bank.license:
        yield Note(f"the licence, {bank.license}")
    if bank.language != "en":
        yield Note(f"the language, {bank.language}")


def _found(question: Question, bank: Bank, case: Case | None = None, part: int = 0) -> Found:
    notes = list(_left_behind(question))
    prompt = question.prompt
    if case is not None:
        prompt = f"{case.scenario.strip()}\n\n{prompt}"
        notes.append(
            f"that it is question {part} of the case {case.key}; the scenario stands above its prompt"
        )
        if part == len(case.questions) and case.explain:
            notes.append(f"the explanation of the case {case.key}")
    return Found(
        body=_body(question),
        prompt=_text(prompt),
        explain=_text(question.explain),
        title=question.key,
        ident=question.key,
        tags=tuple(tags_of(question)),
        category=(bank.title,),
        notes=tuple(map(Note, notes)),
    )


def _body(question: Question) -> Body:
    match question:
        case Choice():
            return _pick(question)
        case Matching():
            return _match(question)
        case Ordering():
            return _order(question)


def _pick(question: Choice) -> Pick:
    credit = 100 / question.wanted
    answers = tuple(
        Answer(_text(o.text), credit if o.correct else 0, _text(o.why) if o.why else None)
        for o in question.options.values()
    )
    return Pick(answers, single=not question.several, shuffled=set(question.pin) != set(question.options))


def _match(question: Matching) -> Match:
    right = question.right_response()
    used = set(right.values())
    return Match(
        (
            *(Pair(_text(question.prompts[p]), _text(question.responses[r].text)) for p, r in right.items()),
            *(
                Pair(None, _text(piece.text))
                for name, piece in question.responses.items()
                if name not in used
            ),
        )
    )


def _order(question: Ordering) -> Order:
    why = {name: question.why[name].why for name in question.why} if question.order else {}
    return Order(
        tuple(
            Answer(_text(question.items[name]), number, _text(why[name]) if why.get(name) else None)
            for number, name in enumerate(question.right_response(), 1)
        )
    )


def _left_behind(question: Question) -> Iterator[str]:
    """What no other format says."""
    match question:
        case Ordering():
            yield from _left_of_ordering(question)
        case Matching():
            yield from _left_of_matching(question)
        case Choice():
            if question.pin and set(question.pin) != set(question.options):
                yield f"that {listed(question.pin)} keep their places while the others are shuffled"
    if any(reason.trap for reason in question.reasons()):
        yield "the traps that its reasons name"
    if question.source:
        yield "its sources"
    if question.examples:
        yield "its examples"


def _left_of_ordering(question: Ordering) -> Iterator[str]:
    orders = question.right_orders()
    if orders != 1:
        many = f"{orders:,}" if orders is not None else "many"
        yield f"that {many} orders are right: one of them is carried, and the others will be marked wrong"
    if question.distractors:
        yield f"its distractors {listed(piece.text for piece in question.distractors.values())}"
    if any(reason.why for needs in question.needs.values() for reason in needs.values()):
        yield "the reasons of its needs"


def _left_of_matching(question: Matching) -> Iterator[str]:
    several = [question.prompts[prompt] for prompt, allowed in question.pairs.items() if len(allowed) > 1]
    if several:
        yield f"that several responses are right for {listed(several)}: one of them is carried"
    if any(reason.why for reason in question.why.values()):
        yield "the reasons of its pairs"
    if any(response.why for response in question.responses.values()):
        yield "what its responses say to who uses them wrongly"
    used = list(question.right_response().values())
    if question.reuse and len(set(used)) == len(used):
        yield "that a response may serve twice"


def _text(text: str) -> Text:
    return Text(text, "markdown")
