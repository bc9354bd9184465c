"""How many fresh variants a sitting on each topic has, so that the choice of a topic can tell it.

Nothing is drawn when a page is shown. It is measured when content is loaded: a few sittings of the largest
length are drawn on each topic, without proofs, which take most of the time and refuse nothing that ships. The
fewest of them is kept. Other seeds, and what a learner was asked lately, give a few more or fewer.
"""

from __future__ import annotations

import hashlib

from django.db import transaction

from quizzes.generators import SORTS, draw
from quizzes.generators.plan import Variant
from quizzes.generators.proving import Proofs
from quizzes.material import Stock, stock
from quizzes.models import Supply
from quizzes.services.starting import LENGTHS
from syllabus.models import Topic

SEEDS = ("one", "two", "three")


@transaction.atomic
def measure() -> int:
    """Measure what every current topic has, unless nothing has changed since. How many were measured."""
    have = stock()
    made_of = hashlib.sha256(repr((have.digest, [sort.name for sort in SORTS])).encode()).hexdigest()
    topics = list(Topic.objects.current())
    known = Supply.objects.filter(topic__in=topics, made_of=made_of).count()
    if known == len(topics) == Supply.objects.count():
        return 0
    Supply.objects.all().delete()
    Supply.objects.bulk_create(
        Supply(topic=topic, variants=_fewest(have, topic.key), made_of=made_of) for topic in topics
    )
    return len(topics)


class _Unproven(Proofs):
    """Takes every variant as it is: what is counted is not shown."""

    def against(self, variant: Variant) -> tuple[str, ...]:
        return ()


def _fewest(have: Stock, topic: str) -> int:
    proofs = _Unproven(have.material)
    draws = (draw(have.material, seed=seed, count=max(LENGTHS), topic=topic, proofs=proofs) for seed in SEEDS)
    return min(len(drawn.variants) for drawn in draws)
