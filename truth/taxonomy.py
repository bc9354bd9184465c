"""What the pinned SDK and service model say: types, classes, statuses, enums, limits, as plain data."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from enum import Enum
from typing import Any

import botocore
import botocore.session
import sagemaker
import sagemaker.workflow
from sagemaker.workflow import conditions, execution_variables, parameters, retry
from sagemaker.workflow.callback_step import CallbackOutputTypeEnum
from sagemaker.workflow.function_step import step
from sagemaker.workflow.lambda_step import LambdaOutputTypeEnum
from sagemaker.workflow.step_collections import StepCollection
from sagemaker.workflow.steps import Step, StepTypeEnum

SERVICES = (
    "sagemaker",
    "sagemaker-featurestore-runtime",
    "events",
    "lambda",
    "emr",
    "sqs",
    "sts",
    "stepfunctions",
)
SERVICES += ("emr-serverless", "athena", "cloudwatch", "s3", "scheduler")
_BASES = (
    "ConditionComparison",
    "ConfigurableRetryStep",
    "_FunctionStep",
    "_RegisterModelStep",
    "_RepackModelStep",
)
ENUMS = (  # of the SageMaker API
    *("PipelineStatus", "PipelineExecutionStatus", "StepStatus", "ModelApprovalStatus", "ModelPackageStatus"),
    *(
        "AssociationEdgeType",
        "LineageType",
        "Direction",
        "MonitoringType",
        "ExecutionStatus",
        "EndpointStatus",
    ),
    *("TrafficRoutingConfigType", "CapacitySizeType"),
)
TARGETS = ("SageMakerPipelineParameters", "PipelineParameterList", "max")  # of the EventBridge API
LIMITS = {  # a name of ours: shape, member, and what of it
    "inputs of a processing job": ("CreateProcessingJobRequest", "ProcessingInputs", "max"),
    "pipeline name": ("CreatePipelineRequest", "PipelineName", "max"),
    "execution display name": ("StartPipelineExecutionRequest", "PipelineExecutionDisplayName", "max"),
    "definition": ("CreatePipelineRequest", "PipelineDefinition", "max"),
    "step name": ("PipelineExecutionStep", "StepName", "max"),
    "parameters of a run": ("StartPipelineExecutionRequest", "PipelineParameters", "max"),
    "value of a parameter": ("Parameter", "Value", "max"),
    "selected steps": ("SelectiveExecutionConfig", "SelectedSteps", "max"),
    "parallel steps": ("ParallelismConfiguration", "MaxParallelExecutionSteps", "min"),
    "callback token": ("SendPipelineExecutionStepSuccessRequest", "CallbackToken", "max"),
    "callback outputs": ("SendPipelineExecutionStepSuccessRequest", "OutputParameters", "max"),
    "callback failure reason": ("SendPipelineExecutionStepFailureRequest", "FailureReason", "max"),
    "message of a Fail step": ("FailStepMetadata", "ErrorMessage", "max"),
    "failure reason of a step": ("PipelineExecutionStep", "FailureReason", "max"),
    "failure reason of an execution": ("DescribePipelineExecutionResponse", "FailureReason", "max"),
    "start ARNs of a lineage query": ("QueryLineageRequest", "StartArns", "max"),
    "depth of a lineage query": ("QueryLineageRequest", "MaxDepth", "max"),
    "results of a lineage query": ("QueryLineageRequest", "MaxResults", "max"),
    "alarms of a rollback": ("AutoRollbackConfig", "Alarms", "max"),
    "wait between shifts": ("TrafficRoutingConfig", "WaitIntervalInSeconds", "max"),
    "wait before termination": ("BlueGreenUpdatePolicy", "TerminationWaitInSeconds", "max"),
    "longest deployment": ("BlueGreenUpdatePolicy", "MaximumExecutionTimeoutInSeconds", "max"),
    "shortest deployment": ("BlueGreenUpdatePolicy", "MaximumExecutionTimeoutInSeconds", "min"),
}


def taken() -> dict[str, Any]:
    """Everything that the syllabus is compared with, and the versions it was read from."""
    session = botocore.session.get_session()
    api = session.get_service_model("sagemaker")
    return {
        "versions": {"sagemaker": sagemaker.__version__, "botocore": botocore.__version__},
        "types": _values(StepTypeEnum),
        "classes": dict(sorted(_classes())),
        "enums": {name: sorted(api.shape_for(name).enum) for name in ENUMS},
        "record": sorted(api.shape_for("PipelineExecutionStep").members),
        "metadata": sorted(api.shape_for("PipelineExecutionStepMetadata").members),
        "start": sorted(api.shape_for("StartPipelineExecutionRequest").members),
        "parameters": _values(parameters.ParameterTypeEnum),
        "conditions": _values(conditions.ConditionTypeEnum),
        "condition classes": sorted(_named(conditions, conditions.Condition)),
        "retries": sorted(
            [*_values(retry.StepExceptionTypeEnum), *_values(retry.SageMakerJobExceptionTypeEnum)]
        ),
        "outputs": {
            "Lambda": _values(LambdaOutputTypeEnum),
            "Callback": _values(CallbackOutputTypeEnum),
        },
        "execution variables": sorted(
            v.expr["Get"].removeprefix("Execution.")
            for v in vars(execution_variables.ExecutionVariables).values()
            if isinstance(v, execution_variables.ExecutionVariable)
        ),
        "limits": {
            **{name: _limit(api, *where) for name, where in LIMITS.items()},
            "parameters of a target": _limit(session.get_service_model("events"), *TARGETS),
            "attempts of a retry policy": retry.MAX_ATTEMPTS_CAP,
            "minutes of a retry policy": retry.MAX_EXPIRE_AFTER_MIN,
        },
        "operations": {name: sorted(session.get_service_model(name).operation_names) for name in SERVICES},
    }


def _values(enum: type[Enum]) -> list[str]:
    return sorted(str(member.value) for member in enum)


def _limit(api: Any, shape: str, member: str, what: str) -> int:
    return int(api.shape_for(shape).members[member].metadata[what])


def _named(module: Any, base: type) -> Iterator[str]:
    """The classes of a module that somebody writes down: those with a base are none."""
    for name, found in inspect.getmembers(module, inspect.isclass):
        own = issubclass(found, base) and found.__module__ == module.__name__
        if own and found is not base and not inspect.isabstract(found) and name not in _BASES:
            yield name


def _classes() -> Iterator[tuple[str, dict[str, bool]]]:
    """Every step, collection of steps and decorator, and which settings its signature takes."""
    for info in pkgutil.iter_modules(sagemaker.workflow.__path__):
        if info.name in ("airflow",):
            continue
        module = importlib.import_module(f"sagemaker.workflow.{info.name}")
        for base in (Step, StepCollection):
            for name in _named(module, base):
                yield name, _takes(getattr(module, name))
    yield "@step", _takes(step)


def _takes(called: Any) -> dict[str, bool]:
    names = inspect.signature(called).parameters
    return {"cache": "cache_config" in names, "retries": "retry_policies" in names}
