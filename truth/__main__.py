"""`make truth`: compiles the snippets and reads the taxonomy anew, with the pinned SDK, without a network.

Writes truth/sdk.json and truth/snippets.json. `git diff` then shows what has changed, and tests/content says
what the syllabus must say otherwise.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import warnings
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
STEPS = ROOT / "content/syllabus/steps"


def main() -> None:
    sys.path.insert(0, str(ROOT))
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    os.environ.update(
        AWS_ACCESS_KEY_ID="none", AWS_SECRET_ACCESS_KEY="none", AWS_EC2_METADATA_DISABLED="true"
    )
    from truth import snippets, taxonomy

    steps = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(STEPS.glob("*.yaml"))]
    written = {step["step"]: step["snippet"]["code"] for step in steps if "snippet" in step}
    paths = {step["step"]: [exposed["path"] for exposed in step.get("exposes", ())] for step in steps}
    known = taxonomy.taken()
    results = {
        "versions": known["versions"],
        "preamble": snippets.digest(snippets.PREAMBLE.read_text(encoding="utf-8")),
        "steps": snippets.compiled(written, paths),
    }
    _keep("sdk.json", known)
    _keep("snippets.json", results)
    print(f"{len(written)} snippets compiled with sagemaker {known['versions']['sagemaker']}")


def _keep(name: str, data: Any) -> None:
    text = json.dumps(data, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    (ROOT / "truth" / name).write_text(text, encoding="utf-8")


main()
