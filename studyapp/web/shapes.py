"""The outline of each family of step: one drawing of it for pictures, tables, chips and boards.

A family is told by its shape first and by its colour second, so that print and colour-blind readers lose
nothing. Pure numbers in, an SVG path out.
"""

from __future__ import annotations

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
    r, b = x + w, y + h  # right, bottom
    cx, cy = x + w / 2, y + h / 2
    if family == "control":  # a diamond
        return _path("M", cx, y, r, cy, cx, b, x, cy)
    if family == "registry":  # a drum, with its lid
        lid = min(h * 0.16, 7)
        across, side, curve = _n(w), h - 2 * lid, f"a{_n(w / 2)} {_n(lid)} 0 0"
        body = f"M{_n(x)} {_n(y + lid)}v{_n(side)}{curve} 0 {across} 0v{_n(-side)}"
        return f"{body}{curve} 0 -{across} 0{curve} 0 {across} 0"
    if family == "glue":  # a hexagon
        cut = min(h * 0.45, w * 0.28)
        return _path("M", x + cut, y, r - cut, y, r, cy, r - cut, b, x + cut, b, x, cy)
    if family == "check":  # a shield
        side = y + h * 0.5
        return (
            f"M{_n(x)} {_n(y)}h{_n(w)}V{_n(side)}"
            f"Q{_n(r)} {_n(y + h * 0.82)} {_n(cx)} {_n(b)}Q{_n(x)} {_n(y + h * 0.82)} {_n(x)} {_n(side)}z"
        )
    if family == "fail":  # an octagon: the run stops here
        cut = min(h * 0.3, w * 0.2)
        return _path(
            "M",
            x + cut,
            y,
            r - cut,
            y,
            r,
            y + cut,
            r,
            b - cut,
            r - cut,
            b,
            x + cut,
            b,
            x,
            b - cut,
            x,
            y + cut,
        )
    if family == "deploy":  # a box that points on
        tip = min(h * 0.5, w * 0.4)
        return _path("M", x, y, r - tip, y, r, cy, r - tip, b, x, b)
    radius = h / 2 if family == "outside" else min(h * 0.22, 9)
    return _rounded(x, y, w, h, radius)


def _rounded(x: float, y: float, w: float, h: float, radius: float) -> str:
    across, down, arc = _n(w - 2 * radius), _n(h - 2 * radius), f"a{_n(radius)} {_n(radius)} 0 0 1 "
    p, m = _n(radius), _n(-radius)
    return (
        f"M{_n(x + radius)} {_n(y)}h{across}{arc}{p} {p}v{down}{arc}{m} {p}"
        f"h{_n(2 * radius - w)}{arc}{m} {m}v{_n(2 * radius - h)}{arc}{p} {m}z"
    )


def _path(start: str, *numbers: float) -> str:
    return start + " ".join(_n(number) for number in numbers) + "z"


def _n(number: float) -> str:
    """A number as short as it can be said: two decimals at most."""
    return f"{number:.2f}".rstrip("0").rstrip(".") or "0"
