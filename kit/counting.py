"""Counting the orders that respect needs, without listing them."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=1024)
def count_connected(needs: tuple[int, ...], limit: int) -> tuple[int | None, int]:
    """Orders of the nodes 0, 1, … of which node i needs the nodes in the bits of needs[i].

    Walks over the downsets by size, keeping for each how many orders lead to it. Only two sizes are held at
    a time. Returns the count (None past `limit`) and the states looked at. Remembered, because questions of
    one shape are many, and a verdict tells the count again and again.
    """
    bits = [(1 << node, wanted) for node, wanted in enumerate(needs)]
    layer, states = {0: 1}, 0
    for _ in needs:
        following: dict[int, int] = {}
        for done, ways in layer.items():
            for bit, wanted in bits:
                if not done & bit and done & wanted == wanted:
                    following[done | bit] = following.get(done | bit, 0) + ways
            if states + len(following) > limit:
                return None, states
        states += len(following)
        layer = following
    return next(iter(layer.values())), states
