"""What learners see of a regrade, and the command that does one."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.conf import settings
from django.core import signing
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.learners import SALT
from accounts.models import Learner
from quizzes import queries
from quizzes.engines.choice import Option
from quizzes.models import Attempt, Regrade, Sitting
from quizzes.regrade_preview import preview
from quizzes.services import practice
from quizzes.services import regrading as service
from tests.builders import MONDAY, a_learner, a_sitting, choice, published

pytestmark = pytest.mark.django_db
NOTE = "The second option was right all along."


def wording(right_one, prompt):
    options = {"a": "The first <option>", "b": "The second option"}
    return choice(
        prompt=prompt, options={key: Option(text, key == right_one) for key, text in options.items()}
    )


@pytest.fixture
def versions(db):
    """Two wordings of one question: the key of the first was wrong."""
    first = published(wording("a", "Which one is it?"))["one"]
    return first, published(wording("b", "Which of these is it?"))["one"]


@pytest.fixture
def sitting(versions, client):
    """One's own, with `b` given under the first wording."""
    learner = a_learner()
    client.cookies[settings.LEARNER_COOKIE_NAME] = signing.dumps(learner.key, salt=SALT)
    sitting = a_sitting(learner, versions[0])
    place = queries.place(sitting_key=sitting.key, number=1, learner=learner)
    practice.submit(place=place, response=("b",), now=MONDAY)
    return sitting


def regrade(version, judge):
    version.refresh_from_db()
    digest = preview(version, judge).digest
    made = service.start(version=version, judge=judge, by=None, note=NOTE, digest=digest, now=MONDAY)
    service.go_on(regrade=made, now=MONDAY)


def page(client, sitting):
    return client.get(reverse("quizzes:question", args=[sitting.key, 1])).content.decode()


def test_both_verdicts_both_wordings_and_why(client, versions, sitting):
    assert "Regraded" not in page(client, sitting)
    regrade(*versions)

    told = page(client, sitting)

    assert f"By the authors of this bank: {NOTE}" in told
    assert "First told: <strong>wrong</strong>. Now: <strong>right</strong>." in told
    assert "Which one is it?" in told
    assert "Which of these is it?" in told
    assert "<strong>Right.</strong>" in told


def test_a_void_question_says_so_and_counts_for_nothing(client, versions, sitting):
    regrade(versions[0], None)

    told = page(client, sitting)
    whole = client.get(reverse("quizzes:sitting", args=[sitting.key])).content.decode()

    assert "This question is void" in told
    assert "First told: <strong>wrong</strong>. Now: <strong>void</strong>." in told
    assert "<strong>Void.</strong> By the key it had when it was asked, this was wrong." in told
    assert "<strong>Wrong.</strong>" not in told
    assert "0 of 0 right" in whole
    assert "1 void: found faulty later" in whole


def test_what_was_taken_back_is_told(client, versions, sitting):
    regrade(*versions)
    regrade(versions[0], versions[0])

    told = page(client, sitting)

    assert "A regrade was taken back" in told
    assert "First told: <strong>wrong</strong>. Now: <strong>wrong</strong>." in told


def test_the_export_tells_it(client, versions, sitting):
    regrade(*versions)
    regrade(versions[0], None)

    body = b"".join(client.get(reverse("quizzes:export-json")).streaming_content)
    sittings = json.loads(body)["sittings"]
    asked = next(s for s in sittings if s["title"] == "A sitting")["questions"][0]

    assert [(c["was"], c["now"], c["note"]) for c in asked["regraded"]] == [
        ("wrong", "right", NOTE),
        ("right", "void", NOTE),
    ]
    assert asked["void"] is True


def test_an_exam_tells_what_is_void(client, versions, sitting):
    learner = Learner.objects.get()
    Sitting.objects.filter(pk=sitting.pk).update(
        kind=Sitting.EXAM, finished_at=MONDAY, deadline_at=MONDAY, exam=TERMS
    )
    regrade(versions[0], None)

    whole = client.get(reverse("quizzes:sitting", args=[sitting.key])).content.decode()

    assert "0 of 0 right" in whole
    assert "1 question was found faulty later and is void" in whole
    assert queries.exam_results(learner)[0].total == 0


TERMS = {
    "code": "X",
    "title": "An exam",
    "questions": 1,
    "scored": 1,
    "minutes": 10,
    "full": [1, 1, 10],
    "domains": [[1, "All of it"]],
    "places": [[1, "choice-one"]],
    "missing": [],
    "pass_line": 720,
    "scale": [100, 1000],
}


def test_the_preview_weighs_exams(client, versions, sitting):
    Sitting.objects.filter(pk=sitting.pk).update(
        kind=Sitting.EXAM, finished_at=MONDAY, deadline_at=MONDAY, exam=TERMS
    )
    shown = preview(*versions)

    assert (shown.exams, shown.most, shown.reached, shown.lost) == (1, 100.0, 1, 0)


class TestCommand:
    def told(self, *args):
        out = StringIO()
        call_command("regrade", "a-bank", "one", "--of", "1", *args, stdout=out)
        return out.getvalue()

    def test_it_says_what_it_would_do_and_does_nothing(self, versions, sitting):
        told = self.told("--to", "2")

        assert "wrong to right: 1" in told
        assert "Nothing was changed." in told
        assert not Regrade.objects.exists()

    def test_it_does_it_and_twice_is_once(self, versions, sitting):
        for _ in range(2):
            assert "Done: 1 answers" in self.told("--to", "2", "--note", NOTE, "--apply")

        assert Regrade.objects.get().note == NOTE
        assert Attempt.objects.get(place__sitting=sitting).correct

    @pytest.mark.parametrize(
        ("args", "said"),
        [
            (("--to", "7"), "no wording 7. It has: 1, 2."),
            (("--void", "--apply"), "Say why, in a sentence"),
        ],
    )
    def test_what_cannot_be_is_told(self, versions, args, said):
        with pytest.raises(CommandError, match=said):
            self.told(*args)
