"""Shapes, icons and the words of the style sheet: what templates name is there, and is told apart."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template import engines
from django.urls import URLPattern, set_urlconf
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from studyapp.web.shapes import FAMILIES, outline

ROOT = Path(__file__).resolve().parents[3]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SIZES = st.floats(16, 400)


def rendered(source: str, **context: object) -> str:
    return engines["django"].from_string(source).render(context)


def test_every_family_has_an_outline_of_its_own():
    outlines = {family: outline(family, 0, 0, 26, 18) for family in [*FAMILIES, "fail"]}
    assert len(set(outlines.values())) == len(outlines)


def test_a_family_that_nobody_knows_is_a_plain_box():
    assert outline("unheard-of", 0, 0, 26, 18) == outline("job", 0, 0, 26, 18)


@pytest.mark.parametrize("family", ["control", "glue", "deploy", "fail"])
@given(x=st.floats(-50, 50), y=st.floats(-50, 50), w=SIZES, h=SIZES)
def test_an_outline_of_corners_fills_its_box_and_stays_in_it(family, x, y, w, h):
    numbers = [float(n) for n in re.findall(r"-?[\d.]+", outline(family, x, y, w, h))]
    for found, start, size in ((numbers[::2], x, w), (numbers[1::2], y, h)):
        assert min(found) == pytest.approx(start, abs=0.01)
        assert max(found) == pytest.approx(start + size, abs=0.01)


def test_numbers_are_said_shortly():
    assert outline("control", 0, 0, 30, 20) == "M15 0 30 10 15 20 0 10z"
    assert "e-" not in outline("registry", 0.000001, 0, 1 / 3, 20)


def test_an_icon_is_decoration_unless_it_has_a_label():
    assert 'aria-hidden="true"' in rendered('{% icon "right" %}')
    assert 'role="img" aria-label="stands right"' in rendered('{% icon "right" "stands right" %}')
    assert "<b>" not in rendered('{% icon "right" label %}', label="<b>")


def test_a_look_up_that_finds_nothing_is_empty():
    assert rendered("{{ given|lookup:key }}{{ none|lookup:key }}", given={"a": 1}, none=None, key="b") == ""
    assert rendered("{% for n in 3|upto %}{{ n }}{% endfor %}") == "123"


def test_every_icon_that_a_template_names_is_in_the_sprite():
    sprite = set(re.findall(r'<symbol id="([a-z]+)"', (ROOT / "static/img/icons.svg").read_text()))
    named = {name for page in TEMPLATES for name in re.findall(r'{% icon "([^"]+)"', page.read_text())}
    assert len(named) > 5
    assert named <= sprite


def test_every_custom_property_that_is_used_is_defined():
    css = (ROOT / "static/app.css").read_text()
    used, defined = set(re.findall(r"var\((--[a-z-]+)", css)), set(re.findall(r"(--[a-z-]+):", css))
    assert len(used) > 20
    assert used <= defined
    assert defined <= used


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ('Say "hello"', "Say &quot;hello&quot;"),
        ("AUC &lt; <code>0.85</code> &amp; stop", "AUC &lt; 0.85 &amp; stop"),
        ('<a href="/x" title="a > b">there</a>', "there"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("&amp;lt;", "&amp;lt;"),
        ("<p>one</p>\n<p>two</p>", "one two"),
        ("", ""),
    ],
)
def test_html_where_markup_cannot_stand_is_the_text_it_shows_escaped_once(html, shown):
    for source in (html, SafeString(html)):
        for short in ("", "|truncatechars:200", "|truncatewords:50"):
            assert rendered("{{ html|plain" + short + " }}", html=source) == shown


def test_a_long_text_is_cut_between_characters_not_within_an_escape():
    assert rendered("{{ html|plain|truncatechars:3 }}", html=SafeString("a&amp;bcd")) == "a&amp;…"


def test_no_template_strips_tags_in_a_way_that_leaves_its_text_marked_safe():
    assert [path.name for path in TEMPLATES if "striptags" in path.read_text()] == []


def test_what_is_kept_is_rendered_once_for_each_value_of_what_it_depends_on():
    template = engines["django"].from_string("{% kept page %}<a>{{ asked }}</a>{% endkept %}{{ asked }}")

    shown = [template.render({"page": page, "asked": n}) for n, page in enumerate(["one", "two", "one"])]

    assert shown == ["<a>0</a>0", "<a>1</a>1", "<a>0</a>2"]


def test_what_is_kept_under_some_addresses_is_not_shown_under_others():
    template = engines["django"].from_string("{% kept %}{% url 'home' as here %}{{ here }}{% endkept %}")
    shown = []
    for addresses in (None, "tests.studyapp.web.test_ui", None):
        set_urlconf(addresses)
        shown.append(template.render())
    set_urlconf(None)

    assert shown == ["/", "", "/"]


urlpatterns: list[URLPattern] = []


def test_nothing_of_a_visitor_stands_in_what_is_kept():
    """What is kept is shown to everybody: addresses only, and what is said to be depended on."""
    held = [inside for path in TEMPLATES for inside in KEPT.findall(path.read_text())]

    assert held
    for inside in held:
        assert not re.search(r"csrf|user|learner|message", inside), inside
        assert all(name.endswith("_url") for name in re.findall(r"{{ *([\w.]+)", inside)), inside
        assert set(re.findall(r'include "([^"]+)"', inside)) <= PLAIN, inside


KEPT = re.compile(r"{% kept.*?%}(.*?){% endkept %}", re.DOTALL)
PLAIN = {
    f"components/{name}"
    for name in ("htmx_config.json", "mark.html", "nav_item.html", "search_field.html", "search_link.html")
}
