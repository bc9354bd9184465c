"""Find for each prompt a response that fits it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from quizzes.engines.base import About, Finding, Reason, Unanswered, Verdict


class Unsolvable(ValueError):
    """No response can be right: for `prompts` no response is left that their pairs allow."""

    def __init__(self, prompts: tuple[str, ...]) -> None:
        super().__init__(f"no response is left for {', '.join(prompts)}")
        self.prompts = prompts


@dataclass(frozen=True, slots=True)
class Response:
    """What a prompt can be paired with; `why` and `trap` are told to who uses it wrongly."""

    text: str
    why: str = ""
    trap: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching(About):
    """Find for each prompt a response that fits it.

    `pairs` gives, for each prompt, the responses any one of which is right. Unless `reuse` is set no response
    serves two prompts. Prompts and responses are two namespaces of ids. `why` gives reasons per prompt.
    """

    kind: Literal["matching"] = "matching"
    prompts: Mapping[str, str]
    responses: Mapping[str, Response]
    pairs: Mapping[str, tuple[str, ...]]
    reuse: bool = False
    why: Mapping[str, Reason] = field(default_factory=dict)

    def shown(self) -> dict[str, dict[str, str]]:
        """What a board shows: texts by id, of the prompts and of the responses."""
        return {
            "prompts": dict(self.prompts),
            "responses": {key: response.text for key, response in self.responses.items()},
        }

    def right_texts(self) -> Iterator[str]:
        """The prompts, and what it is right to put with one."""
        yield from self.prompts.values()
        allowed = dict.fromkeys(key for pair in self.pairs.values() for key in pair)
        yield from (self.responses[key].text for key in allowed)

    def reasons(self) -> Iterator[Reason]:
        """Every reason that a verdict may tell, whatever it is about."""
        yield from self.why.values()
        yield from (Reason(response.why, response.trap) for response in self.responses.values())

    def is_blank(self, response: Mapping[str, str]) -> bool:
        """No prompt has a response: unanswered, not wrong."""
        return not any(response.values())

    def grade(self, response: Mapping[str, str]) -> Verdict:
        """Right when every prompt has a response its pair allows and none serves twice (unless `reuse`).

        The response maps prompt ids to response ids; a prompt that is absent or "" has none. Any mapping of
        strings gets a verdict; a blank one raises Unanswered.
        """
        if self.is_blank(response):
            raise Unanswered
        return Verdict(
            (
                *(finding for prompt in self.prompts for finding in self._look_at(prompt, response)),
                *self._reused(response),
                *(Finding("foreign", prompt) for prompt in response if prompt not in self.prompts),
            )
        )

    def right_response(self) -> dict[str, str]:
        """One right response, in written order of the prompts. Raises Unsolvable where there is none."""
        if self.reuse:
            found = {prompt: allowed[0] for prompt, allowed in self.pairs.items() if allowed}
        else:
            found = _one_to_one(self.pairs)
        if not found.keys() >= self.prompts.keys():
            raise Unsolvable(tuple(prompt for prompt in self.prompts if prompt not in found))
        return {prompt: found[prompt] for prompt in self.prompts}

    def solvable(self) -> bool:
        """Some response is right: with `reuse: false` there must be enough responses to go round."""
        try:
            self.right_response()
        except Unsolvable:
            return False
        return True

    def _look_at(self, prompt: str, response: Mapping[str, str]) -> Iterator[Finding]:
        """What speaks against the response of one prompt."""
        reason = self.why.get(prompt, Reason())
        given = response.get(prompt, "")
        if not given:
            yield Finding("unpaired", prompt, why=reason.why)
        elif given not in self.responses:
            yield Finding("foreign", given)
        elif given not in self.pairs[prompt]:
            used = self.responses[given]
            yield Finding("wrong-pair", prompt, given, used.why, used.trap, also=reason)

    def _reused(self, response: Mapping[str, str]) -> Iterator[Finding]:
        if not self.reuse:
            times = Counter(given for prompt, given in response.items() if prompt in self.prompts)
            yield from (Finding("reused", given) for given in self.responses if times[given] > 1)


def _one_to_one(pairs: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """A largest set of pairs in which no response serves twice (Kuhn's augmenting paths).

    Each prompt in turn takes a response, and whoever holds it looks for another one.
    """
    holder: dict[str, str] = {}  # response -> prompt

    def settle(prompt: str, tried: set[str]) -> bool:
        for response in pairs[prompt]:
            if response not in tried:
                tried.add(response)
                if response not in holder or settle(holder[response], tried):
                    holder[response] = prompt
                    return True
        return False

    for prompt in pairs:
        settle(prompt, set())
    return {prompt: response for response, prompt in holder.items()}
