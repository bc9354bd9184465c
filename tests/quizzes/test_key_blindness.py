"""Before the verdict no byte depends on the key: banks that differ in nothing else give the same pages."""

from __future__ import annotations

import re

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.learners import remember
from accounts.models import Learner
from quizzes.boards import as_post
from quizzes.engines.base import Reason
from quizzes.engines.choice import Option
from quizzes.engines.matching import Response
from quizzes.engines.ordering import Distractor
from quizzes.models import (
    Bank,
    BankVersion,
    Case,
    CaseVersion,
    ProblemReport,
    Question,
    QuestionVersion,
    Sitting,
    VersionQuestion,
)
from tests.builders import a_case, choice, form_of, matching, ordering, published

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
START = "the-same-start-for-all"  # 22 characters, as every start key
HTMX = {"HX-Request": "true", "HX-Target": "question-card"}
CANARY = "CANARY-OF-THE-KEY"


def one_key():
    return [
        ordering(key="loop-in-order"),
        matching(),
        choice(),
        choice(
            "two",
            prompt="Which two?",
            options={name: Option(f"Option {name}", name in "ab") for name in "abcde"},
        ),
        a_case("shop", ordering("of-a-case"), matching("beside-it"), explain="All of it is one chain."),
    ]


def another_key():
    """The same texts under the same ids; other roles, pairs, right options, reasons, traps, explanations."""
    return [
        another_ordering("loop-in-order"),
        another_matching("pairs"),
        choice(
            options={
                key: Option(option.text, key == "run", CANARY) for key, option in choice().options.items()
            },
            explain=CANARY * 3,
        ),
        choice(
            "two",
            prompt="Which two?",
            options={name: Option(f"Option {name}", name in "de", CANARY) for name in "abcde"},
        ),
        a_case("shop", another_ordering("of-a-case"), another_matching("beside-it"), explain=CANARY * 5),
    ]


def another_ordering(key):
    texts = {**ordering().items, "deploy": "Update the endpoint"}
    return ordering(
        key=key,
        items={key: texts[key] for key in ("deploy", "gate", "train", "clean")},
        needs={"deploy": {"gate": Reason(CANARY * 9, trap="register-deploys")}},
        distractors={"test": Distractor(texts["test"], CANARY, "gate-before-evaluation")},
        explain=CANARY * 40,
        traps=("register-deploys",),
        reread=(),
    )


def another_matching(key):
    return matching(
        key=key,
        responses={
            "tune": Response("Searches hyperparameters"),
            "stop": Response("Ends the run as failed", CANARY),
            "fit": Response("Fits a model"),
            "branch": Response("Branches on a metric"),
        },
        pairs={"training": ("stop", "tune"), "condition": ("fit",), "fail": ("branch",)},
        why={"fail": Reason(CANARY)},
        explain=CANARY,
    )


def seen_before_a_verdict(questions, moment, monkeypatch, *, to_the_end=True) -> dict[str, bytes]:
    """Every page, part and header that a learner can get without a verdict, and after an end without one."""
    monkeypatch.setattr("quizzes.services.starting.new_start_key", lambda: START)
    monkeypatch.setattr("quizzes.views.practice.now", lambda: moment)
    monkeypatch.setattr("quizzes.views.asked.now", lambda: moment)
    monkeypatch.setattr("quizzes.views.saving.now", lambda: moment)
    monkeypatch.setattr("quizzes.views.reports.now", lambda: moment)
    monkeypatch.setattr("studyapp.views.now", lambda: moment)
    published(*questions, slug="retraining-loop", now=moment)
    client, seen = Client(), {}

    def keep(name: str, response) -> None:
        headers = "\n".join(f"{k}: {v}" for k, v in sorted(response.headers.items()))
        seen[name] = f"{response.status_code}\n{headers}\n".encode() + response.content

    keep("home", client.get(reverse("home")))
    keep("home, nothing placed", client.post(reverse("home"), {"start_key": START}))
    keep("home, malformed", client.post(reverse("home"), {"start_key": START, "place-x": "1"}))
    keep("practice", client.get(reverse("quizzes:practice")))
    started = client.post(reverse("quizzes:practice"), {"topic": "loop", "length": 10, "start_key": START})
    keep("start", started)
    sitting = Sitting.objects.get()
    keep("sitting", client.get(reverse("quizzes:sitting", args=[sitting.key])))
    for place in sitting.lineup.all():
        address = reverse("quizzes:question", args=[sitting.key, place.number])
        keep(f"question {place.number}", client.get(address))
        for name, headers in (("page", {}), ("part", HTMX)):
            keep(f"{place.number} {name}", client.get(address, headers=headers))
            keep(f"{place.number} blank {name}", client.post(address, {}, headers=headers))
            keep(
                f"{place.number} foreign {name}",
                client.post(address, {"option": "x", "place-x": "2", "pair-x": "y"}, headers=headers),
            )
        save_and_flag(client, keep, place)
        report = reverse("quizzes:report", args=[sitting.key, place.number])
        said = {"about": "key", "sentence": "This cannot be right.", "start_key": f"{place.number:022}"}
        keep(f"{place.number} report", client.get(report))
        keep(f"{place.number} sent report", client.post(report, said))
        keep(f"{place.number} thanks", client.get(f"{report}?thanks"))
        keep(f"{place.number} reported", client.get(address))
    keep("sitting with drafts", client.get(reverse("quizzes:sitting", args=[sitting.key])))
    if to_the_end:
        client.post(reverse("quizzes:sitting", args=[sitting.key]))
        keep("finished", client.get(reverse("quizzes:sitting", args=[sitting.key])))
        for place in sitting.lineup.all():
            address = reverse("quizzes:question", args=[sitting.key, place.number])
            form = form_of(sitting, place.number, place.question_version.asked.right_response())
            for name, headers in (("page", {}), ("part", HTMX)):
                keep(f"closed {place.number} {name}", client.get(address, headers=headers))
                keep(f"too late {place.number} {name}", client.post(address, form, headers=headers))
            save_and_flag(client, keep, place, when="after the end ")
        keep("practice again", client.get(reverse("quizzes:practice")))
    return {name: masked(body, sitting) for name, body in seen.items()}


def save_and_flag(client, keep, place, *, when="") -> None:
    """Everything that saving and flagging can answer: what is shown of a draft depends on the draft alone."""
    arguments = [place.sitting.key, place.number]
    question, draft, flag = (
        reverse(f"quizzes:{name}", args=arguments) for name in ("question", "draft", "flag")
    )
    form = as_post(place.question_version.asked, place.deal, first_shown(place))
    sent = {
        "saved": {**form, "seq": "2"},
        "saved again": {**form, "seq": "2"},
        "stale": {"seq": "1"},
        "malformed": {"option": "x", "place-x": "2", "pair-x": "y", "seq": "3"},
        "without a number": form,
    }
    for name, fields in sent.items():
        keep(f"{when}{place.number} {name}", client.post(draft, fields))
        for way, headers in (("page", {}), ("part", HTMX)):
            fields = {**fields, "save": "", "seq": {"2": "4", "1": "3"}.get(fields.get("seq"), "")}
            keep(f"{when}{place.number} {name}, go on, {way}", client.post(question, fields, headers=headers))
    keep(f"{when}{place.number} draft", client.get(draft))
    for way, headers in (("page", {}), ("part", {**HTMX, "HX-Target": "stops"})):
        keep(f"{when}{place.number} flag {way}", client.post(flag, {"flagged": "on"}, headers=headers))
    keep(f"{when}{place.number} with a draft", client.get(question))


def first_shown(place):
    """A response made of what is shown first, whatever is right."""
    order = place.deal.order
    if "prompts" in order:
        return {order["prompts"][0]: order["responses"][0]}
    return tuple(order.get("pool", order.get("options")))[:1]


def masked(body: bytes, sitting: Sitting) -> bytes:
    body = body.replace(sitting.key.encode(), b"SITTING")
    body = re.sub(rb"/reports/#[\w-]{22}", b"/reports/#REPORT", body)
    return re.sub(rb'(name="csrfmiddlewaretoken" value=")[^"]+', rb"\1", body)


@pytest.fixture
def both(now, monkeypatch):
    first = seen_before_a_verdict(one_key(), now, monkeypatch)
    wiped()
    return first, seen_before_a_verdict(another_key(), now, monkeypatch)


def wiped() -> None:
    """Nobody has ever been here, and nothing was published."""
    ProblemReport.objects.all().delete()
    Sitting.objects.all().delete()
    Learner.objects.all().delete()
    Question.objects.update(current=None)
    Case.objects.update(current=None)
    for model in (VersionQuestion, BankVersion, QuestionVersion, Question, CaseVersion, Case, Bank):
        model.objects.all().delete()


def test_pages_parts_and_headers_are_the_same_to_the_byte_whatever_the_key(both):
    first, second = both

    assert first.keys() == second.keys()
    assert len(first) > 200
    for name in first:
        assert first[name] == second[name], name


def test_nothing_of_the_key_is_in_any_of_it(both):
    _, second = both

    assert CANARY.encode() not in b"".join(second.values())


def test_the_two_keys_really_differ(now, monkeypatch):
    """Else the tests above could not fail: what is right by the one key is wrong by the other."""
    first = [question for written in one_key() for question in getattr(written, "questions", [written])]
    right_by_the_first = {question.key: question.right_response() for question in first}
    seen_before_a_verdict(another_key(), now, monkeypatch, to_the_end=False)
    sitting = Sitting.objects.get()
    learner = Client()
    cookie = HttpResponse()
    remember(cookie, sitting.learner)
    learner.cookies.update(cookie.cookies)

    for place in sitting.lineup.all():
        response = right_by_the_first[place.question_version.question.key]
        address = reverse("quizzes:question", args=[sitting.key, place.number])
        page = learner.post(address, form_of(sitting, place.number, response), headers=HTMX)
        assert b"Wrong." in page.content
        assert CANARY.encode() in page.content
