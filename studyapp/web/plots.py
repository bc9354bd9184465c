"""Plots as pictures and tables: the scales and the geometry are pygal's, the look is our style sheet's.

What pygal writes holds a `<style>`, a `<script>` and attributes that the content policy refuses. Of it only
shapes, lines and texts are kept, under class names of ours. A plot always comes with its numbers: the
picture says in a sentence what it shows, and the table beside it says the rest.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final
from xml.etree import ElementTree as ET

from django.utils.safestring import SafeString, mark_safe

WIDTH, HEIGHT, FONT = 400, 220, 13
LABELS: Final = 6
"""So many labels at most stand below a plot."""
TICKS: Final = 5
NAMESPACE: Final = "{http://www.w3.org/2000/svg}"
_KEPT: Final = {"g", "rect", "path", "circle", "text"}
_LEFT: Final = {"background", "text-overlay", "tooltip-overlay", "tooltip"}
_ATTRIBUTES: Final = {"x", "y", "width", "height", "d", "cx", "cy", "r", "transform"}
_ROUNDED: Final = re.compile(r"-?\d+\.\d{2,}")


@dataclass(frozen=True, slots=True)
class Series:
    """One row of numbers under a name. None is a gap in a line, and no bar."""

    name: str
    values: Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Plot:
    """A picture, what it shows in a sentence, and the same numbers in rows."""

    title: str
    svg: SafeString
    keys: tuple[tuple[str, str], ...]  # (class, name) of each series
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def bars(
    title: str, told: str, *, over: str, labels: Sequence[str], series: Sequence[Series], most: float = 0
) -> Plot:
    """Bars, those of the series on one another. `over` heads the labels; `most` is shown at least."""
    top = max([most, *(sum(v or 0 for v in row) for row in zip(*(s.values for s in series), strict=True))])
    return _plot("StackedBar", title, told, over, labels, series, top)


def lines(
    title: str, told: str, *, over: str, labels: Sequence[str], series: Sequence[Series], most: float = 0
) -> Plot:
    """A line for each series."""
    top = max([most, *(value or 0 for row in series for value in row.values)])
    return _plot("Line", title, told, over, labels, series, top)


def ticks(top: float) -> list[float]:
    """Round numbers from 0 to the first that is not below `top`, few enough to be read.

    >>> ticks(7), ticks(0), ticks(140)
    ([0, 2, 4, 6, 8], [0, 1], [0, 50, 100, 150])
    """
    steps = (size * 10**power for power in range(9) for size in (1, 2, 5))
    step = next(step for step in steps if step * (TICKS - 1) >= top)
    count = max(1, -(-top // step))
    return [n * step for n in range(int(count) + 1)]


def _plot(
    form: str, title: str, told: str, over: str, labels: Sequence[str], series: Sequence[Series], top: float
) -> Plot:
    names = [(f"plot-{n}", row.name) for n, row in enumerate(series, 1)]
    numbers = zip(*([_number(value) for value in row.values] for row in series), strict=True)
    return Plot(
        title=title,
        svg=_drawn(form, told, tuple(labels), tuple(tuple(row.values) for row in series), top),
        keys=tuple(names),
        head=(over, *(name for _, name in names)),
        rows=tuple((label, *row) for label, row in zip(labels, numbers, strict=True)),
    )


def _number(value: float | None) -> str:
    return "none" if value is None else f"{value:g}"


def _drawn(form: str, told: str, labels: Sequence[str], values: Sequence[Any], top: float) -> SafeString:
    chart = _chart(form)
    every = max(1, -(-len(labels) // LABELS))
    chart.x_labels = [label if n % every == 0 else "" for n, label in enumerate(labels)]
    chart.y_labels = ticks(top)
    chart.range = (0, chart.y_labels[-1])
    for number, row in enumerate(values):
        chart.add(str(number), list(row))
    graph = next(part for part in chart.render_tree() if part.get("class", "").startswith("graph"))
    svg = ET.Element(
        "svg",
        {"class": "plot", "viewBox": f"0 0 {WIDTH} {HEIGHT}", "role": "img", "aria-label": told},
    )
    svg.extend(_cleaned(part) for part in graph if _is_kept(part))
    return mark_safe(ET.tostring(svg, encoding="unicode"))  # noqa: S308 - built of kept parts; texts are escaped


def _chart(form: str) -> Any:
    return getattr(_pygal(), form)(_config(), width=WIDTH, height=HEIGHT)


@cache
def _pygal() -> Any:
    """Imported when first drawn: it takes a third of a second, which no command need wait for.

    It leaves an import hook of an old form behind, for its maps, which makes Python warn at later imports.
    """
    import pygal

    sys.meta_path[:] = [hook for hook in sys.meta_path if type(hook).__name__ != "PluginImportFixer"]
    return pygal


@cache
def _config() -> Any:
    return _pygal().Config(
        style=_pygal().style.Style(label_font_size=FONT, major_label_font_size=FONT),
        css=[],
        js=[],
        no_prefix=True,
        show_legend=False,
        margin=4,
        margin_right=16,
        spacing=6,
        dots_size=3,
        truncate_label=-1,
        allow_interruptions=True,
        formatter=_number,
    )


def _cleaned(part: ET.Element) -> ET.Element:
    """A part with what is in it, of the shapes alone, without anything that styles, scripts or names."""
    tag = _tag(part)
    kept = ET.Element(tag, {k: _ROUNDED.sub(_round, v) for k, v in part.attrib.items() if k in _ATTRIBUTES})
    if look := _look(part, tag):
        kept.set("class", look)
    if tag == "text":
        kept.text = part.text
    inner = (each for each in part if _is_kept(each))
    kept.extend(child for each in inner if not _is_empty(child := _cleaned(each)))
    if look == "plot-below":  # a line up from every label says nothing
        for label in kept.iter("g"):
            label[:] = [each for each in label if each.tag != "path"]
    return kept


def _look(part: ET.Element, tag: str) -> str:
    """The class of ours that a part has."""
    words = part.get("class", "").split()
    serie = next((word for word in words if word.startswith("serie-")), "")
    if serie:
        return f"plot-{int(serie.removeprefix('serie-')) + 1}"
    if tag == "g" and "axis" in words:
        return "plot-below" if "x" in words else "plot-beside"
    if tag == "path":
        return "plot-line" if "line" in words and "reactive" in words else "plot-guide"
    return ""


def _is_kept(part: ET.Element) -> bool:
    return _tag(part) in _KEPT and _LEFT.isdisjoint(part.get("class", "").split())


def _is_empty(part: ET.Element) -> bool:
    if part.tag == "text":
        return not part.text
    return (part.tag == "g" and not len(part)) or (part.tag == "rect" and float(part.get("height", 0)) == 0)


def _tag(part: ET.Element) -> str:
    return part.tag.removeprefix(NAMESPACE) if isinstance(part.tag, str) else ""


def _round(found: re.Match[str]) -> str:
    return f"{float(found[0]):.1f}"
