"""What a learner is shown to work on, and how what comes back is read.

A board is all that a template gets: rendered texts, tokens and the learner's own input. It has no field in
which a key, a reason or a trap could travel. The form fields are the same with and without scripts:

- ordering: `place-<token>` for each piece of the pool, "" for not used or a place from 1 on;
- matching: `pair-<token of a prompt>`, "" or the token of a response;
- choice: `option`, the token of an option, repeated where several are to be chosen.

A field that is missing means not used. A form that no learner could have meant is refused with a sentence
that says what to do (MalformedResponse), and its input is kept (`refill`). What is only partly filled is a
response like any other: it is graded.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from quizzes.deal import Deal, UnknownToken
from quizzes.engines import Given, Matching, Ordering, Question

Post = Mapping[str, Sequence[str]]
"""A posted form: every value of every field, as `dict(request.POST.lists())` gives it."""

PLACE, PAIR, OPTION = "place-", "pair-", "option"

ELSEWHERE: Final = "This form belongs to another question. Load the page again and answer what it shows."
TWICE: Final = "One row was sent with two values. Give each row one value."
ONE_ONLY: Final = "Choose one option only."
NUMBER: Final = re.compile(r"[1-9][0-9]{0,2}", re.ASCII)


class MalformedResponse(ValueError):
    """A posted form that is no response. `message` is for the learner, `fields` are the names at fault."""

    def __init__(self, message: str, fields: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.fields = tuple(fields)


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing shown. `field` is its name in the form; `value` is what the learner last gave it.

    `value` is a place ("1"), the token of a response, or for an option its own token when it is chosen.
    """

    token: str
    html: str
    field: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class OrderingBoard:
    """Numbered empty places, and a pool in which items and distractors are alike."""

    prompt_html: str
    places: int
    pool: tuple[Piece, ...]
    kind: str = "ordering"


@dataclass(frozen=True, slots=True)
class MatchingBoard:
    """Prompts, each with a menu of the responses."""

    prompt_html: str
    prompts: tuple[Piece, ...]
    responses: tuple[Piece, ...]
    reuse: bool
    kind: str = "matching"


@dataclass(frozen=True, slots=True)
class ChoiceBoard:
    """Options, and how many of them to choose."""

    prompt_html: str
    options: tuple[Piece, ...]
    several: bool
    wanted: int
    kind: str = "choice"


Board = OrderingBoard | MatchingBoard | ChoiceBoard


def board(question: Question, deal: Deal, html: Mapping[str, Any], given: Given = ()) -> Board:
    """The board of a question, empty or with a response on it (a draft, or what was answered).

    `html` is what quizzes.rendering made of this question: `prompt`, and `inline`, which gives each short
    text by its Markdown. Nothing else of it is looked at.
    """
    prompt, inline, shown = html["prompt"], html["inline"], question.shown()
    pieces = {
        group: tuple(_piece(group, deal.token(group, key), inline[shown[group][key]]) for key in order)
        for group, order in deal.order.items()
    }
    empty: Board
    if isinstance(question, Ordering):
        empty = OrderingBoard(prompt, len(question.items), pieces["pool"])
    elif isinstance(question, Matching):
        empty = MatchingBoard(prompt, pieces["prompts"], pieces["responses"], question.reuse)
    else:
        empty = ChoiceBoard(prompt, pieces["options"], question.several, question.wanted)
    return refill(empty, as_post(question, deal, given)) if given else empty


def refill(empty: Board, post: Post) -> Board:
    """The board with a posted form on it, as far as it makes sense: nobody does their work twice."""
    if isinstance(empty, OrderingBoard):
        places = {str(place) for place in range(1, empty.places + 1)}
        return replace(empty, pool=_filled(empty.pool, post, places))
    if isinstance(empty, MatchingBoard):
        tokens = {piece.token for piece in empty.responses}
        return replace(empty, prompts=_filled(empty.prompts, post, tokens))
    chosen = post.get(OPTION, ())
    options = (replace(piece, value=piece.token if piece.token in chosen else "") for piece in empty.options)
    return replace(empty, options=tuple(options))


def as_post(question: Question, deal: Deal, given: Given) -> dict[str, list[str]]:
    """The form that `read_response` reads as `given`."""
    if isinstance(given, Mapping):
        return {
            PAIR + deal.token("prompts", prompt): [deal.token("responses", response)]
            for prompt, response in given.items()
        }
    if isinstance(question, Ordering):
        return {PLACE + deal.token("pool", key): [str(place)] for place, key in enumerate(given, start=1)}
    return {OPTION: [deal.token("options", key) for key in given]} if given else {}


def read_response(question: Question, deal: Deal, post: Post) -> Given:
    """The response a form holds, in ids; empty when it is blank. Raises MalformedResponse.

    Fields that belong to no board (the CSRF token, a button) are passed over.
    """
    own = {Ordering: PLACE, Matching: PAIR}.get(type(question), OPTION)
    fields = {name: values for name, values in post.items() if _is_ours(name)}
    strange = [name for name in fields if not _belongs(name, own)]
    if strange:
        raise MalformedResponse(ELSEWHERE, strange)
    try:
        if isinstance(question, Ordering):
            return _read_places(len(question.items), deal, fields)
        if isinstance(question, Matching):
            return _read_pairs(deal, fields)
        return _read_options(question.several, deal, fields)
    except UnknownToken:
        raise MalformedResponse(ELSEWHERE, tuple(fields)) from None


def _piece(group: str, token: str, html: str) -> Piece:
    field = {"pool": PLACE + token, "prompts": PAIR + token, "options": OPTION}.get(group, "")
    return Piece(token, html, field)


def _filled(pieces: tuple[Piece, ...], post: Post, allowed: set[str]) -> tuple[Piece, ...]:
    def value(piece: Piece) -> str:
        last = (post.get(piece.field) or [""])[-1]
        return last if last in allowed else ""

    return tuple(replace(piece, value=value(piece)) for piece in pieces)


def _is_ours(name: str) -> bool:
    return name == OPTION or name.startswith((PLACE, PAIR))


def _belongs(name: str, own: str) -> bool:
    return name == OPTION if own == OPTION else name.startswith(own)


def _read_places(places: int, deal: Deal, fields: Post) -> tuple[str, ...]:
    """The placed ids, first to last. Places at the end may stay empty, places between may not."""
    fields_at: dict[int, str] = {}
    placed: dict[int, str] = {}
    for name, value in _single(fields).items():
        key = deal.id("pool", name.removeprefix(PLACE))
        if not value:
            continue
        place = int(value) if NUMBER.fullmatch(value) else 0
        if not 1 <= place <= places:
            raise MalformedResponse(f"A place is a number from 1 to {places}, or not used.", [name])
        if place in placed:
            message = f"Two items share place {place}. Give each item its own place."
            raise MalformedResponse(message, [fields_at[place], name])
        placed[place], fields_at[place] = key, name
    for wanted, used in enumerate(sorted(placed), start=1):
        if wanted != used:
            message = f"Place {wanted} is empty, but place {used} is used. Fill the places without a gap."
            raise MalformedResponse(message, [fields_at[used]])
    return tuple(placed[place] for place in sorted(placed))


def _read_pairs(deal: Deal, fields: Post) -> dict[str, str]:
    """Response ids by prompt id, as far as prompts have one."""
    pairs: dict[str, str] = {}
    for name, value in _single(fields).items():
        prompt = deal.id("prompts", name.removeprefix(PAIR))
        if value:
            pairs[prompt] = deal.id("responses", value)
    return pairs


def _read_options(several: bool, deal: Deal, fields: Post) -> tuple[str, ...]:
    """The chosen ids, in the order in which they are shown."""
    tokens = [token for token in fields.get(OPTION, ()) if token]
    chosen = deal.ids("options", tokens)
    if max(Counter(chosen).values(), default=0) > 1:
        raise MalformedResponse(TWICE, [OPTION])
    if len(chosen) > 1 and not several:
        raise MalformedResponse(ONE_ONLY, [OPTION])
    return tuple(key for key in deal.order["options"] if key in chosen)


def _single(fields: Post) -> dict[str, str]:
    """One value for each field."""
    repeated = [name for name, values in fields.items() if len(values) > 1]
    if repeated:
        raise MalformedResponse(TWICE, repeated)
    return {name: values[0] if values else "" for name, values in fields.items()}
