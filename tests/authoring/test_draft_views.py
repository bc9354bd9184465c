"""The pages of drafts: whole without scripts, for authors alone. A broken text is kept, told at its place."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from accounts.models import User
from accounts.throttle import Rule
from authoring.forms import new_form_key
from authoring.models import Author, BankDraft
from authoring.roles import Role
from authoring.services import checking, drafts
from authoring.views import beginning
from authoring.views import drafts as draft_views
from quizzes.formats import bank as bank_format
from quizzes.known import known_to_the_syllabus
from quizzes.models import Bank
from syllabus.models import Topic
from tests.authoring.test_receiving import zipped
from tests.builders import choice, ordering, published

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
NEW = "/author/new/"
SOUND = bank_format.write_bank(bank_format.Bank(slug="mine", title="My bank", questions=(choice(),)))
BROKEN = SOUND.replace("explain:", "explian:")


def person(name: str) -> User:
    return User.objects.create_user(f"{name}@example.org")


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def ann() -> User:
    return person("ann")


@pytest.fixture
def hers(ann: User) -> Client:
    return browser(ann)


def begun(owner: User, text: str = SOUND) -> BankDraft:
    return drafts.begin(owner=owner, text=text, form_key=new_form_key(), now=now())


def url(draft: BankDraft, page: str = "draft") -> str:
    return reverse(f"author:{page}", args=[draft.address])


def saved(client: Client, draft: BankDraft, text: str, revision: int = 1, page: str = "draft"):
    return client.post(url(draft, page), {"text": text, "revision": revision})


def test_who_is_not_signed_in_is_asked_to_and_comes_back(client: Client) -> None:
    answer = client.get("/author/")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/author/")


def test_an_address_that_is_not_confirmed_writes_nothing_where_mail_is_sent(
    ann: User, hers: Client, settings
) -> None:
    settings.CAN_MAIL = True
    answer = hers.get("/author/")
    assert answer.status_code == 403
    assert "Confirm your address first" in answer.text
    ann.emailaddress_set.create(email=ann.email, verified=True)
    assert hers.get("/author/").status_code == 200


def test_the_list_says_what_to_do_where_there_is_nothing_and_how_each_bank_stands(
    ann: User, hers: Client
) -> None:
    assert "You have no bank yet." in hers.get("/author/").text
    begun(ann)
    begun(ann, BROKEN)
    begun(person("bob"), SOUND.replace("My bank", "Of bob"))
    page = hers.get("/author/").text
    assert "Sound" in page
    assert "2 problems" in page
    assert "Of bob" not in page


def test_the_list_asks_no_more_for_many_banks(ann: User, hers: Client, django_assert_num_queries) -> None:
    for _ in range(3):
        begun(ann)
    hers.get("/author/")
    with django_assert_num_queries(4):  # the session, the user, the drafts, who asks
        hers.get("/author/")


def sent(client: Client, **fields: object):
    return client.post(NEW, {"form_key": new_form_key(), **fields})


def test_a_pasted_text_becomes_a_draft_sound_or_not(hers: Client) -> None:
    for text, problems in ((SOUND, 0), (BROKEN, 2)):
        answer = sent(hers, how="own", text=text)
        draft = BankDraft.objects.latest("pk")
        assert answer["Location"] == url(draft)
        assert (draft.text, draft.title, draft.problem_count) == (text, "My bank", problems)


def test_the_small_bank_to_begin_with_has_every_kind_and_is_sound(hers: Client) -> None:
    sent(hers, how="template")
    draft = BankDraft.objects.get()
    assert draft.problem_count == draft.warning_count == 0
    checked = checking.check(draft.text, name="a", today=now().date())
    assert checked.bank is not None
    assert [question.kind for question in checked.bank.questions] == [
        "ordering",
        "matching",
        "choice",
        "case",
    ]
    sent(hers, how="template")
    assert BankDraft.objects.latest("pk").text != draft.text  # its name in addresses is its own


def test_a_file_becomes_a_draft_under_its_title_or_its_name(hers: Client) -> None:
    for name, text, title in (("loops.yaml", SOUND, "My bank"), ("gates.yaml", "bank: a\n", "gates")):
        answer = sent(hers, how="own", file=SimpleUploadedFile(name, text.encode()))
        draft = BankDraft.objects.latest("pk")
        assert answer["Location"] == url(draft)
        assert (draft.title, draft.text) == (title, text)


GIFT = """::Where:: Where is step caching switched on? {
=On each step ~On the pipeline ~When a run is started ####It is a field of the step.}

::Worth half:: Which is it? {~%50%This ~%50%That ~Neither}
"""


def test_what_becomes_of_another_format_is_shown_before_anything_is_kept(hers: Client) -> None:
    page = sent(hers, how="own", file=SimpleUploadedFile("loops.gift", GIFT.encode()))
    assert (page.status_code, BankDraft.objects.count()) == (200, 0)
    assert "GIFT: 2 questions." in page.text
    assert "not carried over" in page.text
    assert "to look at in the draft" in page.text
    text = unescape(re.findall(r"(?s)<textarea[^>]*>\n(.*?)</textarea>", page.text)[0])
    answer = sent(hers, how="received", text=text, called="loops")
    draft = BankDraft.objects.get()
    assert answer["Location"] == url(draft)
    assert draft.text == text
    assert draft.problem_count  # what could not be read whole is a draft with its problem


def test_a_zip_of_several_formats_is_shown_and_kept_whole(hers: Client) -> None:
    raw = zipped({"one.gift": GIFT.encode(), "two.yaml": SOUND.encode()})
    page = sent(hers, how="own", file=SimpleUploadedFile("all.zip", raw)).text
    assert "YAML, kept as it is." in page
    texts = [unescape(text) for text in re.findall(r"(?s)<textarea[^>]*>\n(.*?)</textarea>", page)]
    sent(hers, how="received", text=texts, called=["one", "two"])
    assert [draft.text for draft in BankDraft.objects.order_by("pk")] == texts
    assert texts[1] == SOUND


@pytest.mark.parametrize("fields", [{}, {"text": SOUND}, {"called": "a"}, {"text": "a\0", "called": "a"}])
def test_what_was_shown_and_comes_back_unfit_is_told(hers: Client, fields: dict[str, str]) -> None:
    answer = sent(hers, how="received", **fields)
    assert answer.status_code == 422
    assert 'class="problem"' in answer.text
    assert not BankDraft.objects.exists()


def test_who_begins_too_often_waits_and_keeps_what_was_typed(hers: Client, monkeypatch) -> None:
    monkeypatch.setattr(beginning, "BEGINNINGS", Rule(free=0, window=timedelta(hours=1)))
    answer = sent(hers, how="own", text=SOUND)
    assert answer.status_code == 429
    assert "That was often." in answer.text
    assert "bank: mine" in answer.text
    assert not BankDraft.objects.exists()


def test_a_zip_becomes_several_drafts_once(hers: Client) -> None:
    raw = zipped({"one.yaml": SOUND.encode(), "two.yaml": BROKEN.encode()})
    key = new_form_key()
    for _ in range(2):
        answer = sent(hers, how="own", form_key=key, file=SimpleUploadedFile("all.zip", raw))
        assert answer["Location"] == "/author/"
    assert [draft.problem_count for draft in BankDraft.objects.order_by("pk")] == [0, 2]
    assert "2 banks are drafts now: 1 is sound, 1 has problems to put right." in hers.get("/author/").text


def test_a_file_that_is_no_bank_is_refused_and_what_was_typed_stays(hers: Client) -> None:
    answer = sent(hers, how="own", text=SOUND, file=SimpleUploadedFile("a.docx", b"x"))
    assert answer.status_code == 422
    assert "is no bank that can be read" in answer.text
    assert "bank: mine" in answer.text
    both = sent(hers, how="own", text=SOUND, file=SimpleUploadedFile("a.yaml", SOUND.encode()))
    assert both.status_code == 422
    assert "Send one of them" in both.text
    empty = sent(hers, how="own", file=SimpleUploadedFile("a.yaml", b""))
    assert (empty.status_code, "The file is empty." in empty.text) == (422, True)
    assert not BankDraft.objects.exists()


def test_a_zip_that_would_be_too_many_drafts_begins_none(hers: Client, monkeypatch) -> None:
    monkeypatch.setattr(drafts, "MOST_DRAFTS", 1)
    raw = zipped({"one.yaml": SOUND.encode(), "two.yaml": SOUND.encode()})
    assert sent(hers, how="own", file=SimpleUploadedFile("all.zip", raw)).status_code == 422
    assert not BankDraft.objects.exists()


def test_a_file_larger_than_any_bank_is_not_taken_in_from_anybody(hers: Client) -> None:
    guest = Client(enforce_csrf_checks=True, raise_request_exception=False)
    guest.get("/accounts/login/")
    for client in (hers, guest):  # a form is read for its token before anybody asks who sent it
        large = SimpleUploadedFile("a.yaml", b"x" * (9 * 2**20 + 1))
        assert sent(client, how="own", file=large).status_code == 413


def test_a_copy_of_a_bank_has_its_questions_and_a_name_of_its_own(hers: Client) -> None:
    published(ordering(), choice(), slug="theirs")
    sent(hers, how="copy", bank="theirs")
    draft = BankDraft.objects.get()
    assert draft.problem_count == 0
    assert "bank: theirs-" in draft.text
    assert "kind: ordering" in draft.text


def test_what_may_not_be_copied_is_not_offered_and_not_copied(ann: User, hers: Client) -> None:
    """A copy holds the keys: what another made public is there to be practised."""
    bob = person("bob")
    published(ordering(), slug="secret", owner=bob)
    published(ordering(), slug="in-public", owner=bob)
    Bank.objects.filter(slug="in-public").update(visibility=Bank.PUBLIC)
    published(ordering(), slug="own", owner=ann)
    page = hers.get(NEW).text
    assert "secret" not in page
    assert "in-public" not in page
    assert '"own"' in page
    for bank in ("secret", "in-public"):
        assert sent(hers, how="copy", bank=bank).status_code == 422
    assert not BankDraft.objects.exists()


def test_nothing_pasted_is_told_and_the_other_ways_stay(hers: Client) -> None:
    answer = sent(hers, how="own", text="")
    assert answer.status_code == 422
    assert "Choose a file, or paste the text of a bank, first." in answer.text
    assert hers.post(NEW).status_code == 422


def test_a_form_without_a_good_name_keeps_what_was_typed(hers: Client) -> None:
    answer = hers.post(NEW, {"how": "own", "text": SOUND, "form_key": "x"})
    assert answer.status_code == 422
    assert "This page had grown old." in answer.text
    assert "bank: mine" in answer.text


def test_whoever_owns_as_many_as_one_may_is_told(hers: Client, monkeypatch) -> None:
    monkeypatch.setattr(drafts, "MOST_DRAFTS", 0)
    answer = sent(hers, how="template")
    assert answer.status_code == 422
    assert "One account owns 0 drafts at most." in answer.text


def test_problems_stand_under_the_text_with_place_code_hint_and_line(ann: User, hers: Client) -> None:
    page = hers.get(url(begun(ann, BROKEN))).text
    line = BROKEN[: BROKEN.index("explian")].count("\n") + 1
    assert f'href="#line-{line}"' in page
    assert f'id="line-{line}"' in page
    assert "<code>B016</code>" in page
    assert "did you mean &quot;explain&quot;?" in page
    assert "<mark>explian: CacheConfig" in page


def test_saving_keeps_the_text_byte_for_byte_whatever_ends_its_lines(ann: User, hers: Client) -> None:
    draft = begun(ann)
    text = "\n" + BROKEN + "# the end  \n\n"
    answer = saved(hers, draft, text.replace("\n", "\r\n"))
    assert answer["Location"] == url(draft)
    draft.refresh_from_db()
    assert (draft.text, draft.revision, draft.problem_count) == (text, 2, 2)
    page = hers.get(url(draft))
    assert "Saved. 2 problems are to be put right" in page.text
    assert ">\n" + text[:20] in page.text  # the browser drops the first line break of a textarea


def test_saving_over_anothers_writing_changes_nothing_and_loses_nothing(ann: User, hers: Client) -> None:
    draft, bob = begun(ann), person("bob")
    Author.objects.create(draft=draft, user=bob, role=Role.EDITOR, since=now())
    assert saved(browser(bob), draft, SOUND + "# of bob\n").status_code == 302
    answer = saved(hers, draft, SOUND + "# of ann\n")
    assert answer.status_code == 409
    assert "bob@example.org saved this bank" in answer.text
    assert '<li data-of="theirs"><b>Theirs</b><code># of bob</code></li>' in answer.text
    assert '<li data-of="mine"><b>Yours</b><code># of ann</code></li>' in answer.text
    assert SOUND + "# of ann" in unescape(answer.text)  # whole, in the form
    assert 'name="revision" value="2"' in answer.text  # saved again, it goes over theirs
    draft.refresh_from_db()
    assert draft.text == SOUND + "# of bob\n"
    assert saved(hers, draft, SOUND + "# of ann\n", revision=2).status_code == 302


@pytest.mark.parametrize(
    ("text", "told"), [("a: b\nc\0: d", "Line 2 holds NUL"), ("# " + "x" * 8 * 2**20, "at most 8 MiB")]
)
def test_what_cannot_be_kept_is_told_and_stays_in_the_form(
    ann: User, hers: Client, text: str, told: str
) -> None:
    draft = begun(ann)
    answer = saved(hers, draft, text)
    assert answer.status_code == 422
    assert told in answer.text
    assert text[:4] in answer.text
    assert saved(hers, draft, text, page="save").status_code == 422
    assert hers.post(url(draft, "check"), {"text": text}).status_code == 422
    draft.refresh_from_db()
    assert draft.text == SOUND


def test_a_text_as_large_as_the_format_allows_can_be_saved_by_the_form(ann: User, hers: Client) -> None:
    text = SOUND + "# " + "x" * (8 * 2**20 - len(SOUND) - 3) + "\n"
    assert saved(hers, begun(ann), text).status_code == 302


def test_a_page_whose_revision_is_no_number_says_so_and_keeps_the_text(ann: User, hers: Client) -> None:
    draft = begun(ann)
    for revision in ("", "x", "0", "99999999999999"):
        answer = hers.post(url(draft), {"text": BROKEN, "revision": revision})
        assert answer.status_code == 422
        assert "This page had grown old." in answer.text
        assert "explian" in answer.text


def test_what_is_written_on_a_draft_that_was_deleted_meanwhile_is_not_lost(
    ann: User, hers: Client, monkeypatch
) -> None:
    for page, status in (("draft", 409), ("save", 404)):
        draft = begun(ann)
        write = drafts.write

        def late(write=write, **given: object):
            drafts.delete(draft=given["draft"], now=now())
            return write(**given)

        with monkeypatch.context() as patched:
            patched.setattr(drafts, "write", late)
            answer = saved(hers, draft, BROKEN, page=page)
        assert (answer.status_code, "deleted meanwhile" in answer.text) == (status, True)
        assert page == "save" or BROKEN in unescape(answer.text)


def test_who_saves_too_often_by_the_form_waits_and_keeps_the_text(
    ann: User, hers: Client, monkeypatch
) -> None:
    monkeypatch.setattr(draft_views, "CHECKS", Rule(free=0, window=timedelta(minutes=1)))
    draft = begun(ann)
    answer = saved(hers, draft, BROKEN)
    assert (answer.status_code, "saved too often" in answer.text) == (429, True)
    assert "explian" in answer.text
    draft.refresh_from_db()
    assert draft.text == SOUND


def test_a_viewer_reads_and_writes_nothing(ann: User) -> None:
    draft, vic = begun(ann), person("vic")
    Author.objects.create(draft=draft, user=vic, role=Role.VIEWER, since=now())
    his = browser(vic)
    page = his.get(url(draft)).text
    assert "bank: mine" in page
    assert "<textarea" not in page
    assert saved(his, draft, BROKEN).status_code == 403
    assert saved(his, draft, BROKEN, page="save").status_code == 403
    assert saved(his, draft, BROKEN, page="check").status_code == 403


def test_a_strangers_draft_is_as_if_it_were_not_there(ann: User) -> None:
    draft, stranger = begun(ann), browser(person("bob"))
    for page in ("draft", "save", "check"):
        theirs = saved(stranger, draft, BROKEN, page=page)
        missing = stranger.post(reverse(f"author:{page}", args=["x" * 22]), {"text": "", "revision": 1})
        assert theirs.status_code == missing.status_code == 404
        assert theirs.content == missing.content


def test_once_published_it_stands_at_its_slug(ann: User, hers: Client) -> None:
    draft = begun(ann)
    at_its_key = url(draft)
    draft.bank = Bank.objects.create(slug="mine", title="My bank", owner=ann)
    draft.save()
    answer = hers.get(f"{at_its_key}?a=b")
    assert (answer.status_code, answer["Location"]) == (301, "/author/mine/?a=b")
    assert hers.get("/author/mine/").status_code == 200


def test_a_bank_whose_slug_is_an_address_of_ours_keeps_its_key(ann: User, hers: Client) -> None:
    draft = begun(ann)
    draft.bank = Bank.objects.create(slug="new", title="My bank", owner=ann)
    draft.save()
    assert draft.address == draft.key
    assert hers.get(url(draft)).status_code == 200


def test_the_check_tells_problems_as_data_and_stores_nothing(ann: User, hers: Client) -> None:
    draft = begun(ann)
    told = hers.post(url(draft, "check"), {"text": BROKEN}).json()
    assert told["counts"] == {"problems": 2, "warnings": 2}
    assert {"line", "column", "code", "message", "hint", "severity", "file"} == told["problems"][0].keys()
    assert [problem["code"] for problem in told["problems"]] == ["B015", "B053", "B016", "B052"]
    draft.refresh_from_db()
    assert draft.text == SOUND


def test_a_save_in_the_background_tells_the_next_revision_and_a_late_one_what_is_there(
    ann: User, hers: Client
) -> None:
    draft = begun(ann)
    told = saved(hers, draft, BROKEN, page="save").json()
    assert (told["revision"], told["counts"]["problems"], told["checked"]) == (2, 2, True)
    late = saved(hers, draft, SOUND + "#\n", page="save")
    assert late.status_code == 409
    assert late.json()["text"] == BROKEN
    assert (late.json()["revision"], late.json()["by"]) == (2, "You")


def test_an_account_that_asks_too_often_waits(ann: User, hers: Client, monkeypatch) -> None:
    draft = begun(ann)
    for _ in range(120):
        assert hers.post(url(draft, "check"), {"text": "a: b"}).status_code == 200
    answer = hers.post(url(draft, "check"), {"text": "a: b"})
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 60
    assert "Try again in" in answer.json()["message"]


def test_of_long_texts_one_is_checked_at_a_time_and_the_other_is_saved_all_the_same(
    ann: User, hers: Client
) -> None:
    draft, long = begun(ann), SOUND + "# " + "x" * checking.LONG
    with checking._LONG_ONE:
        busy = hers.post(url(draft, "check"), {"text": long})
        told = saved(hers, draft, long, page="save").json()
        page = hers.get(url(draft)).text
    assert (busy.status_code, busy["Retry-After"]) == (503, "2")
    assert (told["revision"], told["checked"], told["counts"]["problems"]) == (2, False, None)
    assert "Not checked yet" in page
    assert "Not checked just now" in page
    saved(hers, draft, long, revision=2)
    draft.refresh_from_db()
    assert (draft.problem_count, draft.revision) == (0, 2)


def test_an_answer_in_the_background_brings_what_the_page_would_list(ann: User, hers: Client) -> None:
    draft = begun(ann, BROKEN)
    page = hers.get(f"/author/{draft.key}/").content.decode()

    told = hers.post(f"/author/{draft.key}/save/", {"text": BROKEN, "revision": "1"}).json()["html"]

    listed = told[told.index('<ol class="problems">') : told.index("</ol>")]
    assert told.count("data-into=") == 2
    assert listed in page
    assert "2 problems" in told
    checked = hers.post(f"/author/{draft.key}/check/", {"text": BROKEN}).json()["html"]
    assert listed in checked
    assert "draft-check" not in checked


def test_the_words_to_complete_are_those_of_the_syllabus_with_titles(
    client: Client, django_assert_num_queries
) -> None:
    call_command("load_content", verbosity=0)
    known = known_to_the_syllabus()

    with django_assert_num_queries(4):
        words = client.get("/author/words.json").json()

    assert set(words["topics"]) == known.topics
    assert set(words["traps"]) == known.traps
    assert set(words["passages"]) == known.passages
    assert set(words["exams"]) == known.exams
    assert {f"{code}#{task}" for code, tasks in words["exams"].items() for task in tasks} == known.tasks
    assert words["topics"]["retraining-loop"] == Topic.objects.get(key="retraining-loop").title


def test_the_schema_is_that_of_the_format(client: Client) -> None:
    answer = client.get("/author/bank.schema.json")
    assert json.loads(answer.content) == bank_format.schema()
