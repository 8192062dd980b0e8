"""A function with every default decided, and a role that may only log and trace until it is told more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.constructs.layers import Layers, architecture, python_runtime
from infra.nag import acknowledge
from infra.sources import Sources
from infra.stage import StageSettings

ALIAS = "live"
# One full virtual CPU comes with 1,769 MB; half of it starts Python and hashes a PIN in reasonable time.
MEMORY_MB = 1024


@dataclass(frozen=True, slots=True)
class Ground:
    """What all functions of a stage stand on."""

    settings: StageSettings
    sources: Sources
    layers: Layers


@dataclass(frozen=True, slots=True)
class Shape:
    """How one function differs. `concurrency` caps and reserves; `http` functions are snapshotted."""

    timeout_seconds: int
    layers: tuple[str, ...]
    http: bool = False
    concurrency: int | None = None
    memory_mb: int = MEMORY_MB


class Function(Construct):
    """A Lambda function `functions/<name>`, its log group, its role, and the alias that everything calls."""

    def __init__(
        self, scope: Construct, name: str, ground: Ground, shape: Shape, environment: Mapping[str, str]
    ) -> None:
        super().__init__(scope, name)
        settings = ground.settings
        log_group = logs.LogGroup(
            self,
            "Log",
            retention=retention(settings.log_retention_days),
            removal_policy=RemovalPolicy.DESTROY if settings.is_local else RemovalPolicy.RETAIN,
        )
        self.role = iam.Role(self, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
        self.allow([log_group.log_group_arn], "logs:CreateLogStream", "logs:PutLogEvents")
        self.function = lambda_.Function(
            self,
            "Function",
            code=ground.sources.function(name),
            handler=f"functions.{name}.handler.handler",
            runtime=python_runtime(settings.runtime),
            architecture=architecture(settings.runtime),
            layers=ground.layers.pick(*shape.layers),
            memory_size=shape.memory_mb,
            timeout=Duration.seconds(shape.timeout_seconds),
            tracing=lambda_.Tracing.ACTIVE,
            snap_start=lambda_.SnapStartConf.ON_PUBLISHED_VERSIONS if shape.http else None,
            reserved_concurrent_executions=shape.concurrency,
            role=self.role,
            log_group=log_group,
            environment=dict(environment),
        )
        # $LATEST can run new code with an old layer while an update is under way; a version cannot.
        self.alias = self.entrance(ALIAS)
        self._acknowledge()

    def entrance(self, name: str) -> lambda_.Alias:
        """One more alias of the version that runs: what it may be asked there is the function's to decide, and IAM's
        to grant. IAM tells aliases apart, and not payloads.
        """
        return lambda_.Alias(self, name.capitalize(), alias_name=name, version=self.function.current_version)

    def _acknowledge(self) -> None:
        acknowledge(self.role, "X-Ray's write actions take no resource", "AwsSolutions-IAM5[Resource::*]")
        acknowledge(
            self.function,
            "the locked wheels are built and tested for this version; it is raised together with them",
            "AwsSolutions-L1",
            "Serverless-LambdaLatestVersion",
        )
        acknowledge(
            self.function,
            "HTTP callers are told at once, failed stream batches go to the failures bucket, and the next schedule "
            "makes up for a missed one",
            "Serverless-LambdaDLQ",
        )
        acknowledge(
            self.function,
            "the alias calls a published version",
            "Annotation::@aws-cdk/aws-lambda:snapStartRequirePublish",
        )

    def allow(self, resources: Sequence[str], *actions: str, keys: str | None = None) -> None:
        """Grants exactly these actions on exactly these ARNs; of a table, on items whose key begins with `keys`."""
        conditions = {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": [f"{keys}*"]}} if keys else None
        self.role.add_to_policy(
            iam.PolicyStatement(actions=list(actions), resources=list(resources), conditions=conditions)
        )


def retention(days: int) -> logs.RetentionDays:
    """CloudWatch's word for a number of days. Raises KeyError for a number that CloudWatch does not offer."""
    words = {
        7: logs.RetentionDays.ONE_WEEK,
        30: logs.RetentionDays.ONE_MONTH,
        365: logs.RetentionDays.ONE_YEAR,
    }
    return words[days]
