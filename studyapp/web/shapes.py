"""The outline of each family of step: one drawing of it for pictures, tables, chips and boards.

A family is told by its shape first and by its colour second, so that print and colour-blind readers lose
nothing. Pure numbers in, an SVG path out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

Points = tuple[tuple[float, float], ...]

FAMILIES = {
    "job": "job",
    "control": "control flow",
    "registry": "registry",
    "glue": "glue",
    "check": "check",
    "deploy": "deploys",
    "outside": "outside the pipeline",
}


def outline(family: str, x: float, y: float, w: float, h: float) -> str:
    """The path of a family's shape, filling the box at (x, y) of size w by h.

    `fail` is the one step with a shape of its own within its family. An unknown family is drawn as a plain
    box: a picture with a hole in it would be worse.

    >>> outline("control", 0, 0, 20, 10)
    'M10 0 20 5 10 10 0 5z'
    """
    if family in CORNERS:
        return _path((x + dx, y + dy) for dx, dy in CORNERS[family](w, h))
    if family in ROUND:
        return ROUND[family](x, y, w, h)
    return _rounded(x, y, w, h, radius=h / 2 if family == "outside" else min(h * 0.22, 9))


def _diamond(w: float, h: float) -> Points:
    return (w / 2, 0), (w, h / 2), (w / 2, h), (0, h / 2)


def _hexagon(w: float, h: float) -> Points:
    cut = min(h * 0.45, w * 0.28)
    return (cut, 0), (w - cut, 0), (w, h / 2), (w - cut, h), (cut, h), (0, h / 2)


def _octagon(w: float, h: float) -> Points:
    """As a stop sign: the run ends here."""
    c = min(h * 0.3, w * 0.2)
    return (c, 0), (w - c, 0), (w, c), (w, h - c), (w - c, h), (c, h), (0, h - c), (0, c)


def _arrow(w: float, h: float) -> Points:
    """A box that points on."""
    tip = min(h * 0.5, w * 0.4)
    return (0, 0), (w - tip, 0), (w, h / 2), (w - tip, h), (0, h)


CORNERS: dict[str, Callable[[float, float], Points]] = {
    "control": _diamond,
    "glue": _hexagon,
    "fail": _octagon,
    "deploy": _arrow,
}
"""Shapes with corners: their points in a box of a width and a height, clockwise from the top."""


def _drum(x: float, y: float, w: float, h: float) -> str:
    """With its lid."""
    lid = min(h * 0.16, 7)
    across, side, curve = _n(w), h - 2 * lid, f"a{_n(w / 2)} {_n(lid)} 0 0"
    body = f"M{_n(x)} {_n(y + lid)}v{_n(side)}{curve} 0 {across} 0v{_n(-side)}"
    return f"{body}{curve} 0 -{across} 0{curve} 0 {across} 0"


def _shield(x: float, y: float, w: float, h: float) -> str:
    left, right, middle = _n(x), _n(x + w), _n(x + w / 2)
    side, low, bottom = _n(y + h * 0.5), _n(y + h * 0.82), _n(y + h)
    return f"M{left} {_n(y)}h{_n(w)}V{side}Q{right} {low} {middle} {bottom}Q{left} {low} {left} {side}z"


ROUND: dict[str, Callable[[float, float, float, float], str]] = {"registry": _drum, "check": _shield}


def _rounded(x: float, y: float, w: float, h: float, *, radius: float) -> str:
    across, down, arc = _n(w - 2 * radius), _n(h - 2 * radius), f"a{_n(radius)} {_n(radius)} 0 0 1 "
    p, m = _n(radius), _n(-radius)
    return (
        f"M{_n(x + radius)} {_n(y)}h{across}{arc}{p} {p}v{down}{arc}{m} {p}"
        f"h{_n(2 * radius - w)}{arc}{m} {m}v{_n(2 * radius - h)}{arc}{p} {m}z"
    )


def _path(corners: Iterable[tuple[float, float]]) -> str:
    return "M" + " ".join(f"{_n(x)} {_n(y)}" for x, y in corners) + "z"


def _n(number: float) -> str:
    """A number as short as it can be said: two decimals at most."""
    return f"{number:.2f}".rstrip("0").rstrip(".") or "0"
