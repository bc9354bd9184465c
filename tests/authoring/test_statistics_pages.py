"""The pages of statistics: for who writes the bank, staff for what ships; every number with its n."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.test import Client
from django.utils.timezone import now

from accounts.models import User
from authoring import statistics as told
from authoring.forms import new_form_key
from authoring.models import Author, BankDraft
from authoring.roles import Role
from authoring.services import drafts
from quizzes.counts import ALL, LOWER, UPPER, Cell, Counts
from quizzes.engines.choice import Option
from quizzes.models import Bank, QuestionVersion, WordingCount
from quizzes.services import practice
from tests.builders import a_learner, a_sitting, choice, matching, ordering, published, right, statements

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
HOME = "/author/a-bank/statistics/"


def person(name: str, **more: bool) -> User:
    return User.objects.create_user(f"{name}@example.org", **more)


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def ann() -> User:
    return person("ann")


def a_draft(owner: User) -> BankDraft:
    return drafts.begin(owner=owner, text="bank: a-bank\n", form_key=new_form_key(), now=now())


def theirs(owner: User, *questions) -> dict[str, QuestionVersion]:
    """A published bank of theirs, `a-bank`."""
    versions = published(*questions)
    Bank.objects.update(shipped=False, owner=owner)
    draft = a_draft(owner)
    BankDraft.objects.filter(pk=draft.pk).update(bank=Bank.objects.get())
    return versions


@pytest.fixture
def versions(ann: User) -> dict[str, QuestionVersion]:
    return theirs(ann, ordering(), matching(), choice())


@pytest.fixture
def hers(ann: User, versions: dict[str, QuestionVersion]) -> Client:
    return browser(ann)


def answer(version: QuestionVersion, response) -> None:
    sitting = a_sitting(a_learner(), version)
    practice.submit(place=sitting.lineup.get(), response=response, now=now())


def counted(version: QuestionVersion, first: int, correct: int, *, group: int = ALL, **options: int) -> None:
    counts = Counts({(version.pk, group, "tried", "", ""): Cell(first, correct, first, correct)})
    for option, n in options.items():
        counts[version.pk, group, "option", option, ""] = Cell(n, 0, n, 0)
    WordingCount.objects.add(counts)


def text_of(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_before_it_is_published_it_says_when_there_will_be_figures(ann: User) -> None:
    draft = a_draft(ann)

    page = text_of(browser(ann), f"/author/{draft.address}/statistics/")

    assert "This bank is not published yet" in page
    assert browser(ann).get(f"/author/{draft.address}/statistics.csv").status_code == 404


def test_before_anybody_has_answered_it_says_so(hers: Client) -> None:
    assert "Nobody has answered anything of this bank yet" in text_of(hers, HOME)
    assert "Nobody has answered this question yet" in text_of(hers, f"{HOME}one/")


def test_every_role_sees_it_and_nobody_else(hers: Client, ann: User) -> None:
    viewer, other = person("viewer"), person("other")
    Author.objects.create(draft=BankDraft.objects.get(), user=viewer, role=Role.VIEWER, since=now())

    for path in (HOME, f"{HOME}one/", "/author/a-bank/statistics.csv"):
        assert browser(viewer).get(path).status_code == 200
        assert browser(other).get(path).status_code == 404
        assert browser(person(f"staff{len(path)}", is_staff=True)).get(path).status_code == 404
        assert Client().get(path).status_code == 302


def test_staff_see_what_ships_and_find_it_among_their_banks(db: None) -> None:
    published(choice())
    staff, learner = browser(person("staff", is_staff=True)), browser(person("learner"))

    assert HOME in staff.get("/author/").content.decode()
    assert staff.get(HOME).status_code == staff.get(f"{HOME}one/").status_code == 200
    assert HOME not in learner.get("/author/").content.decode()
    assert learner.get(HOME).status_code == 404


def test_an_answer_is_seen_at_once(hers: Client, versions: dict[str, QuestionVersion]) -> None:
    answer(versions["one"], ("run",))
    answer(versions["in-order"], right(ordering()))

    page = text_of(hers, HOME)

    assert "0 of 1 too few to tell" in page
    assert "1 of 1 too few to tell" in page
    assert "Learners 2, guests among them" in page


@pytest.mark.parametrize("tries", ["", "?tries=all", "?tries=nonsense"])
def test_each_kind_shows_its_board_with_what_was_counted(
    hers: Client, versions: dict[str, QuestionVersion], tries: str
) -> None:
    answer(versions["in-order"], ("train", "clean", "deploy"))
    answer(versions["pairs"], {"training": "tune"})
    answer(versions["one"], ("run",))

    ordered, paired, chosen = (text_of(hers, f"{HOME}{key}/{tries}") for key in ("in-order", "pairs", "one"))

    assert (
        "“Fit a model with TrainingStep” stood before “Split the raw data with ProcessingStep”: 1 of 1"
        in (ordered)
    )
    assert "Update the endpoint 1 of 1 100 %" in ordered
    assert "Searches hyperparameters" in paired
    assert "“TrainingStep” was given “Searches hyperparameters”: 1 of 1" in paired
    assert "When a run is started 1 of 1 100 %" in chosen
    assert "By chance 25 %" in chosen


def test_what_is_flagged_is_told_with_what_to_do(hers: Client, versions: dict[str, QuestionVersion]) -> None:
    counted(versions["one"], 40, 1, pipeline=20, run=19)

    assert "Too hard" in text_of(hers, HOME)
    page = text_of(hers, f"{HOME}one/")
    assert "Look whether the key is right" in page
    assert "nobody took “In the account”" in page


def test_of_a_small_score_group_nothing_is_told_but_its_number(
    hers: Client, versions: dict[str, QuestionVersion]
) -> None:
    counted(versions["one"], 9, 5, pipeline=4)
    counted(versions["one"], 4, 1, group=LOWER, pipeline=3)
    counted(versions["one"], 5, 4, group=UPPER, pipeline=1)

    page = text_of(hers, f"{HOME}one/")

    assert "Lower under a half of the rest right 4 in all too few to tell" in page
    assert "Upper over three quarters 4 of 5" in page
    assert "On the pipeline 4 of 9 44 % few few 1 of 5 20 %" in page


def test_a_new_key_is_told_with_what_was_counted_before(hers: Client, ann: User, versions) -> None:
    answer(versions["one"], ("run",))
    options = {k: Option(o.text, k == "run") for k, o in choice().options.items()}
    Bank.objects.update(owner=None, shipped=True)
    published(ordering(), matching(), choice(options=options))
    Bank.objects.update(owner=ann, shipped=False)

    page = text_of(hers, f"{HOME}one/")

    assert "start anew with wording 2" in page
    assert "0 of 1 no" in page
    assert "starts anew with wording 2" in text_of(hers, HOME)


@pytest.mark.parametrize("order", [*told.ORDERS, "nonsense"])
def test_questions_stand_in_the_order_that_was_asked_for(hers: Client, versions, order: str) -> None:
    counted(versions["one"], 40, 10)
    counted(versions["pairs"], 40, 30)
    WordingCount.objects.add(Counts({(versions["pairs"].pk, ALL, "time", "30", ""): Cell(40, 0, 40, 0)}))
    found = hers.get(HOME, {"order": order}).context["page"].object_list

    first = {"hard": "one", "easy": "pairs", "most": "pairs", "slow": "pairs", "look": "one"}
    assert found[0].key == first.get(order, "in-order")
    assert {question.key for question in found} == set(versions)


def test_many_questions_come_in_pages_that_keep_their_order(ann: User) -> None:
    versions = theirs(ann, *(choice(f"q{n}", prompt=f"Which, {n}?") for n in range(102)))
    counted(versions["q7"], 40, 1)

    page = browser(ann).get(HOME, {"order": "hard", "page": "2"}).content.decode()

    assert "?tries=first&amp;order=hard&amp;page=1#questions" in page
    assert page.count('scope="row"') >= 2
    assert browser(ann).get(HOME, {"page": "nonsense"}).status_code == 200


def test_the_table_to_take_along_runs_nothing_and_has_every_question(ann: User) -> None:
    versions = theirs(ann, choice("one", prompt="=HYPERLINK(1)"), ordering())
    answer(versions["one"], ("run",))
    response = browser(ann).get("/author/a-bank/statistics.csv")
    rows = list(csv.DictReader(io.StringIO(response.content.decode())))

    assert response["Content-Disposition"] == 'attachment; filename="a-bank-statistics.csv"'
    assert [row["key"] for row in rows] == ["one", "in-order"]
    assert rows[0]["prompt"] == "'=HYPERLINK(1)"
    assert (rows[0]["first_n"], rows[0]["first_right"], rows[0]["facility"]) == ("1", "0", "0.0")
    assert (rows[1]["first_n"], rows[1]["facility"], rows[1]["discrimination"]) == ("0", "", "")
    assert rows[0]["went_wrong_most"] == "“When a run is started” was chosen"


def test_what_authors_wrote_is_shown_and_not_run(ann: User) -> None:
    evil = "<script>alert(1)</script>"
    options = {key: Option(f"{evil} {key}", key == "a") for key in "ab"}
    versions = theirs(ann, choice("one", prompt=f"{evil} what?", options=options))
    answer(versions["one"], ("b",))

    for path in (HOME, f"{HOME}one/"):
        assert evil not in browser(ann).get(path).content.decode()


def test_a_look_costs_as_much_with_many_questions_as_with_few(ann: User) -> None:
    versions = theirs(ann, *(choice(f"q{n}", prompt=f"Which, {n}?") for n in range(30)))
    for version in versions.values():
        counted(version, 40, 20, run=10)
    client = browser(ann)
    client.get(HOME)

    with statements() as sent:
        client.get(HOME)

    assert len(sent) <= 8, sent


def test_what_is_not_there_is_404(hers: Client) -> None:
    assert hers.get(f"{HOME}nowhere/").status_code == 404
    assert hers.post(HOME).status_code == 405
