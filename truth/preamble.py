"""The names that every snippet of a step may use, and what stands behind them.

A snippet on a step page is short: it shows the step, not how a session is opened. What it takes for granted
is here, is told in docs/content-format.md, and is run before each snippet when `make truth` compiles it.
Nothing here asks AWS for anything: the session's clients are stand-ins, as in the SDK's own unit tests.
"""

from __future__ import annotations

from unittest.mock import MagicMock

from sagemaker import Model
from sagemaker.automl.automl import AutoML, AutoMLInput
from sagemaker.clarify import BiasConfig, DataConfig
from sagemaker.estimator import Estimator
from sagemaker.inputs import TrainingInput
from sagemaker.lambda_helper import Lambda
from sagemaker.model_monitor import DatasetFormat
from sagemaker.processing import ProcessingOutput
from sagemaker.sklearn.processing import SKLearnProcessor
from sagemaker.transformer import Transformer
from sagemaker.tuner import ContinuousParameter, HyperparameterTuner
from sagemaker.workflow.automl_step import AutoMLStep
from sagemaker.workflow.callback_step import CallbackOutput, CallbackOutputTypeEnum, CallbackStep
from sagemaker.workflow.check_job_config import CheckJobConfig
from sagemaker.workflow.clarify_check_step import ClarifyCheckStep, DataBiasCheckConfig
from sagemaker.workflow.condition_step import ConditionStep
from sagemaker.workflow.conditions import ConditionGreaterThanOrEqualTo
from sagemaker.workflow.emr_step import EMRStep, EMRStepConfig
from sagemaker.workflow.endpoint_step import EndpointConfigStep, EndpointStep
from sagemaker.workflow.fail_step import FailStep
from sagemaker.workflow.function_step import step
from sagemaker.workflow.functions import Join, JsonGet
from sagemaker.workflow.lambda_step import LambdaOutput, LambdaOutputTypeEnum, LambdaStep
from sagemaker.workflow.model_step import ModelStep
from sagemaker.workflow.notebook_job_step import NotebookJobStep
from sagemaker.workflow.parameters import ParameterFloat, ParameterString
from sagemaker.workflow.pipeline import Pipeline
from sagemaker.workflow.pipeline_context import PipelineSession
from sagemaker.workflow.properties import PropertyFile
from sagemaker.workflow.quality_check_step import DataQualityCheckConfig, QualityCheckStep
from sagemaker.workflow.steps import CacheConfig, ProcessingStep, TrainingStep, TransformStep, TuningStep

REGION, ACCOUNT = "us-east-1", "111122223333"
role = f"arn:aws:iam::{ACCOUNT}:role/PipelineRole"
bucket = "amzn-s3-demo-bucket"
image = f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/churn:1"
instance = "ml.m5.xlarge"
raw_uri = ParameterString(name="RawDataUri", default_value=f"s3://{bucket}/raw/2026-11-21/")
threshold = ParameterFloat(name="AucThreshold", default_value=0.85)
function_arn = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:notify"
queue_url = f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/credit-office"
cluster_id, script_uri = "j-1ABCDEFGHIJKL", f"s3://{bucket}/code/join.py"


def _session() -> PipelineSession:
    """A session whose clients are stand-ins: it captures requests and sends none."""
    boto = MagicMock(name="boto_session", region_name=REGION)
    boto.client.return_value.get_caller_identity.return_value = {"Account": ACCOUNT}
    return PipelineSession(boto_session=boto, default_bucket=bucket)


session = _session()
processor = SKLearnProcessor(
    framework_version="1.2-1", role=role, instance_type=instance, instance_count=1, sagemaker_session=session
)
estimator = Estimator(
    image_uri=image,
    role=role,
    instance_type=instance,
    instance_count=1,
    output_path=f"s3://{bucket}/models/",
    disable_profiler=True,
    sagemaker_session=session,
)
model = Model(
    image_uri=image,
    model_data=f"s3://{bucket}/models/model.tar.gz",
    role=role,
    sagemaker_session=session,
)
job = CheckJobConfig(role=role, instance_type=instance, sagemaker_session=session)
