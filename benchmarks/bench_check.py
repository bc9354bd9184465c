"""How long the check of a bank of 1,000 questions takes. The goal is 5 s.

The bank is made of orderings, matchings and choices as they ship: reasons, examples, claims, sources and all.
What is measured is the whole way from bytes to a bank, in CPU and in elapsed seconds, the best of three.
"""

from __future__ import annotations

import os
import platform
import sys
import time
from datetime import date

from quizzes.formats.bank import Known, ReadBank, read_bank

QUESTIONS = 1_000
GOAL = 5.0
TODAY = date(2026, 11, 21)
ABOUT = """\
    explain: |
      Follow what is handed on, the {n}th time: preparation writes the splits, training turns one of them into
      an artifact, and `EvaluationStep` turns both into a **report**. Only then can the gate decide anything.
    topics: [retraining-loop]
    traps: [register-before-gate]
    exams: {{MLA-C01: ["3.3"]}}
    difficulty: 2
    asks: judgement
    reread: ["retraining-loop#gate"]
    source: {{url: "https://docs.aws.amazon.com/sagemaker/latest/dg/pipelines.html", checked: 2026-11-21}}
"""
KINDS = (
    """\
  - kind: ordering
    key: ordering-{n}
    prompt: Put the {n}th retraining pipeline in an order in which its steps can run.
    items:
      test: "`ProcessingStep` measures the model of run {n}"
      clean: "`ProcessingStep` splits and cleans the raw data"
      register: Add the model to the registry
      train: Fit a model on the training split
      gate: Stop unless the error is low enough
    needs:
      train: {{clean: The training job reads the split that preparation writes.}}
      test: {{train: There is no model to measure before training has written its artifact.}}
      gate: {{test: {{why: The number to compare is in the report., trap: gate-before-evaluation}}}}
      register: {{gate: Registering first would list the weak models.}}
    distractors:
      deploy: {{text: Update the endpoint, why: Registering does not deploy., trap: register-deploys}}
    orders: 1
    examples:
      - {{response: [clean, train, test, gate, register], correct: true}}
      - {{response: [clean, test, train, gate, register], correct: false}}
""",
    """\
  - kind: matching
    key: matching-{n}
    prompt: Match each of the {n} steps to what it does.
    prompts: {{training: "`TrainingStep` {n}", condition: "`ConditionStep`", fail: "`FailStep`"}}
    responses:
      fit: Fits a model
      branch: Branches on a metric
      stop: Ends the run as failed
      tune: {{text: Searches hyperparameters, why: That is `TuningStep`.}}
    pairs: {{training: fit, condition: branch, fail: stop}}
    why: {{training: It trains., condition: It has exactly two branches., fail: It fails.}}
    examples:
      - {{response: {{training: fit, condition: branch, fail: stop}}, correct: true}}
""",
    """\
  - kind: choice
    key: choice-{n}
    prompt: Where is step caching switched on for the {n}th time?
    options:
      step: {{text: On each step {n}, correct: true, why: "`CacheConfig` is a field of the step."}}
      pipeline: {{text: On the whole pipeline, why: There is no such setting., trap: pipeline-level-cache}}
      run: {{text: When a run is started, why: A run only takes parameters.}}
      account: {{text: In the account settings, why: There is no such setting.}}
    examples:
      - {{response: [step], correct: true}}
""",
)


def main() -> None:
    raw = a_bank(QUESTIONS)
    known = Known(
        topics={"retraining-loop"},
        traps={"register-before-gate", "gate-before-evaluation", "register-deploys", "pipeline-level-cache"},
        passages={"retraining-loop#gate"},
        exams={"MLA-C01"},
    )
    cpu, elapsed = min(_measured(raw, known) for _ in range(3))
    print(f"machine: {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}")
    print(f"check of {QUESTIONS} questions ({len(raw) // 1024} kB): {elapsed:.2f} s, {cpu:.2f} s of CPU")
    print(f"goal: under {GOAL:.0f} s: {'met' if elapsed < GOAL else 'MISSED'}")


def a_bank(questions: int) -> bytes:
    """A sound bank of so many questions, no two of them the same."""
    entries = [(KINDS[n % len(KINDS)] + ABOUT).format(n=n) for n in range(questions)]
    return f"bank: bench\ntitle: A bank to measure\nquestions:\n{''.join(entries)}".encode()


def _measured(raw: bytes, known: Known) -> tuple[float, float]:
    cpu, elapsed = time.process_time(), time.perf_counter()
    read = read_bank(raw, file="bench.yaml", judged="shipped", known=known, today=TODAY)
    took = time.process_time() - cpu, time.perf_counter() - elapsed
    _refuse_unsound(read)
    return took


def _refuse_unsound(read: ReadBank) -> None:
    """A bank with problems would be measured for something else."""
    if read.bank is None or read.problems or len(read.bank.questions) != QUESTIONS:
        sys.exit(f"the bank to measure is not sound: {read.problems[:3]}")


if __name__ == "__main__":
    main()
