"""Tables: on demand, recoverable to any second, protected where data must outlive its stack."""

from collections.abc import Sequence
from dataclasses import dataclass

from aws_cdk import RemovalPolicy
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_iam as iam
from constructs import Construct

from infra.stage import StageSettings

STRING = dynamodb.AttributeType.STRING
NUMBER = dynamodb.AttributeType.NUMBER


@dataclass(frozen=True, slots=True)
class Key:
    """A partition key and, where there is one, a sort key. Both are strings unless `sort_type` says otherwise."""

    partition: str
    sort: str | None = None
    sort_type: dynamodb.AttributeType = STRING

    @property
    def partition_key(self) -> dynamodb.Attribute:
        """The partition key as CDK wants it."""
        return dynamodb.Attribute(name=self.partition, type=STRING)

    @property
    def sort_key(self) -> dynamodb.Attribute | None:
        """The sort key as CDK wants it."""
        return dynamodb.Attribute(name=self.sort, type=self.sort_type) if self.sort else None


@dataclass(frozen=True, slots=True)
class Index:
    """A global secondary index; without `carried` it holds whole items."""

    name: str
    key: Key
    carried: tuple[str, ...] = ()


class Table(Construct):
    """A DynamoDB table and its indexes; `arn` is the table alone, `table_name` what CloudFormation called it."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        settings: StageSettings,
        key: Key,
        *,
        indexes: Sequence[Index] = (),
        ttl: str | None = None,
        stream: dynamodb.StreamViewType | None = None,
        policy: iam.PolicyDocument | None = None,
    ) -> None:
        super().__init__(scope, name)
        self._indexes = tuple(index.name for index in indexes)
        self._table = dynamodb.Table(
            self,
            "Table",
            partition_key=key.partition_key,
            sort_key=key.sort_key,
            billing_mode=dynamodb.BillingMode.PAY_PER_REQUEST,
            point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(
                point_in_time_recovery_enabled=True
            ),
            deletion_protection=settings.is_protected,
            removal_policy=RemovalPolicy.RETAIN if settings.is_protected else RemovalPolicy.DESTROY,
            time_to_live_attribute=ttl,
            stream=stream,
            resource_policy=policy,
        )
        for index in indexes:
            self._add(index)
        self.table_name: str = self._table.table_name
        self.arn: str = self._table.table_arn
        self._stream_arn: str | None = self._table.table_stream_arn

    def _add(self, index: Index) -> None:
        self._table.add_global_secondary_index(
            index_name=index.name,
            partition_key=index.key.partition_key,
            sort_key=index.key.sort_key,
            projection_type=dynamodb.ProjectionType.INCLUDE if index.carried else dynamodb.ProjectionType.ALL,
            non_key_attributes=list(index.carried) or None,
        )

    @property
    def index_arns(self) -> list[str]:
        """Every index by its own ARN, so that a grant needs no wildcard."""
        return [self.index_arn(name) for name in self._indexes]

    def index_arn(self, name: str) -> str:
        """One index, for a grant on it alone. Raises ValueError for a name that no index of the table has."""
        if name not in self._indexes:
            raise ValueError(f"{self.node.id} has no index {name}")
        return f"{self.arn}/index/{name}"

    @property
    def stream_arn(self) -> str:
        """The stream. Raises ValueError for a table that has none."""
        if self._stream_arn is None:
            raise ValueError(f"{self.node.id} has no stream")
        return self._stream_arn
