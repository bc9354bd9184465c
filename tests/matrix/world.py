"""The people of the matrix and what is theirs. Each thing says whose it is, so that a leak is seen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from allauth.mfa.models import Authenticator
from django.http import HttpResponse
from django.test import Client
from django.utils.timezone import now
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from accounts.learners import remember
from accounts.models import Learner, User
from authoring.forms import new_form_key
from authoring.models import Author, BankDraft, Invitation
from authoring.roles import Role
from authoring.services import drafts, people, sharing
from authoring.services import publishing as authors
from notebook import entries
from notebook import services as notes
from quizzes import queries
from quizzes.boards import as_post
from quizzes.deal import deal
from quizzes.formats import bank as bank_format
from quizzes.models import Bank, QuestionVersion, Sitting
from quizzes.regrade_preview import preview
from quizzes.services import exams, practice, regrading, reporting, starting
from syllabus import services as syllabus
from syllabus.formats import read_syllabus
from syllabus.models import Topic
from tests.builders import choice, form_of, ordering, published, right
from tests.matrix.table import HERE, PEOPLE, ROLES
from tests.quizzes.exams import a_profile, some_questions
from tests.syllabus import small

STATES = ("open", "finished", "exam", "closed")
NUMBER, NOBODYS = 2, "nobodys-nobodys-nobody"
DRAFT_CANARY = "canary-of-authors"
PASSWORD = "correct horse battery"
WEBAUTHN = Authenticator.Type.WEBAUTHN


def a_credential(name: str) -> dict[str, Any]:
    """What is kept of a passkey. Nobody holds the key of this one."""
    key = ES256({1: 2, 3: -7, -1: 1, -2: bytes(32), -3: bytes(32)})
    held = AttestedCredentialData.create(Aaguid.NONE, name.encode(), key)
    told = AuthenticatorData.create(bytes(32), AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT, 0, held)
    client = CollectedClientData.create("webauthn.create", bytes(32), "http://testserver")
    response = {
        "clientDataJSON": websafe_encode(client),
        "attestationObject": websafe_encode(AttestationObject.create("none", told, {})),
    }
    name_of_it = websafe_encode(name.encode())
    return {"id": name_of_it, "rawId": name_of_it, "type": "public-key", "response": response}


@dataclass
class Person:
    """Somebody, in their browser."""

    name: str
    client: Client
    learner: Learner | None = None
    sittings: dict[str, Sitting] = field(default_factory=dict)
    passkey: int = 0
    report: str = ""

    @property
    def canary(self) -> str:
        """Stands in all that is private to this person."""
        return f"canary-of-{self.name}"

    @property
    def secrets(self) -> list[bytes]:
        """What nobody else may ever be sent."""
        return [self.canary.encode(), *(sitting.key.encode() for sitting in self.sittings.values())]

    @contextmanager
    def as_before(self) -> Iterator[None]:
        """Whatever is said to this browser meanwhile, it forgets."""
        cookies = deepcopy(self.client.cookies)
        yield
        self.client.cookies = cookies


class World:
    """One small site with everybody in it."""

    def __init__(self) -> None:
        self.now = now()
        self._content()
        self.people = {name: self._person(name) for name in (*PEOPLE, *ROLES)}
        self.draft, self.published_draft = self._draft("a-draft"), self._draft("their-bank")
        authors.publish(draft=self.published_draft, revision=1, since=0, by=self._user("owner"), now=self.now)
        bank = Bank.objects.get(slug="by-link")
        self.petition = sharing.ask(bank=bank, by=self._user("other"), now=self.now)
        asking = drafts.begin(
            owner=self._user("owner"), text="bank: asking\n", form_key=new_form_key(), now=self.now
        )
        self.bank_report = self._report_on("their-bank", self.people["learner"])
        self.regrade = self._regraded("their-bank")
        self.invitation = self._asked(asking, "other@example.org")

    def _content(self) -> None:
        told = small.files()
        loop = told["pipelines/retraining-loop.yaml"]
        told["pipelines/another.yaml"] = loop.replace(b"pipeline: retraining-loop", b"pipeline: another")
        found = read_syllabus(told, today=small.TODAY).syllabus
        assert found is not None
        syllabus.load(syllabus=found, now=self.now)
        lesson = Topic.objects.get(key="caching")
        lesson.pk, lesson.key, lesson.position = None, "loop", 1  # which the questions are about
        lesson.save(force_insert=True)
        self.versions = published(*some_questions(), now=self.now)
        self.home = published(ordering("loop-in-order"), slug="retraining-loop", now=self.now)
        self.profile = a_profile()
        published(*some_questions(), slug="by-link", now=self.now)
        published(*some_questions(), slug="private", now=self.now)
        for slug in ("by-link", "private"):
            key, visibility = f"the-key-of-the-bank-{slug}"[:22], "link" if slug == "by-link" else slug
            Bank.objects.filter(slug=slug).update(shipped=False, visibility=visibility, link_key=key)

    def _person(self, name: str) -> Person:
        person = Person(name, Client(raise_request_exception=False))
        if name == "newcomer":
            return person
        times = {"created_at": self.now, "seen_at": self.now}
        if name == "guest":
            person.learner = Learner.objects.create(**times)
            cookie = HttpResponse()
            remember(cookie, person.learner)
            person.client.cookies.update(cookie.cookies)
        else:
            user = User.objects.create_user(f"{name}@example.org", PASSWORD, is_staff=name == "staff")
            person.learner = Learner.objects.create(user=user, **times)
            signed_in = person.client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
            sure = person.client.post("/accounts/reauthenticate/", {"password": PASSWORD})
            assert (signed_in.status_code, sure.status_code) == (302, 302)
            data = {"name": person.canary, "credential": a_credential(name)}
            person.passkey = Authenticator.objects.create(user=user, type=WEBAUTHN, data=data).pk
        entry = entries.find("trap", "data-is-compared")
        assert entry is not None
        notes.write(visitor=person.learner, entry=entry, note=person.canary, version=0, now=self.now)
        person.sittings = {state: self._sitting(person, state) for state in STATES}
        person.report = self._reported(person, person.sittings["open"])
        return person

    def _sitting(self, person: Person, state: str) -> Sitting:
        """Three questions, of which the first is answered wrong; or a mock exam, of which none is."""
        assert person.learner is not None
        key = starting.new_start_key()
        if state in {"exam", "closed"}:
            sitting = exams.start(
                learner=person.learner, profile=self.profile, extra_time=100, start_key=key, now=self.now
            )
        else:
            versions = [self.versions[name].pk for name in ("one-0", "order-1", "match-1")]
            sitting = starting.start_with(
                learner=person.learner, versions=versions, title="", start_key=key, now=self.now
            )
            practice.submit(place=sitting.lineup.get(number=1), response=("run",), now=self.now)
        if state in {"finished", "closed"}:
            practice.finish(sitting=sitting, now=self.now)
        Sitting.objects.filter(pk=sitting.pk).update(title=person.canary)
        return Sitting.objects.get(pk=sitting.pk)

    def _user(self, name: str) -> User:
        return User.objects.get(email=f"{name}@example.org")

    def _draft(self, slug: str) -> BankDraft:
        """A sound one, of which three people are authors."""
        bank = bank_format.Bank(slug=slug, title=DRAFT_CANARY, questions=(choice(),))
        draft = drafts.begin(
            owner=self._user("owner"),
            text=bank_format.write_bank(bank),
            form_key=new_form_key(),
            now=self.now,
        )
        for role in (Role.VIEWER, Role.EDITOR):
            Author.objects.create(draft=draft, user=self._user(role), role=role, since=self.now)
        self._asked(draft, "nobody@example.org")
        return draft

    def _asked(self, draft: BankDraft, email: str) -> Invitation:
        owner = self._user("owner")
        return people.ask(draft=draft, email=email, role=Role.VIEWER, by=owner, now=self.now)

    def sitting(self, person: Person, which: str, state: str = "") -> Sitting | None:
        """The sitting that a cell is about, if it is about one: one's own, or somebody else's in a state."""
        if which == "foreign":
            return self._somebody_else(person).sittings.get(state)
        return person.sittings.get(which)

    def _somebody_else(self, person: Person) -> Person:
        return self.people["other" if person.name == "learner" else "learner"]

    def values(self, address: str, person: Person, which: str, sitting: Sitting | None) -> dict[str, Any]:
        """What the parts of an address are for a row."""
        if "sitting_key" in address:
            return {"sitting_key": sitting.key if sitting else NOBODYS, "number": NUMBER}
        if "<str:name>" in address:
            draft, other = self.draft, self.published_draft
            of = {"draft": draft, "published": other, "another": other}.get(which)
            of_it = draft if which == "another" else of
            ships = which == "shipped"
            return {
                "number": 1,
                "report_key": self.report_key(which),
                "key": "loop-in-order" if ships else "no-such" if which == "another" else "one",
                "name": "retraining-loop" if ships else of.address if of else NOBODYS,
                "pk": self._part_of(of_it, address).pk if of_it else 987_654,
            }
        if "approvals/<str:key>" in address:
            return {"key": self.petition.key if which != "missing" else NOBODYS}
        if address == "author/invitations/<int:pk>/":
            asked = {"asked": self.invitation}.get(which)
            return {"pk": asked.pk if asked else 987_654}
        if "<int:pk>" in address:
            of = {"own": person, "foreign": self._somebody_else(person)}.get(which)
            return {"pk": of.passkey if of else 987_654}
        if "report_key" in address:
            return {"report_key": self.people["learner"].report if which != "missing" else NOBODYS}
        here = HERE.get(address, {})
        if which == "private":
            return {"bank": "private", "link_key": "the-key-of-the-bank-pr"}
        if which == "loop":
            return {"key": "retraining-loop"}
        return here if which in {"here", "it"} else dict.fromkeys(here, "no-such")

    def report_key(self, which: str) -> str:
        """A report on the published bank; one on a bank that ships, by the name of the other."""
        by_which = {"published": self.bank_report, "another": self.people["learner"].report}
        return by_which.get(which, NOBODYS)

    def _report_on(self, slug: str, person: Person) -> str:
        version = QuestionVersion.objects.get(question__bank__slug=slug)
        assert person.learner is not None
        sitting = starting.start_with(
            learner=person.learner,
            versions=[version.pk],
            title="",
            start_key=starting.new_start_key(),
            now=self.now,
        )
        return self._reported(person, sitting)

    def _regraded(self, slug: str) -> str:
        """Judged by its own key, which changes nothing."""
        own = QuestionVersion.objects.get(question__bank__slug=slug)
        seen = {"note": "It was right.", "digest": preview(own, own).digest}
        return regrading.start(version=own, judge=own, by=None, now=self.now, **seen).key

    def _reported(self, person: Person, sitting: Sitting) -> str:
        place = queries.place(sitting_key=sitting.key, number=1, learner=person.learner)
        assert place is not None
        sentence, form_key = f"Something is wrong, says {person.canary}.", starting.new_start_key()
        return reporting.report(
            place=place, about="stem", sentence=sentence, form_key=form_key, now=self.now
        ).key

    def _part_of(self, draft: BankDraft, address: str) -> Author | Invitation:
        """Whom a row is about: who is asked, or the viewer."""
        if "/asked/" in address:
            return draft.invitations.get()
        return draft.authors.get(role=Role.VIEWER)

    def form(self, name: str, sitting: Sitting | None, which: str = "") -> dict[str, Any]:
        """What is sent to an address so that it does what it is for: as the owner of the sitting would."""
        space, _, name = name.rpartition(":")
        key = {"start_key": starting.new_start_key()}
        if space == "author":
            return self._form_of_authors(name, which)
        match name:
            case "home":
                return {**self._board(self.home["loop-in-order"], key["start_key"]), **key}
            case "practice":
                return {"topic": "", "kinds": ["ordering", "choice"], "length": "5", **key}
            case "bank" | "bank-by-link":
                return {"length": "5", **key}
            case "exam":
                return {"extra_time": "100", **key}
            case "review-plan":
                return {"exam": "", "exam_on": "", "daily_load": "20"}
            case "leaf":
                return {"note": "Mine.", "version": "1"}  # a newcomer has none, and none is meant then
            case "question" | "draft" if sitting is not None:
                question = sitting.lineup.get(number=NUMBER).question_version.asked
                return {**form_of(sitting, NUMBER, right(question)), "seq": "5"}
            case "flag":
                return {"flagged": "on"}
            case "mfa_edit_webauthn":
                return {"name": "Mine"}
            case "report":
                return {"about": "key", "sentence": "The gate stands before the test.", **key}
            case "reported":
                return {"ruling": "stem", "words": "It is worded anew.", "replaces": ""}
            case "own-data-delete" | "account_delete":
                return {"sure": "on"}
        return key

    def _form_of_authors(self, name: str, which: str) -> dict[str, Any]:
        match name:
            case "new":
                return {"how": "template", "form_key": new_form_key()}
            case "draft" | "save" | "check":
                return {"text": "bank: a-draft\n", "revision": "1"}
            case "question-form":
                return {"revision": "1", "key": "one", "prompt": "Which?", "options-0-text": "This"}
            case "publish":
                return {"revision": "1", "since": "0"}
            case "sharing":
                return {"what": "private"}
            case "version" | "put-back":
                return {"revision": "1"}
            case "approval":
                return {"version": "1", "ruling": "grant"}
            case "delete":
                return {"sure": "yes"}
            case "report":
                return {"ruling": "stem", "words": "It is worded anew.", "replaces": ""}
            case "people":
                return {"email": "somebody@example.org", "role": "editor"}
            case "person":
                return {"do": "editor"}
            case "invitation":
                return {"do": "accept"}
            case "regrade":
                asked = QuestionVersion.objects.get(question__bank__slug="their-bank")
                seen = {"note": "Its key was wrong.", "digest": preview(asked, None).digest}
                return {"of": "1", "by": "void", **seen}
            case "regrades":
                return {"regrade": self.regrade}
            case "hand-over":
                draft = self.published_draft if which == "published" else self.draft
                return {"author": draft.authors.get(role=Role.EDITOR).pk, "sure": "on"}
        return {}

    def _board(self, version: QuestionVersion, start_key: str) -> dict[str, Any]:
        dealt = deal(version.asked, secret=starting.secret_of(start_key), number=1)
        return as_post(version.asked, dealt, right(version.asked))
