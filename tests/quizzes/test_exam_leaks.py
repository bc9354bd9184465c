"""An open exam tells nothing of its key: no byte of it on any page, part or header, none depends on it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Learner
from quizzes import boards
from quizzes.deal import deal
from quizzes.engines.base import Reason
from quizzes.engines.choice import Option
from quizzes.engines.matching import Response
from quizzes.engines.ordering import Distractor
from quizzes.models import ProblemReport, Sitting
from quizzes.rendering import render
from quizzes.services import practice
from tests.builders import a_case, a_sitting, choice, form_of, matching, ordering, published, right
from tests.quizzes.exams import CODE, KINDS, a_profile
from tests.quizzes.test_deal import EXCHANGED, SEEDS
from tests.quizzes.test_key_blindness import another_key, masked, one_key, wiped

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
HTMX = {"HX-Request": "true", "HX-Target": "question-card"}
START = "the-same-start-for-all"
CANARIES = ("canary-id", "canary-key", "canary-trap", "canary-reason", "canary-explains")


def with_canaries() -> list[Any]:
    """One question of each kind whose ids, key, reasons, traps and explanation can be told anywhere."""
    reason = Reason("canary-reason", trap="canary-trap")
    told: dict[str, Any] = {
        "explain": "canary-explains",
        "traps": ("canary-trap",),
        "exams": {CODE: ("1", "2")},
    }
    options = {
        f"canary-id-{n}": Option(f"Option {n}", n < 3, "canary-reason", "canary-trap") for n in range(1, 6)
    }
    one = {f"canary-id-{n}": Option(f"Way {n}", n == 3, "canary-reason", "canary-trap") for n in range(1, 5)}
    return [
        ordering(
            "canary-key-order",
            items={f"canary-id-{n}": f"Step {n}" for n in range(1, 5)},
            needs={f"canary-id-{n + 1}": {f"canary-id-{n}": reason} for n in range(1, 4)},
            distractors={"canary-id-9": Distractor("Step 9", "canary-reason", "canary-trap")},
            **told,
        ),
        matching(
            "canary-key-match",
            prompts={f"canary-id-p{n}": f"Prompt {n}" for n in range(1, 4)},
            responses={f"canary-id-r{n}": Response(f"Answer {n}", "canary-reason") for n in range(1, 5)},
            pairs={f"canary-id-p{n}": (f"canary-id-r{n}",) for n in range(1, 4)},
            why={"canary-id-p1": reason},
            **told,
        ),
        *(choice(f"canary-key-one-{n}", prompt=f"Which? {n}", options=one, **told) for n in range(3)),
        choice("canary-key-several", prompt="Which two?", options=options, **told),
        a_case(
            "canary-key-case",
            choice("canary-key-of-case", prompt="First?", options=one, **told),
            choice("canary-key-of-case-2", prompt="Second?", options=one, **told),
            explain="canary-explains",
            title="The shop",
            scenario="A shop.",
        ),
    ]


@pytest.fixture
def exam(client, monkeypatch, now) -> Sitting:
    at(monkeypatch, now)
    published(*with_canaries(), now=now)
    a_profile()
    sitting = begun(client)
    practised(sitting.owner, now)
    return sitting


def practised(learner: Learner, now: datetime) -> None:
    """Something else is done, so that there is progress to tell, a history and lines to export."""
    versions = published(choice("something-else"), ordering("another-thing"), slug="beside", now=now)
    done = a_sitting(learner, *versions.values(), now=now)
    for place in done.lineup.select_related("question_version__question", "sitting"):
        practice.submit(place=place, response=right(place.question_version.asked), now=now)


def at(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    """It is that time in every view."""
    for module in ("asked", "exams", "own_data", "practice", "progress", "reports", "review", "saving"):
        monkeypatch.setattr(f"quizzes.views.{module}.now", lambda: now)
    monkeypatch.setattr("studyapp.views.now", lambda: now)


def body_of(response: Any) -> bytes:
    """The head and all of the body, also of what is sent piece by piece."""
    head = "\n".join(f"{k}: {v}" for k, v in sorted(response.headers.items()))
    content = b"".join(response) if response.streaming else response.content
    return f"{response.status_code}\n{head}\n".encode() + content


def beside(sitting: Sitting) -> dict[str, str]:
    """Addresses that tell of a learner what they did, or what there is to find, while an exam is open."""
    names = {"progress", "history", "own-data", "export-json", "export-csv", "reports", "review", "practice"}
    return {
        **{name: reverse(f"quizzes:{name}") for name in sorted(names)},
        "home": "/",
        "deletion": reverse("quizzes:own-data-delete"),
        "account": "/accounts/",
        "search": "/search/?q=canary",
        "search, by a prompt": "/search/?q=Which+two",
        "sitting": reverse("quizzes:sitting", args=[sitting.key]),
        "finish": reverse("quizzes:finish", args=[sitting.key]),
    }


def begun(client: Client) -> Sitting:
    response = client.post("/exams/abc-01/", {"start_key": START, "extra_time": "100"})
    assert response.status_code == 302, response.content
    return Sitting.objects.get()


def seen_of(client: Client, sitting: Sitting) -> dict[str, Any]:
    """Every answer that a learner can get while the exam is open, whatever they send."""
    seen: dict[str, Any] = {}

    def keep(name: str, response: Any) -> None:
        seen[name] = body_of(response)

    for name, address in {
        **beside(sitting),
        "list": "/exams/",
        "profile": "/exams/abc-01/",
        "no such question": reverse("quizzes:question", args=[sitting.key, 99]),
    }.items():
        keep(name, client.get(address))
        keep(f"{name} part", client.get(address, headers=HTMX))
    keep("again", client.post(reverse("quizzes:again", args=[sitting.key]), {"start_key": START}))
    for place in sitting.lineup.select_related("question_version"):
        number, args = place.number, [sitting.key, place.number]
        question, saving = reverse("quizzes:question", args=args), reverse("quizzes:draft", args=args)
        form = form_of(sitting, number, right(place.question_version.asked))
        for how, headers in (("page", {}), ("part", HTMX)):
            keep(f"{number} {how}", client.get(question, headers=headers))
            keep(f"{number} head {how}", client.head(question, headers=headers))
            keep(
                f"{number} foreign {how}", client.post(question, {"option": "x", "seq": "1"}, headers=headers)
            )
            keep(f"{number} checked {how}", client.post(question, {**form, "check": ""}, headers=headers))
            keep(f"{number} flag {how}", client.post(reverse("quizzes:flag", args=args), headers=headers))
            keep(
                f"{number} again {how}",
                client.post(
                    reverse("quizzes:question-again", args=args), {"start_key": START}, headers=headers
                ),
            )
        report = reverse("quizzes:report", args=args)
        said = {"about": "key", "sentence": "This cannot be right.", "start_key": f"{number:022}"}
        keep(f"{number} report", client.get(report))
        keep(f"{number} unsaid report", client.post(report, {"start_key": START}))
        keep(f"{number} sent report", client.post(report, said))
        keep(f"{number} thanks", client.get(f"{report}?thanks"))
        keep(f"{number} draft", client.get(saving))
        keep(f"{number} malformed draft", client.post(saving, {"place-x": "1", "seq": "1"}))
        keep(f"{number} right draft", client.post(saving, {**form, "seq": "3"}))
        keep(f"{number} older draft", client.post(saving, {"seq": "2"}))
        keep(f"{number} with draft", client.get(question))
        keep(f"{number} saved", client.post(question, {**form, "seq": "4", "save": ""}))
        keep(f"{number} saved part", client.post(question, {**form, "seq": "5", "save": ""}, headers=HTMX))
    for name, address in beside(sitting).items():
        keep(f"{name}, all answered and reported", client.get(address))
    return seen


def test_no_canary_of_the_key_is_in_any_page_part_or_header_of_an_open_exam(client, exam):
    seen = seen_of(client, exam)

    assert len(seen) > 100
    assert Sitting.objects.filter(finished_at=None).count() == 1, "no practice was opened beside it"
    for name, body in seen.items():
        for canary in CANARIES:
            assert canary.encode() not in body, f"{canary} in {name}"


def test_the_canaries_sing_once_the_exam_is_over(client, exam):
    """Else the test above could not fail."""
    client.post(reverse("quizzes:finish", args=[exam.key]))
    pages = b"".join(
        client.get(reverse("quizzes:question", args=[exam.key, number])).content for number in range(1, 9)
    )

    assert b"canary-reason" in pages
    assert b"canary-explains" in pages


def test_a_right_save_and_a_wrong_one_are_answered_alike_to_the_byte(client, exam):
    for place in exam.lineup.select_related("question_version"):
        asked, address = place.question_version.asked, reverse("quizzes:draft", args=[exam.key, place.number])
        good = right(asked)
        bad = dict(zip(good, reversed(list(good.values())), strict=True)) if isinstance(good, dict) else None
        if bad is None:
            wrong = [key for key in getattr(asked, "options", {}) if key not in good]
            bad = tuple(wrong[: len(good)]) if wrong else tuple(reversed(good))
        assert bad != good
        answers = [
            client.post(address, {**form_of(exam, place.number, given), "seq": str(seq)})
            for seq, given in ((1, good), (2, bad))
        ]
        first, second = (re.sub(rb'data-seq="\d+"', b"", answer.content) for answer in answers)
        assert first == second
        assert [answer.status_code for answer in answers] == [200, 200]
        assert answers[0].headers.items() == answers[1].headers.items()


def seen_with(questions: list[Any], now) -> dict[str, bytes]:
    """What tells of an open exam, before anything is answered and with the same drafts at every question."""
    published(*(in_the_exam(question) for question in questions), now=now)
    kinds = {**KINDS, "choice-one": {"options": 4, "count": 1}}
    a_profile(questions=6, scored=4, minutes=12, kinds=kinds)
    client = Client()
    sitting = begun(client)
    seen = {}
    for number in range(1, sitting.lineup.count() + 1):
        address = reverse("quizzes:question", args=[sitting.key, number])
        for how, headers in (("page", {}), ("part", HTMX)):
            response = client.get(address, headers=headers)
            seen[f"{number} {how}"] = masked(body_of(response), sitting)
        save_all(client, sitting, number)
    reports = [key.encode() for key in ProblemReport.objects.values_list("key", flat=True)]
    for name, address in beside(sitting).items():
        seen[name] = masked(body_of(client.get(address)), sitting)
        for key in reports:
            seen[name] = seen[name].replace(key, b"REPORT")
    return seen


def save_all(client: Client, sitting: Sitting, number: int) -> None:
    """As much as a board takes, in the order in which it is shown, and a report that says so."""
    place = sitting.lineup.get(number=number)
    question, order, args = place.question_version.asked, place.deal.order, [sitting.key, number]
    pairs = dict(zip(order.get("prompts", ()), order.get("responses", ()), strict=False))
    shown = tuple(order.get("pool", order.get("options", ())))
    most = len(question.items) if question.kind == "ordering" else 2 if getattr(question, "several", 0) else 1
    form = form_of(sitting, number, pairs or shown[:most])
    saved = client.post(reverse("quizzes:draft", args=args), {**form, "seq": "1"})
    assert b'data-became="saved"' in saved.content, saved.content
    said = {"about": "key", "sentence": "This cannot be right.", "start_key": f"{number:022}"}
    client.post(reverse("quizzes:report", args=args), said)


def in_the_exam(question: Any) -> Any:
    return replace(question, exams={CODE: ("1", "2")})


def test_pages_of_an_exam_are_the_same_to_the_byte_whatever_the_key(now, monkeypatch):
    at(monkeypatch, now)
    monkeypatch.setattr("quizzes.services.starting.new_start_key", lambda: START)

    first = seen_with(one_key(), now)
    wiped()
    second = seen_with(another_key(), now)

    assert len(first) > 20
    assert b"This cannot be right." in first["export-json"]
    assert first.keys() == second.keys()
    for name in first:
        assert first[name] == second[name], name


@pytest.mark.parametrize("pair", EXCHANGED.values(), ids=EXCHANGED)
def test_boards_are_the_same_whatever_the_key_over_ten_thousand_seeds(pair):
    """Tokens, their order in the page, and so its size: two keys, the same texts, the same board."""
    one, other = ((question, render(question)) for question in pair)
    for seed in range(SEEDS):
        secret = b"%016d" % seed
        shown = [
            boards.board(question, deal(question, secret=secret, number=1), html)
            for question, html in (one, other)
        ]
        assert shown[0] == shown[1], seed
        assert repr(shown[0]) == repr(shown[1]), seed
