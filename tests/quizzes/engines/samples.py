"""Small questions in few words, whose texts are their ids in capitals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from random import Random
from typing import Any

from quizzes.engines import Choice, Matching, Ordering
from quizzes.engines.base import Reason
from quizzes.engines.choice import Option
from quizzes.engines.matching import Response
from quizzes.engines.ordering import Distractor

ABOUT = {"key": "sample", "prompt": "What?", "explain": "So."}


def ordering(
    items: Iterable[str],
    needs: Mapping[str, Iterable[str]] = {},
    distractors: Iterable[str] = (),
    **more: Any,
) -> Ordering:
    """Every need and distractor has a reason and a trap that name it."""
    return Ordering(
        **ABOUT,
        items={item: item.upper() for item in items},
        needs={
            after: {
                before: Reason(f"{after} reads {before}", f"{after}-before-{before}") for before in wanted
            }
            for after, wanted in needs.items()
        },
        distractors={d: Distractor(d.upper(), f"no {d}", f"trap-{d}") for d in distractors},
        **more,
    )


def matching(pairs: Mapping[str, Iterable[str]], extra: Iterable[str] = (), **more: Any) -> Matching:
    """Prompts are the keys of `pairs`; responses are all that pairs name, and the extra ones."""
    responses = dict.fromkeys([*(r for allowed in pairs.values() for r in allowed), *extra])
    return Matching(
        **ABOUT,
        prompts={prompt: prompt.upper() for prompt in pairs},
        responses={r: Response(r.upper(), f"not {r}", f"trap-{r}") for r in responses},
        pairs={prompt: tuple(allowed) for prompt, allowed in pairs.items()},
        **more,
    )


def choice(right: Iterable[str], wrong: Iterable[str], **more: Any) -> Choice:
    """The right options stand before the wrong ones."""
    options = {key: Option(key.upper(), True, f"yes {key}") for key in right}
    options |= {key: Option(key.upper(), False, f"no {key}", f"trap-{key}") for key in wrong}
    return Choice(**ABOUT, options=options, **more)


def random_ordering(dice: Random, places: int, distractors: int) -> Ordering:
    """An ordering over a random graph, thin or thick; the written order of the items tells nothing."""
    items = [f"i{n}" for n in range(places)]
    hidden = dice.sample(items, places)
    density = dice.random()
    needs = {
        after: [before for before in hidden[:place] if dice.random() < density]
        for place, after in enumerate(hidden)
    }
    return ordering(
        items,
        {after: dice.sample(wanted, len(wanted)) for after, wanted in needs.items() if wanted},
        [f"d{n}" for n in range(distractors)],
    )


def random_matching(dice: Random) -> Matching:
    """Up to four prompts and five responses, some with alternatives, some that nothing can satisfy."""
    responses = [f"r{n}" for n in range(dice.randint(1, 5))]
    pairs = {
        f"p{n}": dice.sample(responses, dice.randint(1, min(2, len(responses))))
        for n in range(dice.randint(1, 4))
    }
    return matching(pairs, responses, reuse=dice.random() < 0.4)


def random_choice(dice: Random) -> Choice:
    right = [f"r{n}" for n in range(dice.randint(1, 4))]
    return choice(right, [f"w{n}" for n in range(dice.randint(1, 4))])
