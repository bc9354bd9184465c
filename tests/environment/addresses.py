"""Every address the app answers, from the resolver itself: a page that is added is tested at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

SAMPLES: Mapping[str, str] = {"str": "sample", "slug": "sample", "int": "1", "path": "a/b"}


@dataclass(frozen=True)
class Route:
    """One address: `s/<str:sitting_key>/`, its name, and what it takes, in order."""

    pattern: str
    name: str
    takes: tuple[tuple[str, str], ...]

    def path(self, values: Mapping[str, str] = SAMPLES) -> str:
        """The address with a value for every kind of part."""
        filled = self.pattern
        for kind, name in self.takes:
            filled = filled.replace(f"<{kind}:{name}>", values[kind]).replace(f"<{name}>", values[kind])
        return "/" + filled


def routes() -> list[Route]:
    return list(_routes(get_resolver(), "", ""))


def _routes(resolver: URLResolver, prefix: str, namespace: str) -> Iterator[Route]:
    for found in resolver.url_patterns:
        pattern = prefix + str(found.pattern)
        if isinstance(found, URLResolver):
            inner = f"{namespace}{found.namespace}:" if found.namespace else namespace
            yield from _routes(found, pattern, inner)
        elif isinstance(found, URLPattern):
            takes = tuple((_kind(converter), name) for name, converter in found.pattern.converters.items())
            yield Route(pattern, f"{namespace}{found.name}", takes)


def _kind(converter: Any) -> str:
    """`str`, `int` … as it is written in a route."""
    return type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
