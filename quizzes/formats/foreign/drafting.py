"""From the questions of another system to a bank in our YAML, whatever is still wrong with them.

What can be carried becomes a question. What cannot stays in the text in a form that the check reports where
it stands: a kind that we do not have, no explanation, nothing marked as right. Nothing is dropped unsaid.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_lowercase
from typing import Any

from kit.wording import listed, one_line, quoted
from quizzes.formats.bank import Known
from quizzes.formats.foreign.credit import right_ones
from quizzes.formats.foreign.found import (
    Answer,
    Found,
    Loss,
    Match,
    Note,
    Order,
    Other,
    Pick,
    Place,
    Quiz,
    Text,
)
from quizzes.formats.foreign.names import SHORT, Names
from quizzes.formats.foreign.names import slug as slug_of
from quizzes.formats.foreign.tags import Subjects, subjects
from quizzes.formats.foreign.wording import said
from quizzes.formats.yamlout import emit


@dataclass(frozen=True, slots=True)
class Drafted:
    """Where a question stands: in the draft from this line on, and in the file that it came from."""

    line: int
    key: str
    place: Place


@dataclass(frozen=True, slots=True)
class Draft:
    """The bank as text, what it lost on the way, and where each of its questions came from."""

    text: str
    losses: tuple[Loss, ...]
    questions: tuple[Drafted, ...]


def draft(quiz: Quiz, *, file: str, slug: str, title: str, known: Known) -> Draft:
    """The draft of a bank. An empty `title` is made of the one category there is, or of the slug."""
    home = _home(quiz)
    losses = [Loss(file, *(note.place or (1, 1)), "", note.message) for note in quiz.notes]
    head: dict[str, Any] = {"bank": slug, "title": title or (home[-1] if home else slug)}
    if quiz.description is not None and (description := said(quiz.description, blocks=True)[0]):
        head["description"] = description
    text = emit(head) + ("questions:\n" if quiz.questions else "questions: []\n")
    parts, line, drafted = [text], text.count("\n"), []
    keys = Names()
    categories: set[tuple[str, ...]] = set()
    for found in quiz.questions:
        made = _Question(found, keys, known, home)
        if made.category is not None and found.category not in categories:
            categories.add(found.category)
            made.notes.append(made.category)
        losses += sorted(Loss(file, *(n.place or found.place), made.key, n.message) for n in made.notes)
        comments = "".join(f"  # {one_line(comment)}\n" for comment in made.comments)
        part = comments + emit({"questions": [made.data]}).partition("\n")[2]
        drafted.append(Drafted(line + 1, made.key, found.place))
        parts.append(part)
        line += part.count("\n")
    return Draft("".join(parts), tuple(losses), tuple(drafted))


def _home(quiz: Quiz) -> tuple[str, ...]:
    """The category of all questions, where they have but one: it is the bank's title rather than a topic."""
    categories = {found.category for found in quiz.questions}
    return next(iter(categories)) if len(categories) == 1 else ()


class _Question:
    """One question on its way: its key, its data as written, its comments and its notes."""

    def __init__(self, found: Found, keys: Names, known: Known, home: Sequence[str]) -> None:
        self.found = found
        self.notes = list(found.notes)
        self.prompt = self._said(found.prompt, blocks=True)
        self.key = keys.give(found.ident, found.title, slug_of(self.prompt, SHORT))
        about = subjects(found, known, home)
        self.notes += about.notes
        self.category = about.category
        self.comments = list(about.comments)
        self.data = self._data(about)

    def _data(self, about: Subjects) -> dict[str, Any]:
        explain = self._said(self.found.explain, blocks=True) if self.found.explain else ""
        match self.found.body:
            case Pick() as pick:
                kind, own = "choice", self._choice(pick)
            case Match() as match:
                kind, own = "matching", self._matching(match)
            case Order() as order:
                kind, own = "ordering", self._ordering(order)
            case Other() as other:
                kind, own = other.kind[:SHORT], self._other(other)
            case _:
                self.comments.append("could not be read as a question; its text is as it was")
                kind, own = "", {}
        return {
            **({"kind": kind} if kind else {}),
            "key": self.key,
            **({"prompt": self.prompt} if self.prompt else {}),
            **own,
            **({"explain": explain} if explain else {}),
            **about.fields,
        }

    def _choice(self, pick: Pick) -> dict[str, Any]:
        texts = self._texts(answer.text for answer in pick.answers)
        right, notes = right_ones(pick)
        self._note(*notes)
        ids = self._ids(texts)
        options = {
            name: _short("text", text=text, correct=correct, why=self._why(answer))
            for name, text, correct, answer in zip(ids, texts, right, pick.answers, strict=True)
        }
        return {"options": options, **({} if pick.shuffled else {"pin": list(options)})}

    def _matching(self, match: Match) -> dict[str, Any]:
        prompts, responses = Names(), Names()
        asked: dict[str, str] = {}
        offered: dict[str, str] = {}
        pairs: dict[str, str] = {}
        for pair in match.pairs:
            response = self._said(pair.response, blocks=False) if pair.response else ""
            if response and response not in offered:
                offered[response] = responses.give(response, ascii_lowercase[len(offered) % 26], most=SHORT)
            prompt = self._said(pair.prompt, blocks=False) if pair.prompt else ""
            if prompt:
                name = prompts.give(prompt, ascii_lowercase[len(asked) % 26], most=SHORT)
                asked[name] = prompt
                if response:
                    pairs[name] = offered[response]
        shared = len(set(pairs.values())) < len(pairs)
        return {
            "prompts": asked,
            "responses": {name: text for text, name in offered.items()},
            "pairs": pairs,
            **({"reuse": True} if shared else {}),
        }

    def _ordering(self, order: Order) -> dict[str, Any]:
        texts = self._texts(item.text for item in order.items)
        ids = self._ids(texts)
        why = {name: why for name, item in zip(ids, order.items, strict=True) if (why := self._why(item))}
        return {"items": dict(zip(ids, texts, strict=True)), "order": ids, **({"why": why} if why else {})}

    def _other(self, other: Other) -> dict[str, Any]:
        accepted = self._texts(other.accepted)
        has = f" Accepted were {listed(text.words for text in other.accepted)}." if accepted else ""
        self._note(
            f"{quoted(other.kind)} is a kind of question that we do not have.{has} Ask it as another one"
        )
        return {"accepted": accepted} if accepted else {}

    def _texts(self, texts: Iterable[Text]) -> list[str]:
        return [self._said(text, blocks=False) for text in texts]

    def _ids(self, texts: Iterable[str]) -> list[str]:
        names = Names()
        return [names.give(text, ascii_lowercase[i % 26], most=SHORT) for i, text in enumerate(texts)]

    def _why(self, answer: Answer) -> str:
        return self._said(answer.why, blocks=False) if answer.why else ""

    def _said(self, text: Text, *, blocks: bool) -> str:
        told, lost = said(text, blocks=blocks)
        self.notes += [Note(f"not carried over: {what}", text.place) for what in lost]
        return told

    def _note(self, *messages: str) -> None:
        self.notes += [Note(message) for message in messages]


def _short(field: str, **fields: Any) -> Any:
    given: Mapping[str, Any] = {name: value for name, value in fields.items() if value or name == field}
    return given[field] if list(given) == [field] else given
