"""What every template may use: icons, the shapes of step families, and two small look-ups.

Built into the template engine (settings), so no template has to load it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.templatetags.static import static
from django.urls import get_urlconf
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from kit import prose
from studyapp.web import shapes

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name: str, label: str = "") -> SafeString:
    """An icon of static/img/icons.svg. Without a label it is decoration, and not spoken."""
    href = f"{static('img/icons.svg')}#{name}"
    if label:
        return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}"/></svg>', label, href)
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"/></svg>', href)


class Kept(template.Node):
    """What `{% kept %}` holds, as it was rendered for each value of what it depends on."""

    def __init__(self, nodelist: NodeList, depends_on: list[FilterExpression]) -> None:
        self.nodelist, self.depends_on = nodelist, depends_on
        self.rendered: dict[tuple[object, ...], SafeString] = {}

    def render(self, context: template.Context) -> SafeString:
        values = (each.resolve(context, ignore_failures=True) for each in self.depends_on)
        key = (get_urlconf() or settings.ROOT_URLCONF, *values)
        if key not in self.rendered:
            self.rendered[key] = self.nodelist.render(context)
        return self.rendered[key]


@register.tag
def kept(parser: Parser, token: Token) -> Kept:
    """Render what stands inside once in a process: `{% kept %}…{% endkept %}`.

    Half of a page is the same for everybody. What else it depends on is named, and may have few values:
    `{% kept request.resolver_match.view_name %}`. Nothing of a visitor may stand inside: no name, no token.
    """
    depends_on = [parser.compile_filter(each) for each in token.split_contents()[1:]]
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return Kept(nodelist, depends_on)


@register.simple_tag
def shape(family: str) -> SafeString:
    """The shape of a family, small, to stand before a word that names it."""
    return format_html(
        '<svg class="shape" data-family="{}" viewBox="0 0 26 18" aria-hidden="true"><path d="{}"/></svg>',
        family,
        shapes.outline(family, 1, 1, 24, 16),
    )


@register.simple_tag
def outline(family: str, box: Mapping[str, float]) -> str:
    """The path of a family's shape around a box of a drawing: {x, y, w, h}."""
    return shapes.outline(family, box["x"], box["y"], box["w"], box["h"])


@register.simple_tag
def families() -> list[tuple[str, str]]:
    """Every family and its name in words, for the legend."""
    return list(shapes.FAMILIES.items())


@register.simple_tag
def marked(pieces: Iterable[Any]) -> SafeString:
    """A text in pieces, each escaped, with those marked that are to be: `{% marked hit.title %}`."""
    told = (format_html("<mark>{}</mark>", p.text) if p.marked else p.text for p in pieces)
    return format_html_join("", "{}", ((text,) for text in told))


@register.filter
def lookup(mapping: Mapping[str, Any] | None, key: str) -> Any:
    """The value under a key that is itself a variable, or nothing: `{{ given|lookup:piece.token }}`."""
    return (mapping or {}).get(key, "")


@register.filter
def upto(number: int) -> range:
    """1, 2 … number: `{% for place in board.places|upto %}`."""
    return range(1, number + 1)


@register.filter
def address_name(url: str) -> str:
    """What to call a page that has no title here: its host, and the last part of its path.

    >>> address_name("https://docs.aws.amazon.com/sagemaker/latest/dg/pipelines-overview.html#gate")
    'docs.aws.amazon.com: pipelines-overview'
    """
    parts = urlsplit(url)
    last = parts.path.rstrip("/").rpartition("/")[2].removesuffix(".html")
    return f"{parts.netloc}: {last}" if last else parts.netloc or url


@register.filter
def plain(html: str) -> str:
    """HTML as the text it shows, for where markup cannot stand: `content="{{ page.text|plain }}"`.

    The result is no HTML and not marked as such, so the template escapes it: `striptags` would leave a text
    that was safe between tags marked safe, and its quotation marks would end the attribute.
    """
    return prose.text_of(html)
