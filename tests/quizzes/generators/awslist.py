"""What each change does to a cache key, copied by hand from AWS's list of default key attributes.

The list is https://docs.aws.amazon.com/sagemaker/latest/dg/pipelines-default-keys.html, read on 2026-11-21.
That only URIs are compared is in the SDK's documentation on caching. COMPARED: the change is in the key, so
the step misses. LISTED_OUT: it is in no attribute on the list, or behind a URI that stays the same: a hit.
"""

from __future__ import annotations

_URIS_KEPT = {"files-added", "overwritten", "default", "threshold", "approval"}
_CHECK = {"skip-check", "new-baseline", "group", "supplied"}

COMPARED = {
    "processing": {
        "input",
        "image",
        "arguments",
        "environment",
        "local-script",
    },  # AppSpecification, Environment, ProcessingInputs
    "training": {
        "hyperparameter",
        "input",
        "image",
        "environment",
    },  # HyperParameters, InputDataConfig, AlgorithmSpecification, Environment
    "tuning": {"hyperparameter", "ranges", "objective", "input", "image"},  # of TrainingJobDefinition
    "automl": {
        "objective",
        "problem-type",
        "budget",
        "input",
    },  # AutoMLJobConfig, AutoMLJobObjective, InputDataConfig, ProblemType
    "transform": {
        "input",
        "environment",
        "model-name",
    },  # ModelName, TransformInput, DataProcessing, Environment
    "quality-check": _CHECK,
    "clarify-check": _CHECK,
    "emr": {"cluster", "jar-argument"},  # ClusterId, StepConfig
}
LISTED_OUT = {
    "processing": {
        "instance-type",
        "instance-count",
        "volume",
        "output",
        "role",
        "network",
        "run-time",
        "retry",
    }
    | {"property-file", "script-replaced", "pushed-again"}
    | _URIS_KEPT,
    "training": {"instance-type", "instance-count", "volume", "output", "role", "network", "spot", "run-time"}
    | {"pushed-again"}
    | _URIS_KEPT,
    "tuning": {"instance-type", "instance-count", "output", "pushed-again"} | _URIS_KEPT,
    "automl": {"output", "role"} | _URIS_KEPT,
    "transform": {"instance-type", "instance-count", "output"} | _URIS_KEPT,
    "quality-check": {"on-violation"},
    "clarify-check": {"on-violation"},
    "emr": set(),
}
