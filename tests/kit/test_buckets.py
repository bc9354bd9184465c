"""What is counted in buckets gives the median that the numbers themselves give, within the stated error."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.buckets import bucket, median_of


@given(st.lists(st.integers(0, 1_000_000), min_size=1))
def test_the_median_is_within_five_per_cent(numbers):
    found = median_of(Counter(bucket(n) for n in numbers))

    assert found == pytest.approx(np.median(numbers), rel=0.05)


@given(st.lists(st.integers(-3, 10), min_size=1))
def test_of_small_numbers_it_is_exact(numbers):
    found = median_of(Counter(bucket(n) for n in numbers))

    assert found == np.median([max(0, n) for n in numbers])
