"""What is right in a variant, found out once more from the material and from what the learner is shown.

Nothing of the generators is called here. A pipeline is run step by step, a condition is compared, a cache
key is looked up in AWS's own list; the key of the question is not looked at.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable
from itertools import combinations

from quizzes.engines import Choice, Matching, Ordering
from quizzes.generators import Material, Variant
from quizzes.generators.material import Pipeline
from tests.quizzes.generators import told
from tests.quizzes.generators.awslist import COMPARED, LISTED_OUT

OPERATORS: dict[str, Callable[[float, float], bool]] = {
    "ConditionGreaterThan": operator.gt,
    "ConditionGreaterThanOrEqualTo": operator.ge,
    "ConditionLessThan": operator.lt,
    "ConditionLessThanOrEqualTo": operator.le,
}


def closure(pipeline: Pipeline) -> set[tuple[str, str]]:
    """Every wait (before, after), direct or through others: edges are joined until no new one comes."""
    waits = {(edge.before, edge.after) for edge in pipeline.edges}
    while True:
        more = {(a, d) for a, b in waits for c, d in waits if b == c} - waits
        if not more:
            return waits
        waits |= more


def run(
    pipeline: Pipeline,
    *,
    went: dict[str, str],
    failing: str = "",
    lazy: bool = False,
    until: set[str] | None = None,
) -> tuple[set[str], set[str]]:
    """The steps that start and those that succeed, when gates go as told and one step fails.

    `lazy`: after the failure nothing more is launched, and it comes as early as it can. With `until`, only
    these get as far as their end.
    """
    inside = {node.key: node for node in pipeline.nodes if node.step}
    edges = [e for e in pipeline.edges if e.before in inside and e.after in inside]
    started: set[str] = set()
    succeeded: set[str] = set()
    while True:
        free = [
            key
            for key in inside
            if key not in started
            and all(
                e.before in succeeded and (not e.when or went.get(e.before) == e.when)
                for e in edges
                if e.after == key
            )
        ]
        if lazy and failing in free:
            free = [failing]
        if not free or (lazy and failing in started):
            return started, succeeded
        started.update(free)
        succeeded.update(
            k for k in free if k != failing and inside[k].step != "fail" and (until is None or k in until)
        )


def name(key: str) -> str:
    return "".join(part[:1].upper() + part[1:] for part in key.split("-"))


def waits(variant: Variant, material: Material) -> tuple[set[str], set[tuple[str, str]]]:
    """For an ordering: which pieces belong into it, and the waits between them."""
    question = variant.question
    assert isinstance(question, Ordering)
    pipeline = _pipeline(material, variant)
    by_text = {node.does: node.key for node in pipeline.nodes}
    pool = {key: by_text[text] for key, text in question.texts().items()}
    assert all(key == node for key, node in pool.items())
    known = closure(pipeline)
    if variant.sort == "awaited":
        wanted = {key for key in pool if (key, variant.about[1]) in known}
    else:
        started, _ = run(pipeline, went={variant.about[1]: variant.about[2]})
        wanted = started & pool.keys()
    return wanted, {(a, b) for a, b in known if a in wanted and b in wanted}


def fits(variant: Variant, material: Material) -> dict[str, set[str]]:
    """For a matching: the responses that are true of each prompt, by looking both texts up."""
    question = variant.question
    assert isinstance(question, Matching)
    look = {
        "purpose": lambda m: {(_tick(m, s.key), s.purpose.rstrip(".")) for s in m.steps},
        "use": lambda m: {(s.use.rstrip("."), _tick(m, s.key)) for s in m.steps},
        "api": lambda m: {(s.purpose.rstrip("."), f"`{s.wraps.split()[-1]}`") for s in m.steps},
        "exposed": lambda m: {(f"`{p}`", _tick(m, s.key)) for s in m.steps for p, _ in s.exposes},
        "boxes": lambda m: {
            (n.does, _tick(m, n.step)) for n in _pipeline(m, variant).nodes if n.step in m.step
        },
        "phrases": lambda m: {
            (_begun(s.phrase), _begun(s.points_to))
            for t in m.topics
            if t.key == variant.about[0]
            for s in t.signals
        },
        "cells": lambda m: {
            (r.name, _begun(r.cells[variant.about[1]]))
            for t in m.tables
            if t.key == variant.about[0]
            for r in t.rows
        },
        "beside": lambda m: {
            (t.columns[column], _begun(text))
            for t in m.tables
            if t.key == variant.about[0]
            for r in t.rows
            if f"**{r.name}**" in question.prompt
            for column, text in r.cells.items()
        },
    }[variant.sort]
    true = look(material)
    return {
        prompt: {key for key, response in question.responses.items() if (text, response.text) in true}
        for prompt, text in question.prompts.items()
    }


def chosen(variant: Variant, material: Material) -> set[str]:
    """For a choice: the options that are true."""
    question = variant.question
    assert isinstance(question, Choice)
    if variant.sort in told.BY_SORT:
        return set(told.BY_SORT[variant.sort](question))
    return set(CHOICES[variant.sort](variant, question, material))


def _ready(variant: Variant, question: Choice, material: Material) -> Iterable[str]:
    pipeline = _pipeline(material, variant)
    last, *rest = variant.about[1:]
    went = dict(part.split("=") for part in rest if "=" in part)
    done = {part for part in rest if "=" not in part}
    before, _ = run(pipeline, went={g: w for g, w in went.items() if g != last}, until=done)
    after, _ = run(pipeline, went=went, until=done | {last})
    assert last in before
    return [key for key in question.options if key in after - before]


def _unrecorded(variant: Variant, question: Choice, material: Material) -> Iterable[str]:
    pipeline = _pipeline(material, variant)
    _, what, when = variant.about
    if when:
        started, _ = run(pipeline, went={what: when})
        return [key for key in question.options if key not in started]
    # whatever the service does with steps that wait for nothing failed, and whichever way gates go elsewhere
    seen = [
        run(pipeline, went=went, failing=what, lazy=lazy)[0]
        for went in _ways(pipeline, what)
        for lazy in (True, False)
    ]
    recorded = [{key for key in question.options if key in started} for started in seen]
    assert all(found == recorded[0] for found in recorded), "an option depends on what is not documented"
    return [key for key in question.options if key not in recorded[0]]


def _resumed(variant: Variant, question: Choice, material: Material) -> Iterable[str]:
    pipeline = _pipeline(material, variant)
    _, failed, kept = variant.about
    went = {e.before: "passes" for e in pipeline.edges if e.when}
    _, first = run(pipeline, went=went, failing=failed)
    _, needed = run(pipeline, went=went, failing=failed, lazy=True)
    everything, _ = run(pipeline, went=went)
    again = everything - first
    unsure = {k for k in first - needed if (k, failed) not in closure(pipeline)}
    assert not unsure & question.options.keys(), "an option depends on what is not documented"
    return [key for key in question.options if (key in first if kept == "True" else key in again)]


def _parallel(variant: Variant, question: Choice, material: Material) -> Iterable[str]:
    """Two may overlap when a run can come to a point where both are under way."""
    pipeline = _pipeline(material, variant)
    found = []
    for went in _ways(pipeline, ""):
        for one, other in combinations(question.options, 2):
            hold = {n.key for n in pipeline.nodes} - {one, other}
            started, _ = run(pipeline, went=went, until=hold)
            if {one, other} <= started:
                found.append(frozenset((one, other)))
    assert len(set(found)) == 1
    return found[0]


def _required(variant: Variant, question: Choice, material: Material) -> Iterable[str]:
    """What has to have succeeded is what the start cannot do without."""
    pipeline = _pipeline(material, variant)
    goal = variant.about[1]
    nodes = {n.key for n in pipeline.nodes}
    ways = [went for went in _ways(pipeline, "") if goal in run(pipeline, went=went)[0]]
    assert ways
    return [
        key
        for key in question.options
        if all(goal not in run(pipeline, went=went, until=nodes - {key})[0] for went in ways)
    ]


def _chain(variant: Variant, question: Choice, material: Material) -> Iterable[str]:
    """Each step compares what it reads, and writes to the old path after a hit, to a new one after a miss.

    Done twice: once as if a `DependsOn` carried data as well, for a step may read what it waits for.
    """
    pipeline, changed, kept = _pipeline(material, variant), variant.about[1], variant.about[2] == "True"
    cached = {"processing", "training", "tuning", "transform", "quality-check", "clarify-check"}
    answers = []
    for reads_all in (True, False):
        path: dict[str, str] = {}
        hit: dict[str, bool] = {}
        order = [n.key for n in pipeline.nodes if n.step]
        while order:
            key = next(k for k in order if not any((b, k) in closure(pipeline) for b in order))
            order.remove(key)
            inputs = [
                path[e.before]
                for e in pipeline.edges
                if e.after == key
                and e.before in path
                and not e.when
                and (reads_all or "DependsOn" not in e.why)
            ]
            hit[key] = pipeline.by_key[key].step in cached and key != changed and "new" not in inputs
            path[key] = "old" if hit[key] else "new"
        jobs = {k for k in hit if pipeline.by_key[k].step in cached}
        answers.append({k for k in question.options if (hit[k] if kept else k in jobs and not hit[k])})
    assert answers[0] == answers[1], "an option depends on what the definition does not say"
    return answers[0]


def _changes(variant: Variant, question: Choice, material: Material) -> Iterable[str]:
    step = variant.about[0]
    wants_miss = variant.sort == "misses"
    for key in question.options:
        assert (key in COMPARED.get(step, ())) != (key in LISTED_OUT.get(step, ())), (step, key)
    return [key for key in question.options if (key in COMPARED[step]) is wants_miss]


def _earlier(variant: Variant, question: Choice, material: Material) -> Iterable[str]:
    limit = int(_found(r"`P(\d+)D`", question.prompt))
    good = {}
    for key, option in question.options.items():
        days = int(_found(r"^(\d+) days? ago", option.text))
        other = re.search(r"another pipeline|was another", option.text)
        step_ok = "the step `Succeeded`" in option.text or "identical step `Succeeded`" in option.text
        if step_ok and not other and days <= limit:
            good[key] = days
    return [min(good, key=good.__getitem__)]


def _outcome(variant: Variant, question: Choice, material: Material) -> Iterable[str]:
    prompt = question.prompt
    tests = []
    for kind, metric, right in re.findall(r"`(Condition\w+)\(left=(\w+), right=([\d.]+)\)`", prompt):
        measured = _found(rf"the {metric.replace('_', ' ')} is ([\d.]+\d)", prompt)
        tests.append(OPERATORS[kind](float(measured), float(right)))
    value = any(tests) if "`ConditionOr`" in prompt else all(tests)
    value = value is not ("`ConditionNot`" in prompt)
    lists = re.search(r"Its if list holds (.+?), its else list (.+?)\. In this", prompt)
    assert lists is not None
    ran = lists[1] if value else lists[2]
    registered, failed = "RegisterModel" in ran, "Fail" in ran
    return [
        key
        for key, option in question.options.items()
        if option.text.startswith("One") is registered and ("`Failed`" in option.text) is failed
    ]


def _operators(variant: Variant, question: Choice, material: Material) -> Iterable[str]:
    prompt = question.prompt
    says = r"is (registered|refused) if its .+? is (greater than|at least|less than|at most) ([\d.]+\d),"
    told = re.search(says, prompt)
    assert told is not None
    threshold = float(told[3])
    rule = {
        "greater than": operator.gt,
        "at least": operator.ge,
        "less than": operator.lt,
        "at most": operator.le,
    }[told[2]]
    on = _found(r"`RegisterModel` stands in the (if|else) list", prompt)
    right = []
    for key, option in question.options.items():
        test = OPERATORS[option.text.strip("`")]
        values = (threshold - 0.01, threshold, threshold + 0.01)
        if all(
            (test(v, threshold) == (on == "if")) == (rule(v, threshold) == (told[1] == "registered"))
            for v in values
        ):
            right.append(key)
    return right


def _retry(variant: Variant, question: Choice, material: Material) -> Iterable[str]:
    shows = {
        "too many requests": "Step.THROTTLING",
        "fault of its own": "Step.SERVICE_FAULT",
        "no instance of the type": "SageMaker.CAPACITY_ERROR",
        "quota": "SageMaker.RESOURCE_LIMIT",
        "internal error": "SageMaker.JOB_INTERNAL_ERROR",
        "exception": "the script's own",
    }
    error = next(found for text, found in shows.items() if text in question.prompt)
    policy = re.search(r"policy for `([\w.]+)`", question.prompt)
    if policy and policy[1] == error:
        wanted = "as its policy says"
    elif error.startswith("Step."):
        assert policy is None, "what a policy for something else does to the default is not documented"
        wanted = "without having been asked"
    else:
        wanted = "`Failed` at once"
    return [key for key, option in question.options.items() if wanted in option.text]


def _check(variant: Variant, question: Choice, material: Material) -> Iterable[str]:
    table = {  # SkipCheck, RegisterNewBaseline: whether it compares, which baseline it hands on
        ("false", "false"): ("It compares", "hands on the earlier"),
        ("false", "true"): ("It compares", "hands on the newly"),
        ("true", "false"): ("It does not compare", "hands on the earlier"),
        ("true", "true"): ("It does not compare", "hands on the newly"),
    }
    settings = (
        _found(r"`SkipCheck` is (\w+)", question.prompt),
        _found(r"`RegisterNewBaseline` is (\w+)", question.prompt),
    )
    return [
        key
        for key, option in question.options.items()
        if all(part in option.text for part in table[settings])
    ]


def _set_right(variant: Variant, question: Choice, material: Material) -> Iterable[str]:
    """The sentence that was written for this bait, and for no other one."""
    bait = _found(r"A colleague says: \*(.+)\* All four", question.prompt)
    instead = {belief.instead for belief in material.beliefs if belief.bait == bait}
    assert len(instead) == 1
    return [key for key, option in question.options.items() if option.text in instead]


def _underlined(variant: Variant, question: Choice, material: Material) -> Iterable[str]:
    """What the lesson's signal of these very words points to."""
    phrase = _found(r"these words decide: \*(.+)\*\. Which", question.prompt)
    signals = [s for t in material.topics if t.key == variant.about[0] for s in t.signals]
    (points_to,) = [_begun(s.points_to) for s in signals if s.phrase == phrase]
    return [key for key, option in question.options.items() if option.text == points_to]


def _decided(variant: Variant, question: Choice, material: Material) -> Iterable[str]:
    """The answers are found in the stem by their sentences; then the rules are gone through one by one."""
    (aid,) = material.aids
    told = {
        key: option
        for key, _, stems in aid.questions
        for option, lines in stems.items()
        if any(line in question.prompt for line in lines)
    }
    silent = [(key, [o for o in options if not stems.get(o)]) for key, options, stems in aid.questions]
    ways = [told]
    for key, options in silent:
        if key not in told:
            ways = [{**way, key: option} for way in ways for option in options]
    assert ways
    firsts = {next(r.choose for r in aid.rules if r.when.items() <= way.items()) for way in ways}
    assert len(firsts) == 1, "what the stem does not say decides"
    return [
        key
        for key, option in question.options.items()
        if option.text == aid.choices[key][0] and {key} == firsts
    ]


CHOICES: dict[str, Callable[[Variant, Choice, Material], Iterable[str]]] = {
    "ready": _ready,
    "unrecorded": _unrecorded,
    "resumed": _resumed,
    "parallel": _parallel,
    "required": _required,
    "chain": _chain,
    "misses": _changes,
    "hits": _changes,
    "earlier": _earlier,
    "outcome": _outcome,
    "operators": _operators,
    "retry": _retry,
    "check": _check,
    "set-right": _set_right,
    "decided": _decided,
    "underlined": _underlined,
}


def _pipeline(material: Material, variant: Variant) -> Pipeline:
    return next(p for p in material.pipelines if p.key == variant.about[0])


def _ways(pipeline: Pipeline, failing: str) -> list[dict[str, str]]:
    """Every way in which the gates can go; those before a step that fails have let it start."""
    found = [{}]
    for gate in dict.fromkeys(e.before for e in pipeline.edges if e.when):
        found = [{**went, gate: when} for went in found for when in ("passes", "fails")]
    if failing:
        found = [went for went in found if failing in run(pipeline, went=went)[0]]
    return found


def _tick(material: Material, key: str) -> str:
    """What a step is called: its type, but its class where the type is another step's name."""
    step = material.step[key]
    same = [other.key for other in material.steps if other.type == step.type]
    return f"`{step.type}`" if len(same) == 1 or step.key == step.type.lower() else f"`{step.current[0]}`"


def _begun(text: str) -> str:
    return (text[:1].upper() + text[1:]).rstrip(".")


def _found(pattern: str, text: str) -> str:
    found = re.search(pattern, text, re.IGNORECASE)
    assert found is not None, (pattern, text)
    return found[1]
