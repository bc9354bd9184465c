"""The study pages: whole without a script, a part where htmx asks for one, and cheap."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import ClassVar

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from syllabus import services
from syllabus.models import Entry, Pipeline, Section, StepType, Table, Term, Topic, Trap
from tests.syllabus.small import sound

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

MOST_QUERIES = 3
LISTS = ["topics", "steps", "traps", "faqs", "glossary", "tables"]
PAGES = [
    ("topics", None),
    ("topic", "caching"),
    ("sheet", "caching"),
    ("steps", None),
    ("step", "train"),
    ("traps", None),
    ("trap", "data-is-compared"),
    ("faqs", None),
    ("glossary", None),
    ("compare", None),
    ("tables", None),
    ("table", "signs"),
    ("table", "keys"),
    ("loop", None),
    ("node", "gate"),
    ("pipelines", None),
]


def address(name, key=None):
    return reverse(f"syllabus:{name}", args=[key] if key else [])


@pytest.mark.parametrize(("name", "key"), PAGES)
def test_a_page_says_what_it_is(loaded, client, name, key):
    page = client.get(address(name, key))
    body = page.content.decode()

    assert page.status_code == 200
    assert len(re.findall(r"<h1[ >]", body)) == 1
    assert "· Pipeline Study</title>" in body
    assert re.search(r'<meta name="description" content="[^"]{5,160}">', body)
    ids = re.findall(r'\sid="([^"]*)"', body)
    assert len(ids) == len(set(ids))


QUOTED = 'Say "hello" when AUC < `0.85` & stop.'


class Description(HTMLParser):
    """The attributes of the first <meta name="description">, as a browser reads them."""

    found: ClassVar[list[tuple[str, str | None]]]

    def handle_starttag(self, tag, attrs):
        if tag == "meta" and ("name", "description") in attrs:
            self.found = attrs


@pytest.mark.parametrize(
    ("name", "key", "file", "old"),
    [
        ("topic", "caching", "topics/caching", "summary: A **URI** is compared, never the data."),
        ("step", "train", "steps/train", "purpose: Does `train`."),
        ("trap", "many-branches", "traps", "truth: It has two."),
        ("table", "signs", "tables/signs", "text: What a **sign** means."),
        ("node", "gate", "retraining-loop", "does: Compares"),
    ],
)
def test_what_a_page_says_of_itself_is_text_whatever_stands_in_it(db, now, client, name, key, file, old):
    field = old.partition(":")[0]
    services.load(syllabus=sound(**{file: (old, f"{field}: '{QUOTED}'")}), now=now)
    page = Description()

    page.feed(client.get(address(name, key)).content.decode())

    assert [attribute for attribute, _ in page.found] == ["name", "content"]
    assert (page.found[1][1] or "").endswith('Say "hello" when AUC < 0.85 & stop.')


@pytest.mark.parametrize(("name", "key"), PAGES)
def test_a_page_is_only_read(loaded, client, name, key):
    assert client.post(address(name, key)).status_code == 405
    assert client.head(address(name, key)).status_code == 200


@pytest.mark.parametrize("name", ["topic", "step", "trap", "table", "node"])
def test_an_unknown_key_is_not_found(loaded, client, name):
    assert client.get(address(name, "nobody")).status_code == 404


@pytest.mark.parametrize(
    ("name", "key", "model"),
    [
        ("topic", "caching", Topic),
        ("step", "train", StepType),
        ("trap", "data-is-compared", Trap),
        ("table", "signs", Table),
    ],
)
def test_a_retired_entry_is_not_found_and_not_listed(loaded, client, now, name, key, model):
    title = model.objects.get(key=key).title
    model.objects.filter(key=key).update(retired_at=now)

    assert client.get(address(name, key)).status_code == 404
    assert address(name, key) not in client.get(address(f"{name}s")).content.decode()
    assert title


def test_a_retired_trap_leaves_the_pages_that_told_it(loaded, client, now):
    Trap.objects.filter(key="data-is-compared").update(retired_at=now)

    for name, key in [("topic", "caching"), ("step", "train"), ("node", "fit")]:
        assert "data-is-compared" not in client.get(address(name, key)).content.decode()


def test_a_retired_passage_leaves_the_pages_that_told_it(loaded, client, now):
    Section.objects.filter(anchor="uris").update(retired_at=now)

    for name, key in [("topic", "caching"), ("trap", "data-is-compared")]:
        assert "uris" not in client.get(address(name, key)).content.decode()


def test_a_retired_topic_leaves_the_pages_that_named_it(loaded, client, now):
    Topic.objects.filter(key="caching").update(retired_at=now)

    for name, key in [
        ("topic", "gates"),
        ("step", "train"),
        ("trap", "data-is-compared"),
        ("faqs", None),
        ("glossary", None),
    ]:
        assert address("topic", "caching") not in client.get(address(name, key)).content.decode()


@pytest.mark.parametrize(("name", "key"), PAGES)
def test_a_page_costs_at_most_three_queries(loaded, client, name, key):
    with CaptureQueriesContext(connection) as queries:
        client.get(address(name, key))

    assert len(queries) <= MOST_QUERIES, [query["sql"] for query in queries]


@pytest.mark.parametrize(("name", "key"), PAGES)
def test_a_page_costs_the_same_however_much_there_is(loaded, client, now, name, key):
    with CaptureQueriesContext(connection) as few:
        client.get(address(name, key))
    for number in range(20):
        copy(Topic, "caching", f"more-{number}")
        copy(Term, "uri", f"more-{number}")
        trap = copy(Trap, "data-is-compared", f"more-{number}")
        trap.topics.set(Topic.objects.all())
        trap.steps.set(StepType.objects.all())

    with CaptureQueriesContext(connection) as many:
        client.get(address(name, key))

    assert len(many) == len(few)


def copy(model: type[Entry], of: str, key: str) -> Entry:
    entry = model.objects.get(key=of)
    entry.pk, entry.key = None, key
    entry.save()
    return entry


@pytest.mark.parametrize("name", [*LISTS, "compare", "loop"])
def test_without_content_a_page_says_what_to_do(client, name):
    page = client.get(address(name))

    assert page.status_code == 200
    assert "load_content" in page.content.decode()


def test_a_node_without_content_is_not_found(client):
    assert client.get(address("node", "gate")).status_code == 404


def test_a_lesson_holds_all_that_belongs_to_it(loaded, client):
    body = client.get(address("topic", "caching")).content.decode()

    assert 'id="uris"' in body
    assert 'href="#uris"' in body
    assert '<code>key</code> holds <a class="term" href="/glossary/#uri">URIs</a>' in body
    assert address("step", "train") in body
    assert "New files are <em>noticed</em>." in body
    assert "When is a step cached?" in body
    assert "A worked answer" in body
    assert f"{address('glossary')}#uri" in body
    assert f'rel="next" href="{address("topic", "gates")}"' in body
    assert "read 2026-11-21" in body
    assert "Caching &amp; keys</h1>" in body


def test_no_anchor_of_a_lesson_takes_the_id_of_a_part(now, client, db):
    services.load(syllabus=sound(caching=("anchor: expiry", "anchor: steps")), now=now)

    ids = re.findall(r'\sid="([^"]*)"', client.get(address("topic", "caching")).content.decode())

    assert ids.count("steps") == 1


def test_the_truth_waits_to_be_opened(loaded, client):
    body = client.get(address("traps")).content.decode()

    assert re.search(r'<details class="truth">\s*<summary>The truth</summary>', body)
    assert "open" not in re.findall(r"<details[^>]*>", body)[0]


def test_the_tell_of_a_trap_names_what_to_read_again(loaded, client):
    body = client.get(address("trap", "data-is-compared")).content.decode()

    assert f"{address('topic', 'caching')}#uris" in body
    assert "A constant prefix." in body


def test_steps_are_filtered_by_family(loaded, client):
    body = client.get(address("steps"), {"family": "control"}).content.decode()

    assert rows_of(body) == ["Condition", "Fail"]
    assert re.search(r'value="control" checked', body)
    assert "<!doctype html>" in body


def test_htmx_gets_the_table_alone(loaded, client):
    page = client.get(
        address("steps"), {"family": "job"}, headers={"HX-Request": "true", "HX-Target": "step-table"}
    )
    body = page.content.decode()

    assert rows_of(body) == ["Training"]
    assert body.lstrip().startswith('<div id="step-table">')
    assert "<!doctype html>" not in body


def test_a_family_of_nothing_says_so(loaded, client):
    body = client.get(address("steps"), {"family": "glue"}).content.decode()

    assert "No step is of this family." in body


def rows_of(body):
    return [
        " ".join(re.sub(r"<[^>]*>", "", cell).split())
        for cell in re.findall(r'<th scope="row">(.*?)</th>', body, re.DOTALL)
    ]


def test_a_type_is_told_in_full(loaded, client):
    body = client.get(address("step", "train")).content.decode()

    for told in (
        "<code>Training</code>",
        "<code>TrainingStep</code>",
        "an API",
        "the image",
        "the instance",
        "They look alike.",
    ):
        assert told in body


def test_traps_are_filtered_by_lesson(loaded, client):
    page = client.get(
        address("traps"), {"topic": "gates"}, headers={"HX-Request": "true", "HX-Target": "trap-list"}
    )
    body = page.content.decode()

    assert "A gate has many branches." in body
    assert "New files" not in body
    assert body.lstrip().startswith('<div id="trap-list">')


def test_a_lesson_without_traps_is_not_offered(now, client, db):
    services.load(syllabus=sound(traps=("topics: [gates]", "topics: [caching]")), now=now)

    body = client.get(address("traps")).content.decode()

    assert '<option value="caching"' in body
    assert '<option value="gates"' not in body


def test_faqs_and_terms_have_addresses_of_their_own(loaded, client):
    assert 'id="when-cached"' in client.get(address("faqs")).content.decode()
    assert 'id="uri"' in client.get(address("glossary")).content.decode()


def test_a_table_tells_every_row_where_it_was_read_and_what_is_disputed(loaded, client):
    body = client.get(address("table", "signs")).content.decode()

    assert rows_of(body) == ["Stop #", "Go #"]
    assert re.search(r'<tr id="go">.*Sources disagree.</strong> The model has no such sign.', body, re.DOTALL)
    row = body[body.index('<tr id="go">') :]
    assert re.findall(r'href="#source_(\d)"', row[: row.index("</tr>")]) == ["1", "2"]
    assert 'id="source_2"' in body
    assert "The model</a>, read 2026-11-21" in body
    assert address("topic", "gates") in body


def test_a_table_is_built_from_what_the_steps_say(loaded, client):
    body = client.get(address("table", "keys")).content.decode()

    assert rows_of(body) == ["Training #"]
    assert "the image" in body
    assert "the instance" in body


def test_a_lesson_shows_the_part_of_a_table_that_it_needs(loaded, client):
    passage = Section.objects.get(anchor="branches").html
    body = client.get(address("topic", "gates")).content.decode()

    assert passage in body
    told = " ".join(re.sub(r"<[^>]*>", " ", passage).split())
    assert told == (
        "Exactly one runs. Sign Meaning Go All goes on. The whole table: Signs &amp; wonders . And no other."
    )
    assert body.count(f'href="{address("table", "signs")}"') == 2  # under the passage, and in the margin


def test_the_detail_tells_needs_and_reasons(loaded, client):
    body = client.get(address("node", "gate")).content.decode()
    detail = body[body.index('id="node-detail"') : body.index('id="as-list"')]

    assert "The metric must exist." in detail
    assert "when it passes" in detail
    assert "when it fails" in detail
    assert address("step", "condition") in detail


def test_a_page_names_no_row_of_the_database(loaded, client):
    pipeline = Pipeline.objects.get()
    pipeline.topics.clear()
    pipeline.steps.clear()
    Pipeline.objects.update(id=987_654)
    for name, key in PAGES:
        assert "987654" not in client.get(address(name, key)).content.decode()
