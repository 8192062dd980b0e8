"""A function that reads the stream of the events table."""

from dataclasses import dataclass

from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from constructs import Construct

from infra.constructs.function import Function
from infra.constructs.table import Table
from infra.nag import acknowledge, objects_of

# The stream forgets a record after 24 hours. A batch that still fails after 22 goes to the failures bucket, records
# and all, while there is time; until then it is tried again and again, since consumers set poison aside themselves
# and raise on transient faults only.
MAXIMUM_AGE_SECONDS = 22 * 3600


@dataclass(frozen=True, slots=True)
class Reading:
    """How a consumer reads: records a batch, seconds to wait for a batch, and a filter pattern as JSON."""

    batch: int
    window_seconds: int
    pattern: str | None = None


class Consumer(Construct):
    """An event source mapping from the stream to a function's alias, with the grants that reading takes."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        function: Function,
        table: Table,
        failures: s3.IBucket,
        reading: Reading,
    ) -> None:
        super().__init__(scope, name)
        _allow_reading(function, table, failures)
        self.mapping = lambda_.CfnEventSourceMapping(
            self,
            "Mapping",
            function_name=function.alias.function_arn,
            event_source_arn=table.stream_arn,
            starting_position="TRIM_HORIZON",
            batch_size=reading.batch,
            maximum_batching_window_in_seconds=reading.window_seconds,
            bisect_batch_on_function_error=True,
            maximum_record_age_in_seconds=MAXIMUM_AGE_SECONDS,
            destination_config=lambda_.CfnEventSourceMapping.DestinationConfigProperty(
                on_failure=lambda_.CfnEventSourceMapping.OnFailureProperty(destination=failures.bucket_arn)
            ),
            filter_criteria=_filter(reading.pattern),
        )
        # Lambda refuses a mapping whose role cannot read the stream yet.
        self.mapping.node.add_dependency(function.role)


def _allow_reading(function: Function, table: Table, failures: s3.IBucket) -> None:
    function.allow([table.stream_arn], "dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator")
    function.allow(["*"], "dynamodb:ListStreams")
    # Lambda chooses the key of a failed batch (aws/lambda/<mapping>/...), and wants to list the bucket.
    function.allow([failures.arn_for_objects("*")], "s3:PutObject")
    function.allow([failures.bucket_arn], "s3:ListBucket")
    acknowledge(function.role, "the keys of failed batches are Lambda's to choose", objects_of(failures))


def _filter(pattern: str | None) -> lambda_.CfnEventSourceMapping.FilterCriteriaProperty | None:
    if pattern is None:
        return None
    return lambda_.CfnEventSourceMapping.FilterCriteriaProperty(
        filters=[lambda_.CfnEventSourceMapping.FilterProperty(pattern=pattern)]
    )
