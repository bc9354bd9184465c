"""What the pages of a mock exam show while it runs and after it, with a fixed number of queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from math import ceil

from quizzes import queries, reading
from quizzes.exams import KINDS, Terms, clock, duration
from quizzes.models import Sitting, SittingQuestion
from quizzes.models.practice import GRACE
from quizzes.pages import standing
from quizzes.scores import Answered, Line, Score, score
from quizzes.state import Standing, Stop
from syllabus.models import Section, Topic

MOST_PASSAGES = 10


@dataclass
class Clock:
    """How long an exam still runs, by the server's clock."""

    sitting: Sitting
    now: datetime

    @property
    def ends(self) -> datetime:
        return self.sitting.deadline_at or self.now

    @property
    def left(self) -> int:
        """Whole seconds, a begun one counts."""
        return max(0, ceil((self.ends - self.now).total_seconds()))

    @property
    def in_words(self) -> str:
        return duration(self.left)

    @property
    def is_up(self) -> bool:
        return self.left == 0

    @property
    def settled_in(self) -> int:
        """Seconds until nothing more is taken, after the grace."""
        return max(1, ceil((self.ends + GRACE - self.now) / timedelta(seconds=1)) + 1)


@dataclass(frozen=True)
class Reviewed:
    """A question as the review lists it."""

    place: SittingQuestion
    stop: Stop
    kind: str
    time: str


@dataclass
class ExamPage:
    """A mock exam: where it stands while it runs, and how it went."""

    sitting: Sitting
    now: datetime

    @cached_property
    def places(self) -> list[SittingQuestion]:
        return queries.exam_lineup(self.sitting)

    @cached_property
    def terms(self) -> Terms:
        return Terms.read(self.sitting.exam)

    @cached_property
    def clock(self) -> Clock:
        return Clock(self.sitting, self.now)

    @cached_property
    def standing(self) -> Standing:
        return standing(self.places)

    @property
    def answered(self) -> int:
        """Questions with something on their board."""
        return sum(bool(place.draft) for place in self.places)

    @property
    def unanswered(self) -> int:
        return len(self.places) - self.answered

    @property
    def flagged(self) -> int:
        return sum(place.flagged for place in self.places)

    @property
    def next_number(self) -> int:
        """Where to go on: the first question with nothing on its board, else the first."""
        return next((place.number for place in self.places if not place.draft), 1)

    @property
    def expired(self) -> bool:
        """Whether it was the deadline that closed it."""
        return self.sitting.finished_at == self.sitting.deadline_at

    @cached_property
    def score(self) -> Score:
        """Of what counts: a void question is as if it had not been asked."""
        return score([self._answered(place) for place in self.places if not place.voided])

    @cached_property
    def line(self) -> Line | None:
        return self.score.line(self.terms.pass_line, self.terms.scale)

    @property
    def time_used(self) -> str:
        return duration(self.score.seconds)

    @property
    def pace(self) -> str:
        """What each question may take, of the time that was given."""
        seconds = self.terms.minutes * 60 * self.sitting.extra_time // 100
        return clock(seconds // max(1, self.terms.questions))

    @property
    def missed(self) -> int:
        return self.standing.wrong + self.standing.unanswered

    @cached_property
    def reviewed(self) -> list[Reviewed]:
        """Every question in its order, with the kind it counted as and its time."""
        return [
            Reviewed(place, stop, KINDS[kind], clock(place.seconds))
            for place, stop, (_, kind) in zip(
                self.places, self.standing.stops, self.terms.places, strict=True
            )
        ]

    @cached_property
    def lessons(self) -> dict[str, str]:
        """Addresses of the lessons by their titles."""
        topics = (topic for place in self.places for topic in _topics(place))
        return {topic.title: topic.get_absolute_url() for topic in topics}

    @cached_property
    def reread(self) -> Sequence[Section]:
        """The passages that most of what was missed sends to."""
        named = Counter(
            reference
            for place, stop in zip(self.places, self.standing.stops, strict=True)
            if stop.outcome not in {"right", "void"}
            for reference in place.question_version.asked.reread
        )
        return reading.passages([reference for reference, _ in named.most_common(MOST_PASSAGES)])

    def _answered(self, place: SittingQuestion) -> Answered:
        attempt = getattr(place, "attempt", None)
        domain, kind = self.terms.places[place.number - 1]
        return Answered(
            number=place.number,
            correct=attempt is not None and attempt.correct,
            answered=attempt is not None,
            scored=place.scored,
            domain=next((f"{n} {title}" for n, title in self.terms.domains if n == domain and title), "All"),
            kind=KINDS[kind],
            topics=tuple(topic.title for topic in _topics(place)),
            seconds=place.seconds,
        )


def _topics(place: SittingQuestion) -> Iterable[Topic]:
    return place.question_version.question.topics.all()
