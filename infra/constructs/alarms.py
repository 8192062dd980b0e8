"""What wakes somebody: a sealer that lags, a record set aside, errors, throttles, and the glass being broken."""

from collections.abc import Mapping

from aws_cdk import Duration, Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.constructs.events_table import CHANGES_OF_THE_TABLE
from infra.constructs.function import Function
from infra.constructs.table import Table
from infra.nag import acknowledge

NAMESPACE = "Lacre"
SEAL_DELAY_SECONDS = 120
UNSEALED_AGE_SECONDS = 120
RECONCILIATION_LAG_SECONDS = 3600
ITERATOR_AGE_MS = 60_000
MINUTE = Duration.minutes(1)
FIVE_MINUTES = Duration.minutes(5)
QUARTER = Duration.minutes(15)
CHANGES_HEARD = [
    "UpdateContinuousBackups",
    *(action.removeprefix("dynamodb:") for action in CHANGES_OF_THE_TABLE),
]


class Alarms(Construct):
    """Alarms that all speak through one topic."""

    def __init__(self, scope: Construct, name: str, email: str) -> None:
        super().__init__(scope, name)
        self.topic = sns.Topic(self, "Topic", enforce_ssl=True)
        if email:
            self._notify(email)
        # A topic with a policy of its own loses the default that lets the account's alarms publish.
        self.topic.add_to_resource_policy(
            iam.PolicyStatement(
                principals=[
                    iam.ServicePrincipal("cloudwatch.amazonaws.com"),
                    iam.ServicePrincipal("events.amazonaws.com"),
                ],
                actions=["sns:Publish"],
                resources=[self.topic.topic_arn],
                conditions={"StringEquals": {"aws:SourceAccount": Stack.of(self).account}},
            )
        )

    def _notify(self, email: str) -> None:
        subscription = sns.Subscription(
            self, "Email", topic=self.topic, endpoint=email, protocol=sns.SubscriptionProtocol.EMAIL
        )
        acknowledge(subscription, "SNS offers no dead-letter queue for e-mail", "Serverless-SNSRedrivePolicy")

    def _when(
        self,
        name: str,
        metric: cloudwatch.IMetric,
        threshold: float,
        periods: int = 1,
        *,
        compare: cloudwatch.ComparisonOperator = cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
        missing: cloudwatch.TreatMissingData = cloudwatch.TreatMissingData.NOT_BREACHING,
    ) -> None:
        alarm = cloudwatch.Alarm(
            self,
            name,
            metric=metric,
            threshold=threshold,
            evaluation_periods=periods,
            comparison_operator=compare,
            treat_missing_data=missing,
        )
        alarm.add_alarm_action(actions.SnsAction(self.topic))

    def watch_sealing(self) -> None:
        """An event waits longer for its seal than twice what its receipt promises."""
        self._when("SealDelay", _of_archive("SealDelay", "Maximum"), SEAL_DELAY_SECONDS)

    def watch_tampering(self) -> None:
        """A recorded event was changed: once is too often."""
        self._when("LogTampered", _of_archive("LogTampered", "Sum"), 0)

    def watch_repairs(self) -> None:
        """A file of the public log was damaged, and made anew from the archive or not: somebody wrote there."""
        self._when("LogRepaired", _of_archive("LogRepaired", "Sum"), 0)
        self._when("LogDamaged", _of_archive("LogDamaged", "Sum"), 0)

    def watch_heartbeat(self) -> None:
        """Nothing was sealed for a quarter of an hour, in which the sweep recorded its runs: sealing stands still."""
        self._when(
            "HeartbeatMissing",
            _of_archive("EventsSealed", "Sum", QUARTER),
            1,
            compare=cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
            missing=cloudwatch.TreatMissingData.BREACHING,
        )

    def watch_reconciliation(self) -> None:
        """Table and log differ, an event waits unsealed, a producer's numbers have gaps, or nobody compares.

        The age of the unsealed is measured on the table, so that it shows when nothing seals at all.
        """
        self._when("UnsealedAge", _of_sweep("UnsealedAge", "Maximum"), UNSEALED_AGE_SECONDS)
        self._when("ReconciliationFindings", _of_sweep("ReconciliationFindings", "Sum"), 0)
        self._when("SequenceGaps", _of_sweep("SequenceGaps", "Maximum"), 0)
        self._when(
            "ReconciliationLag",
            _of_sweep("ReconciliationLag", "Maximum", QUARTER),
            RECONCILIATION_LAG_SECONDS,
            missing=cloudwatch.TreatMissingData.BREACHING,
        )

    def watch_witnesses(self) -> None:
        """A witness refuses what the log signed: once is too often; or does not answer for a quarter of an hour."""
        self._when("WitnessRefused", _of_archive("WitnessRefused", "Sum"), 0)
        self._when("WitnessUnanswered", _of_archive("WitnessUnanswered", "Sum", FIVE_MINUTES), 0, periods=3)

    def watch_exports(self) -> None:
        """An export could not be made, for whatever reason it tells; a deep search, for one that is not its asker's."""
        self._when("ExportsFailed", _measured("export", "ExportsFailed", "Sum", MINUTE), 0)
        self._when("DeepSearchesFailed", _measured("export", "DeepSearchesFailed", "Sum", MINUTE), 0)

    def watch_consumer(self, function: Function) -> None:
        """A reader of the stream lags behind."""
        age = function.function.metric("IteratorAge", statistic="Maximum", period=MINUTE)
        self._when(f"{function.node.id}IteratorAge", age, ITERATOR_AGE_MS, periods=2)

    def watch_functions(self, functions: Mapping[str, Function]) -> None:
        """A function is refused for lack of capacity, or one without a caller to tell fails."""
        for name, function in functions.items():
            throttles = function.function.metric_throttles(period=FIVE_MINUTES, statistic="Sum")
            self._when(f"{name}Throttles", throttles, 0)
            errors = function.function.metric_errors(period=FIVE_MINUTES, statistic="Sum")
            self._when(f"{name}Errors", errors, 0)

    def watch_api(self, server_errors: cloudwatch.Metric) -> None:
        """Callers see 5xx."""
        self._when("Api5xx", server_errors, 0)

    def watch_failures(self, bucket: s3.IBucket) -> None:
        """Something was written to the bucket of failed batches and quarantined records."""
        puts = cloudwatch.Metric(
            namespace="AWS/S3",
            metric_name="PutRequests",
            dimensions_map={"BucketName": bucket.bucket_name, "FilterId": "EntireBucket"},
            period=MINUTE,
            statistic="Sum",
        )
        self._when("FailuresWritten", puts, 0)

    def watch_queue(self, name: str, queue: sqs.IQueue) -> None:
        """A queue that is empty in good times is not."""
        visible = queue.metric_approximate_number_of_messages_visible(period=MINUTE, statistic="Maximum")
        self._when(f"{name}NotEmpty", visible, 0)

    def watch_break_glass(self, role_arn: str, table: Table) -> None:
        """The break-glass role is assumed, or the definition of a table is changed by anybody.

        Both rules hear CloudTrail, so the account needs a trail that logs management events. AssumeRole counts as
        read-only, and such events reach only a rule in the longer state.
        """
        assumed = {"requestParameters": {"roleArn": [role_arn]}}
        self._rule("BreakGlassAssumed", "aws.sts", assumed, "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS")
        named = {"$or": [{"tableName": [table.table_name, table.arn]}, {"resourceArn": [table.arn]}]}
        touched = {"eventName": CHANGES_HEARD, "requestParameters": named}
        self._rule("TableRedefined", "aws.dynamodb", touched, "ENABLED")

    def _rule(self, name: str, source: str, detail: Mapping[str, object], state: str) -> None:
        # The typed rule knows neither the state nor "$or".
        rule = events.CfnRule(
            self,
            name,
            state=state,
            event_pattern={
                "source": [source],
                "detail-type": ["AWS API Call via CloudTrail"],
                "detail": detail,
            },
            targets=[events.CfnRule.TargetProperty(id="topic", arn=self.topic.topic_arn)],
        )
        acknowledge(rule, "EventBridge retries a topic for 24 hours", "Serverless-EventBusDLQ")


def _of_archive(metric: str, statistic: str, period: Duration = MINUTE) -> cloudwatch.Metric:
    return _measured("archive", metric, statistic, period)


def _of_sweep(metric: str, statistic: str, period: Duration = MINUTE) -> cloudwatch.Metric:
    return _measured("sweep", metric, statistic, period)


def _measured(function: str, metric: str, statistic: str, period: Duration) -> cloudwatch.Metric:
    return cloudwatch.Metric(
        namespace=NAMESPACE,
        metric_name=metric,
        dimensions_map={"service": function},
        period=period,
        statistic=statistic,
    )
