"""How passwords are kept: Argon2id at a cost that 500 learners signing in at once can pay."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id19M(Argon2PasswordHasher):
    """OWASP's parameters: 19 MiB, two passes, one lane. About 17 ms, where Django's default takes 100."""

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1
