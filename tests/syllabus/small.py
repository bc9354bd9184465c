"""A small, sound syllabus, as files: what the tests of this room read, break and load."""

from __future__ import annotations

from datetime import date

from syllabus.formats import ReadSyllabus, Syllabus, read_syllabus

TODAY = date(2026, 11, 21)
SOURCES = 'sources: [{url: "https://docs.aws.amazon.com/sagemaker/", checked: 2026-11-21}]\n'

CACHING = """\
topic: caching
number: 1
title: Caching & keys
summary: A **URI** is compared, never the data.
signals:
  - {phrase: "avoid re-running", points_to: "`CacheConfig`"}
sections:
  - anchor: uris
    title: A URI is compared
    text: |
      The `key` holds URIs.
  - anchor: expiry
    title: Which run qualifies
    text: The newest one.
scenario: {situation: What happened?, answer: It hit.}
steps: [train]
related: [gates]
"""
GATES = """\
topic: gates
number: 2
title: Gates
summary: A gate compares.
signals:
  - {phrase: "only good models", points_to: "a condition"}
sections:
  - anchor: branches
    title: Two branches
    text: Exactly one runs.
    table: {table: signs, rows: [go], columns: [name, meaning]}
    after: And no other.
scenario: {situation: Why?, answer: Because.}
steps: [condition, fail]
"""
STEP = """\
step: {key}
number: {number}
title: {title}
family: {family}
type: {title}
classes: {{current: [{title}Step]}}
wraps: "an API"
purpose: Does `{key}`.
text: It does it.
inputs: [something]
outputs: [something else]
exposes: [{{path: "Outputs['a']", what: where}}]
caching: {caching}
retries: {{retryable: true}}
use: Now and then.
signals: [do it]
confused_with: [{{step: {other}, why: They look alike.}}]
topics: [caching]
"""
TRAPS = """\
traps:
  - trap: data-is-compared
    bait: New files are *noticed*.
    truth: Only the `URI` is.
    tell: A constant prefix.
    topics: [caching]
    steps: [train]
    reread: ["caching#uris"]
    instead: Nobody looks behind a URI.
    not_beside: [many-branches]
    {sources}
  - trap: many-branches
    bait: A gate has many branches.
    truth: It has two.
    tell: A switch.
    topics: [gates]
    reread: ["gates#branches"]
    instead: A gate has two branches.
    {sources}
""".format(sources=SOURCES.strip())
FAQS = f"""\
faqs:
  - faq: when-cached
    question: When is a step cached?
    answer: When it opts in.
    topics: [caching]
    steps: [train]
    {SOURCES.strip()}
"""
TERMS = """\
terms:
  - {term: uri, title: URI, text: A name of a place., topics: [caching]}
  - {term: artifact, title: Artifact, text: What training leaves.}
"""
TABLE = """\
table: signs
number: 1
title: Signs & wonders
text: What a **sign** means.
topics: [gates]
columns: {name: Sign, meaning: Meaning, seen: Where it is seen}
rows:
  - row: stop
    cells: {name: "`Stop`", meaning: Nothing goes on., seen: at a gate}
    sources: [guide]
  - row: go
    cells: {name: Go, meaning: All goes on., seen: a | b}
    sources: [guide, model]
    disputed: The model has no such sign.
sources:
  guide: {url: "https://docs.aws.amazon.com/guide", checked: 2026-11-21, title: The guide}
  model: {url: "https://docs.aws.amazon.com/model", checked: 2026-11-21, title: The model}
"""
BUILT = """\
table: keys
number: 2
title: Keys of the cache
text: What is compared.
topics: [caching]
columns: {name: Type, compared: Compared, not-compared: Not compared}
built: step-caching
sources:
  guide: {url: "https://docs.aws.amazon.com/guide", checked: 2026-11-21}
"""
AID = """\
aid: orchestrator
title: Stop or go?
text: Answer **this**.
topics: [gates]
table: signs
questions:
  light: {ask: What is the light?, options: {red: it is red, green: it is green}}
  road: {ask: Is the road free?, hint: Look., options: {"yes": it is, "no": it is not}}
choices:
  stop: {title: Stop & wait, against: It is slow.}
  go: {title: Go, against: It is dangerous.}
rules:
  - rule: red
    when: {light: red}
    choose: stop
    fact: The light is `red`.
    phrase: the light is red
    passages: ["gates#branches"]
    traps: [many-branches]
    faqs: [when-cached]
  - rule: blocked
    when: {road: "no"}
    choose: stop
    fact: Nobody gets through.
    phrase: the road is blocked
    against: {go: There is no way.}
    passages: ["gates#branches"]
  - rule: free
    choose: go
    fact: All is well.
    phrase: nothing in the way
    doubt: It may be a trick.
    passages: ["caching#uris"]
"""
LOOP = """\
pipeline: retraining-loop
title: The loop
description: Round and round.
regions: {before: Outside, inside: Inside}
nodes:
  start:
    title: Start
    region: before
    family: outside
    does: Starts
    text: It starts.
    outputs: [a run]
  fit:
    title: Fit the model
    region: inside
    family: job
    step: train
    does: Fits
    text: It fits `x`.
    inputs: [data]
    traps: [data-is-compared]
    needs:
      start: There must be a run.
  gate:
    title: Gate
    region: inside
    family: control
    step: condition
    does: Compares
    text: It compares.
    outcomes: {passes: AUC 0.9 ≥ 0.8, fails: AUC 0.7 < 0.8}
    needs: {fit: The metric must exist.}
  keep:
    title: Keep
    region: inside
    family: job
    step: train
    does: Keeps
    text: It keeps.
    needs: {gate: {why: Only good ones., when: passes}}
  end:
    title: End
    region: inside
    family: control
    step: fail
    does: Ends
    text: It ends.
    needs: {gate: {why: The bad ones., when: fails}}
returns:
  - {from: keep, to: start, label: drift, why: It grows old.}
alternatives:
  ready:
    title: A ready model
    text: Nothing is `fitted`.
    without: [fit]
    nodes:
      put:
        title: Put the model
        region: inside
        family: job
        step: train
        does: Puts
        text: It puts.
        needs: {start: There must still be a run.}
    needs:
      gate: {put: The metric comes with it.}
  open-end:
    title: No Fail step
    text: The else list is empty.
    without: [end]
topics: [gates]
"""
EXAM = """\
exam: ABC-01
title: An exam
status: In use.
questions: 20
scored: 15
minutes: 40
pass_line: 720
scale: [100, 1000]
guessing_penalty: false
kinds: {ordering: {places: [3, 5], count: 10}, choice-one: {options: 4, count: 10}}
domains: [{number: 1, title: One, weight: 40}, {number: 2, title: Two, weight: 60, tasks: 2}]
second_hand: [minutes]
"""


def _step(key: str, number: int, title: str, family: str, other: str, caching: str) -> str:
    return (
        STEP.format(key=key, number=number, title=title, family=family, other=other, caching=caching)
        + SOURCES
    )


CACHED = "{cacheable: true, in_key: [the image], not_in_key: [the instance]}"
FILES = {
    "syllabus/topics/caching.yaml": CACHING + SOURCES,
    "syllabus/topics/gates.yaml": GATES + SOURCES,
    "syllabus/steps/train.yaml": _step("train", 1, "Training", "job", "condition", CACHED),
    "syllabus/steps/condition.yaml": _step(
        "condition", 2, "Condition", "control", "fail", "{cacheable: false}"
    ),
    "syllabus/steps/fail.yaml": _step(
        "fail", 3, "Fail", "control", "condition", "{cacheable: false, note: Never.}"
    ),
    "syllabus/traps.yaml": TRAPS,
    "syllabus/faqs.yaml": FAQS,
    "syllabus/glossary.yaml": TERMS,
    "syllabus/tables/signs.yaml": TABLE,
    "syllabus/tables/keys.yaml": BUILT,
    "syllabus/aids/orchestrator.yaml": AID + SOURCES,
    "pipelines/retraining-loop.yaml": LOOP + SOURCES,
    "exams/abc-01.yaml": EXAM + SOURCES,
}


def files(**changes: tuple[str, str]) -> dict[str, bytes]:
    """The files as bytes. `traps=(old, new)` replaces a text in the one file whose path has that name."""
    told = dict(FILES)
    for name, (old, new) in changes.items():
        path = next(path for path in FILES if name in path)
        assert told[path].count(old) >= 1, f"{old!r} is not in {path}"
        told[path] = told[path].replace(old, new, 1)
    return {path: text.encode() for path, text in told.items()}


def read(**changes: tuple[str, str]) -> ReadSyllabus:
    return read_syllabus(files(**changes), today=TODAY)


def sound(**changes: tuple[str, str]) -> Syllabus:
    """The small syllabus, with changes that leave it sound."""
    found = read(**changes)
    assert found.syllabus is not None, [str(problem) for problem in found.problems]
    return found.syllabus
