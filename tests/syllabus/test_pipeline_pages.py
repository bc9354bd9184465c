"""The pages of pipelines: every state is an address, whole without a script, cheap, never a server error."""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from django.db import connection
from django.test.html import parse_html
from django.test.utils import CaptureQueriesContext

from syllabus.models import Pipeline

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

ROOT = Path(__file__).resolve().parents[2]
MOST_QUERIES = 3
STATES = [
    "/loop/",
    "/loop/gate/",
    "/loop/gate/?show=needs",
    "/loop/?t=0",
    "/loop/?t=4&gate=fails",
    "/loop/keep/?t=9&gate=fails",
    "/loop/put/?with=ready&t=3",
    "/loop/?with=open-end&with=ready&gate=fails&t=5",
    "/pipelines/other/",
    "/pipelines/other/fit/",
    "/pipelines/other/fit/?t=2",
]
PART = {"HX-Request": "true", "HX-Target": "pipeline"}


@pytest.fixture(autouse=True)
def two_pipelines(loaded):
    """The loop, and a second pipeline that is its twin."""
    other = Pipeline.objects.get()
    other.pk, other.key, other.title, other.position = None, "other", "Another one", 2
    other.save()
    assert connection.features.supports_json_field


@pytest.mark.parametrize("address", STATES)
def test_every_state_is_a_page_of_at_most_three_queries(client, address):
    with CaptureQueriesContext(connection) as queries:
        page = client.get(address)

    assert page.status_code == 200
    assert len(queries) <= MOST_QUERIES
    body = page.content.decode()
    assert len(re.findall(r"<h1[ >]", body)) == 1
    ids = re.findall(r'\sid="([^"]*)"', body)
    assert len(ids) == len(set(ids))
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("address", STATES)
def test_a_link_to_another_state_leads_to_a_page(client, address):
    body = client.get(address).content.decode()
    links = set(re.findall(r'href="(/(?:loop|pipelines)/[^"#]*)', body))

    assert len(links) > 8
    for link in links:
        assert client.get(link.replace("&amp;", "&")).status_code == 200, link


@pytest.mark.parametrize(
    "query",
    [
        *("t=", "t=x", "t=-1", "t=1.5", "t=%C2%B2", "gate=maybe", "fails=nobody", "fails=start"),
        *("with=", "with=nothing", "with=ready&with=x", "show=all"),
    ],
)
def test_what_a_pipeline_has_not_is_not_found(client, query):
    assert client.get(f"/loop/?{query}").status_code == 404


@pytest.mark.parametrize("query", ["gate=", "gate=passes", "fails=", "show=", "q=x", "gate=fails"])
def test_what_asks_for_nothing_else_is_the_page(client, query):
    assert client.get(f"/loop/?{query}").status_code == 200


def test_a_moment_past_the_end_is_the_end(client):
    body = client.get("/loop/?t=99999999999999999999").content.decode()

    assert "moment 5 of 5" in body


def test_a_node_that_is_not_built_in_is_not_found(client):
    assert client.get("/loop/put/").status_code == 404
    assert client.get("/loop/put/?with=ready").status_code == 200
    assert client.get("/loop/fit/?with=ready").status_code == 404


def test_taking_an_alternative_drops_what_it_leaves_out(client):
    body = client.get("/loop/fit/?t=2").content.decode()

    assert 'href="/loop/?with=ready&amp;t=2#walk"' in body
    assert 'href="/loop/fit/?with=open-end&amp;t=2#walk"' in body


def test_the_loop_has_one_address(client):
    page = client.get("/pipelines/retraining-loop/gate/?t=2")

    assert (page.status_code, page["Location"]) == (301, "/loop/gate/?t=2")
    assert client.get("/pipelines/retraining-loop/")["Location"] == "/loop/"
    body = client.get("/pipelines/").content.decode()
    assert 'href="/loop/"' in body
    assert 'href="/pipelines/other/"' in body
    assert 'href="/pipelines/retraining-loop/"' not in body


def test_a_retired_pipeline_is_not_found_and_not_listed(client, now):
    Pipeline.objects.filter(key="other").update(retired_at=now)

    for address in ("/pipelines/other/", "/pipelines/other/fit/", "/pipelines/other/picture.svg"):
        assert client.get(address).status_code == 404
    assert "/pipelines/other/" not in client.get("/pipelines/").content.decode()
    assert "/pipelines/other/" not in client.get("/loop/").content.decode()


def test_a_retired_loop_says_what_to_do(client, now):
    Pipeline.objects.update(retired_at=now)

    page = client.get("/loop/?t=3")

    assert page.status_code == 200
    assert "There is no pipeline yet." in page.content.decode()
    assert client.get("/loop/gate/").status_code == 404
    assert client.get("/loop/picture.svg").status_code == 404
    assert "There is no pipeline yet." in client.get("/pipelines/").content.decode()


def test_htmx_gets_the_pipeline_alone(client):
    body = client.get("/loop/gate/?t=2", headers=PART).content.decode()

    assert body.lstrip().startswith('<pipeline-keys id="pipeline"')
    assert "<title>Gate · The loop · Pipeline Study</title>" in body
    assert "<h1" not in body
    assert 'id="as-table"' in body


def test_history_gets_the_whole_page(client):
    """htmx asks for a page it has forgotten with its headers on: the part alone would be all there is."""
    headers = {**PART, "HX-History-Restore-Request": "true"}

    assert "<!doctype html>" in client.get("/loop/gate/", headers=headers).content.decode()


def test_steps_and_lessons_lead_to_the_pipelines_that_speak_of_them(client):
    other = Pipeline.objects.get(key="other")
    other.topics.set(Pipeline.objects.get(key="retraining-loop").topics.all())
    other.steps.set(Pipeline.objects.get(key="retraining-loop").steps.all())

    for address in ("/steps/condition/", "/learn/gates/"):
        body = client.get(address).content.decode()
        assert '<a href="/loop/">The loop</a>' in body
        assert '<a href="/pipelines/other/">Another one</a>' in body
    assert "Another one" not in client.get("/learn/caching/").content.decode()


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("", ["Start", "Fit the model", "Gate", "Keep", "End"]),
        ("?t=4&gate=fails", ["Start, done", "Fit the model, Succeeded", "Gate, Succeeded"]),
    ],
)
def test_the_picture_is_whole_and_its_links_follow_the_run(client, query, told):
    body = client.get(f"/loop/gate/{query}").content.decode()

    svgs = re.findall(r"<svg\s+class=\"dag\".*?</svg>", body, re.DOTALL)
    assert len(svgs) == 2
    for svg in svgs:
        picture = parse_html(svg)  # refuses what is not closed
        links = [dict(element.attributes) for element in elements(picture) if element.name == "a"]
        assert [link["aria-label"] for link in links][: len(told)] == (
            told
            if query
            else ["Start, needed", "Fit the model, needed", "Gate, chosen", "Keep, waits", "End, waits"]
        )
        assert [link.get("aria-current") for link in links] == [None, None, "true", None, None]
        ask = query.replace("?t=4&gate=fails", "?gate=fails&t=4")
        assert [link["href"] for link in links] == [
            f"/loop/{key}/{ask}#node-detail" for key in ("start", "fit", "gate", "keep", "end")
        ]


def elements(element):
    yield element
    for child in element.children:
        if not isinstance(child, str):
            yield from elements(child)


def test_what_has_happened_is_told_beside_the_picture(client):
    body = client.get("/loop/?t=4&gate=fails").content.decode()

    assert "sent the condition to its else steps" in body
    assert "AUC 0.7 &lt; 0.8" in body
    assert re.search(r'<div class="told" role="status">', body)


@pytest.mark.parametrize("form", ["wide", "narrow"])
def test_the_picture_is_saved_as_a_file_that_stands_alone(client, form):
    page = client.get(f"/loop/picture.svg?node=keep&gate=fails&t=4&form={form}")

    assert page.status_code == 200
    assert page["Content-Type"].startswith("image/svg+xml")
    assert page["Content-Disposition"] == f'attachment; filename="retraining-loop-{form}.svg"'
    picture = ET.fromstring(page.content)  # noqa: S314  our own
    assert picture.tag == "{http://www.w3.org/2000/svg}svg"
    text = page.content.decode()
    assert f'data-form="{form}"' in text
    assert "<title>The loop</title>" in text
    assert "AUC 0.7 &lt; 0.8" in text
    assert re.findall(r'class="step" data-node="(\w+)" data-family="\w+" data-state="(\w+)"', text) == [
        ("start", "succeeded"),
        ("fit", "succeeded"),
        ("gate", "succeeded"),
        ("keep", "never"),
        ("end", "running"),
    ]
    for foreign in ("href=", "hx-", "<a ", "<use", "var(", "oklch", "light-dark", "url(/", "http://127"):
        assert foreign not in text, foreign


def test_a_saved_picture_is_asked_for_in_the_state_at_hand(client):
    body = client.get("/loop/keep/?t=4&gate=fails").content.decode()
    links = [
        link.replace("&amp;", "&")
        for link in re.findall(r'href="([^"]*picture.svg[^"]*)" rel="nofollow" download', body)
    ]

    assert links == [
        "/loop/picture.svg?node=keep&gate=fails&t=4&form=wide",
        "/loop/picture.svg?node=keep&gate=fails&t=4&form=narrow",
    ]
    for query in ("form=round", "node=nobody", "t=x"):
        assert client.get(f"/loop/picture.svg?{query}").status_code == 404


def test_the_colours_of_a_saved_picture_are_those_of_the_site():
    tokens = (ROOT / "static/css/tokens.css").read_text()
    head = (ROOT / "templates/syllabus/_saved_head.svg").read_text()
    pairs = re.findall(r"--([a-z-]+): light-dark\(oklch\(([^)]*)\), oklch\(([^)]*)\)\)", tokens)
    day = {as_hex(light): name for name, light, _dark in pairs}
    night = {as_hex(dark): name for name, _light, dark in pairs}
    by_day, by_night = head.split("@media (prefers-color-scheme: dark)")

    used = [day[colour] for colour in re.findall(r"#[0-9a-f]{6}", by_day)]
    assert [night[colour] for colour in re.findall(r"#[0-9a-f]{6}", by_night)] == used
    assert {
        "paper",
        "ink",
        "quiet",
        "accent",
        "control",
        "registry",
        "glue",
        "check",
        "deploy",
        "wrong",
    } <= set(used)


def as_hex(oklch: str) -> str:
    """A colour of tokens.css in sRGB. Source: https://bottosson.github.io/posts/oklab/"""
    light, chroma, hue = (float(n.strip("%")) / (100 if "%" in n else 1) for n in oklch.split())
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    cones = [
        (light + 0.3963377774 * a + 0.2158037573 * b) ** 3,
        (light - 0.1055613458 * a - 0.0638541728 * b) ** 3,
        (light - 0.0894841775 * a - 1.2914855480 * b) ** 3,
    ]
    rows = (
        (4.0767416621, -3.3077115913, 0.2309699292),
        (-1.2684380046, 2.6097574011, -0.3413193965),
        (-0.0041960863, -0.7034186147, 1.7076147010),
    )
    linear = [sum(n * cone for n, cone in zip(row, cones, strict=True)) for row in rows]
    shown = [12.92 * c if c <= 0.0031308 else 1.055 * c ** (1 / 2.4) - 0.055 for c in linear]
    return "#" + "".join(f"{min(255, max(0, round(c * 255))):02x}" for c in shown)
