"""What can change between two runs of a cached step, and what a change does to its cache key.

Whether an attribute is part of a type's key is not decided here: each change names the attribute by the words
that the syllabus uses for it, and counts for a step only where the step's `in_key` or `not_in_key` has them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from quizzes.generators.material import Step

Place = Literal["in", "out", "behind", "elsewhere"]
"""In the key; listed as not in it; behind a value that is compared as text; in no attribute of the step."""

_RESOURCES = {
    "processing": "instance type",
    "training": "`ResourceConfig`",
    "tuning": "instance settings",
    "transform": "`TransformResources`",
}
_OUTPUT = {
    "processing": "output configuration",
    "training": "`OutputDataConfig`",
    "tuning": "output locations",
    "automl": "output location",
    "transform": "`TransformOutput`",
}
_INPUT = {
    "processing": "`ProcessingInputs`",
    "training": "`InputDataConfig`",
    "tuning": "`InputDataConfig`",
    "automl": "`InputDataConfig`",
    "transform": "`TransformInput`",
}
_IMAGE = {
    "processing": "`AppSpecification`",
    "training": "`AlgorithmSpecification`",
    "tuning": "`AlgorithmSpecification`",
}
_CHECKS = ("quality-check", "clarify-check")


def _both(word: str) -> dict[str, str]:
    return dict.fromkeys(_CHECKS, word)


@dataclass(frozen=True, slots=True)
class Change:
    """One change, in words; `group` is shared by changes that are much the same."""

    key: str
    group: str
    place: Place
    text: str
    attributes: Mapping[str, str]
    because: str = ""
    trap: str = ""

    def fits(self, step: Step) -> bool:
        """The syllabus says of this step what the change needs it to say."""
        if self.place == "elsewhere":
            return step.cacheable and step.key in self.attributes
        word = self.attributes.get(step.key)
        lines = step.not_in_key if self.place == "out" else step.in_key
        return word is not None and any(word in line for line in lines)

    def why(self, step: Step) -> str:
        """What the change does to the step's key."""
        word = self.attributes[step.key]
        if self.place == "in" and word in self.text:
            return f"{word} is compared, so no earlier run is equal."
        if self.place == "in":
            return f"{self.because} part of {word}, which is compared: no earlier run is equal."
        if self.place == "out":
            return (
                self.because
                or f"For this type {_the(word)} not in the key, so the earlier run is still equal."
            )
        return self.because

    @property
    def misses(self) -> bool:
        """The step's job runs again."""
        return self.place == "in"


def _the(word: str) -> str:
    """The attribute as the subject of a sentence."""
    if word.startswith("`"):
        return f"{word} is"
    if word == "spot":
        return "the use of spot instances is"
    return f"the {word} {'are' if word.endswith('s') else 'is'}"


_URI_KEPT = "The input is compared by its URI, and that is the same; what lies behind it is not looked at."
_ALL = dict.fromkeys(("processing", "training", "tuning", "automl", "transform"), "")

CHANGES = (
    Change("hyperparameter", "hyper", "in", "The hyperparameter `max_depth` is raised from 5 to 6",
           {"training": "`HyperParameters`", "tuning": "`StaticHyperParameters`"}, "It is"),
    Change("ranges", "hyper", "in", "The search range of the learning rate is widened",
           {"tuning": "`HyperParameterRanges`"}, "The range is"),
    Change("objective", "objective", "in", "The objective metric is now RMSE and not MAE",
           {"tuning": "`TuningObjective`", "automl": "`AutoMLJobObjective`"}, "The metric is"),
    Change("problem-type", "objective", "in", "The problem type is set to regression",
           {"automl": "`ProblemType`"}, "It is"),
    Change("budget", "objective", "in", "The job's limit on candidates is doubled",
           {"automl": "`AutoMLJobConfig`"}, "The completion criteria are"),
    Change("input", "input", "in", "The input parameter is given the prefix of a later day",
           _INPUT, "The new URI is"),
    Change("image", "image", "in", "The step names another tag of its container image",
           _IMAGE, "The image URI is"),
    Change("arguments", "arguments", "in", "The script is given one more argument",
           {"processing": "`AppSpecification`"}, "Container arguments are"),
    Change("environment", "environment", "in", "An environment variable of the container is set",
           {"processing": "`Environment`", "training": "`Environment`", "transform": "`Environment`"},
           "The variable is"),
    Change("local-script", "script", "in", "The local script is edited, and the SDK updates the pipeline",
           {"processing": "`ProcessingInputs`"},
           "The SDK uploads the script to a path with a new hash; that URI is"),
    Change("model-name", "model", "in", "The step is given the name of another Model resource",
           {"transform": "`ModelName`"}, "The name is"),
    Change("skip-check", "check", "in", "`SkipCheck` is changed from false to true",
           _both("`SkipCheck`"), "It is"),
    Change("new-baseline", "baseline", "in", "`RegisterNewBaseline` is changed from false to true",
           _both("`RegisterNewBaseline`"), "It is"),
    Change("group", "group", "in", "The step names another model package group",
           _both("`ModelPackageGroupName`"), "The group's name is"),
    Change("supplied", "supplied", "in", "Constraints are supplied by another URI",
           _both("`SuppliedBaselineConstraints`"), "That URI is"),
    Change("cluster", "cluster", "in", "The step is pointed to another cluster",
           {"emr": "`ClusterId`"}, "Its id is"),
    Change("jar-argument", "arguments", "in", "The jar is given one more argument",
           {"emr": "`StepConfig`"}, "The argument is"),
    Change("instance-type", "resources", "out", "The step moves to a larger instance type", _RESOURCES),
    Change("instance-count", "resources", "out", "The step runs on two instances and not on one", _RESOURCES,
           "For this type the number of instances is not in the key, so the earlier run is still equal."),
    Change("volume", "resources", "out", "The volume of the instance is doubled in size",
           {"processing": "disk size", "training": "`ResourceConfig`"}),
    Change("output", "output", "out", "The step writes its output under another prefix", _OUTPUT),
    Change("role", "role", "out", "The job runs under another IAM role",
           {"processing": "role", "training": "role", "automl": "role"}),
    Change("network", "network", "out", "The job is moved into a subnet of the company's VPC",
           {"processing": "network", "training": "network"}),
    Change("spot", "stopping", "out", "Managed spot training is switched on for the job",
           {"training": "spot"}),
    Change("run-time", "stopping", "out", "The longest run time allowed to the job is doubled",
           {"processing": "stopping condition", "training": "stopping condition"}),
    Change("retry", "retry", "out", "A retry policy for capacity errors is put on the step",
           {"processing": "retry policies"}),
    Change("property-file", "property", "out", "A property file is declared on one of its outputs",
           {"processing": "property files"}),
    Change("on-violation", "violation", "out", "`FailOnViolation` is changed from true to false",
           _both("`FailOnViolation`")),
    Change("files-added", "behind", "behind", "New files are added under the unchanged input prefix",
           _INPUT, _URI_KEPT, "same-prefix-noticed"),
    Change("overwritten", "behind", "behind", "The input object is overwritten under its old key",
           _INPUT, _URI_KEPT, "same-prefix-noticed"),
    Change("script-replaced", "script", "behind", "The script, given by its S3 URI, is replaced there",
           {"processing": "`ProcessingInputs`"},
           "The script is compared by its URI, and that is the same; its text is not looked at.",
           "same-prefix-noticed"),
    Change("pushed-again", "image", "behind", "A new image is pushed under the tag that the step names",
           _IMAGE,
           "The image is compared by its URI, tag included, and that is the same; its content is not looked "
           "at."),
    Change("threshold", "gate", "elsewhere", "The gate's threshold, a parameter, is given a higher value",
           _ALL,
           "The value ends up in the condition and in no attribute of this step."),
    Change("approval", "status", "elsewhere", "The parameter with the approval status is set to `Approved`",
           _ALL,
           "The value ends up in the registration and in no attribute of this step."),
    Change("default", "default", "elsewhere", "The input parameter is passed, with the value of its default",
           _ALL,
           "The value is resolved before it is compared, and it is the same as that of the earlier run."),
)  # fmt: skip
"""Every change that is told. The syllabus decides for which types of step it can be."""


def for_step(step: Step) -> list[Change]:
    """The changes about which the syllabus says what they do to this step's cache."""
    return [change for change in CHANGES if change.fits(step)]
