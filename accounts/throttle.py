"""How often may something be tried? Pure: counts and moments in, a moment out.

Never by network address alone: an exam room is one address (ADR 0016).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Tally:
    """How often something was tried since the beginning of its window, and when last."""

    count: int
    since: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Rule:
    """So many tries are free in a window. Then comes a wait that doubles with each try, up to `longest`.

    Without a first wait it is the rest of the window.
    """

    free: int
    window: timedelta
    first_wait: timedelta | None = None
    longest: timedelta = timedelta(hours=1)

    def free_at(self, tally: Tally | None, *, now: datetime) -> datetime:
        """From when on the next try is let through: `now` where there is nothing to wait for.

        >>> rule = Rule(free=20, window=timedelta(days=1), first_wait=timedelta(minutes=1))
        >>> rule.free_at(Tally(count=21, since=now, last=now), now=now) - now
        timedelta(minutes=2)
        """
        if tally is None or self.is_over(tally, now=now) or tally.count < self.free:
            return now
        end = tally.since + self.window
        if self.first_wait is None:
            return end
        doublings = min(tally.count - self.free, 20)  # a longer wait than any that is allowed
        wait = min(self.first_wait * (1 << doublings), self.longest)
        return max(now, min(end, tally.last + wait))

    def tried(self, tally: Tally | None, *, now: datetime) -> Tally:
        """The tally with one more try."""
        if tally is None or self.is_over(tally, now=now):
            return Tally(1, now, now)
        return Tally(tally.count + 1, tally.since, now)

    def is_over(self, tally: Tally, *, now: datetime) -> bool:
        """Whether its window is past, and nothing counts any more. One of the future is: clocks are set."""
        return not timedelta(0) <= now - tally.since < self.window


PER_ACCOUNT = Rule(free=20, window=timedelta(days=1), first_wait=timedelta(minutes=1))
"""Passwords for one account, from wherever: about fifty guesses a day, and nobody is shut out for long."""

PER_ACCOUNT_AND_ADDRESS = Rule(free=10, window=timedelta(minutes=15))
"""Passwords for one account from one address."""

MAILS = Rule(free=4, window=timedelta(hours=1))
"""Mails that a stranger can have sent to one address: to confirm it, or to reset its password."""

SIGN_UPS = Rule(free=5, window=timedelta(hours=1))
"""Sign-ups with one address."""

ADDRESSES = Rule(free=5, window=timedelta(hours=1))
"""Other addresses that one account asks for: each sends a mail, or says whether somebody has it."""
