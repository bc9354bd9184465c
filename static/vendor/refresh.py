"""Draw static/img/icons.svg afresh from the pinned release of Lucide: `python static/vendor/refresh.py`.

The only third-party artwork here. To take another icon, add it to ICONS and run this again; to
take another release, change RELEASE and DIGEST together. Nothing is fetched when the app is built or served.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import tarfile
import urllib.request
from pathlib import Path

RELEASE = "1.62.0"
DIGEST = "386f9080c440d6f5049cefe3456ae8357f7a0c7f76e59670cd1cb83bc7050a44"
ICONS = {  # what it means here: its name at Lucide
    "add": "plus",
    "again": "rotate-ccw",
    "back": "arrow-left",
    "bookmark": "bookmark",
    "clock": "clock",
    "down": "arrow-down",
    "download": "download",
    "external": "external-link",
    "flag": "flag",
    "grip": "grip-vertical",
    "hint": "lightbulb",
    "info": "info",
    "link": "link-2",
    "list": "list",
    "next": "arrow-right",
    "note": "pencil-line",
    "print": "printer",
    "play": "play",
    "read": "book-open",
    "remove": "x",
    "right": "check",
    "search": "search",
    "trap": "triangle-alert",
    "unanswered": "circle",
    "up": "arrow-up",
    "wrong": "x",
}

HERE = Path(__file__).resolve().parent
REGISTRY = os.environ.get("NPM_REGISTRY", "https://registry.npmjs.org/").rstrip("/")


def main() -> None:
    address = f"{REGISTRY}/lucide-static/-/lucide-static-{RELEASE}.tgz"
    with urllib.request.urlopen(address) as answer:  # noqa: S310  a fixed https address, and the digest below
        packed = answer.read()
    if (found := hashlib.sha256(packed).hexdigest()) != DIGEST:
        raise SystemExit(f"{address} has the digest {found}, not the one written here.")
    with tarfile.open(fileobj=io.BytesIO(packed)) as package:
        symbols = [symbol(name, text(package, f"icons/{lucide}.svg")) for name, lucide in ICONS.items()]
        (HERE / "lucide-LICENSE.txt").write_text(text(package, "LICENSE"))
    licence = f"<!-- Lucide {RELEASE}, ISC; see vendor/lucide-LICENSE.txt -->"
    lines = [f'<svg xmlns="http://www.w3.org/2000/svg">{licence}', *symbols, "</svg>", ""]
    (HERE.parent / "img" / "icons.svg").write_text("\n".join(lines))


def text(package: tarfile.TarFile, name: str) -> str:
    member = package.extractfile(f"package/{name}")
    if member is None:
        raise SystemExit(f"lucide-static {RELEASE} has no {name}.")
    return member.read().decode()


def symbol(name: str, svg: str) -> str:
    """The lines of one icon, without the wrapping that says how they are painted: the style sheet does."""
    lines = re.sub(r"\s*\n\s*", "", svg[svg.index(">", svg.index("<svg")) + 1 : svg.index("</svg>")])
    return f'<symbol id="{name}" viewBox="0 0 24 24">{lines.replace(" />", "/>")}</symbol>'


if __name__ == "__main__":
    main()
