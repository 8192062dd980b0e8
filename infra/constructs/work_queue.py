"""A queue that a function works off message by message, and where those rest that it could not."""

from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.constructs.function import Function
from infra.nag import acknowledge
from infra.stage import StageSettings

READ_ATTEMPTS = 100
"""A day and more of what a job needs being away. A job that was begun gives itself up after three attempts, and what
comes to the dead letters could not even be looked up."""

AT_ONCE = 2
"""As few as Lambda allows: others wait, and the table and the bucket are not read by more than that."""


class WorkQueue(Construct):
    """A queue with a dead-letter queue; both keep messages for the 14 days that SQS allows.

    A message that was received comes again after `again`: longer than the function that reads it may run. Six times
    as long, as Lambda's guide has it, is for messages that the function is too busy to take; with a cap on what reads
    the queue there are none, and after a crash nobody waits for so long.
    """

    def __init__(self, scope: Construct, name: str, settings: StageSettings, again: Duration) -> None:
        super().__init__(scope, name)
        self.dead_letters = self._queue("DeadLetters", settings, again, None)
        acknowledge(self.dead_letters, "it is the dead-letter queue", "Serverless-SQSRedrivePolicy")
        redrive = sqs.DeadLetterQueue(max_receive_count=READ_ATTEMPTS, queue=self.dead_letters)
        self.queue = self._queue("Queue", settings, again, redrive)

    def _queue(
        self, name: str, settings: StageSettings, again: Duration, dead_letters: sqs.DeadLetterQueue | None
    ) -> sqs.Queue:
        return sqs.Queue(
            self,
            name,
            retention_period=Duration.days(14),
            visibility_timeout=again,
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            # The local AWS speaks plain HTTP.
            enforce_ssl=not settings.is_local,
            removal_policy=RemovalPolicy.RETAIN if settings.is_protected else RemovalPolicy.DESTROY,
            dead_letter_queue=dead_letters,
        )


class QueueReader(Construct):
    """An event source mapping from a queue to a function's alias, one message at a time, with the grants it takes."""

    def __init__(self, scope: Construct, name: str, function: Function, queue: sqs.IQueue) -> None:
        super().__init__(scope, name)
        function.allow([queue.queue_arn], "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes")
        self.mapping = lambda_.CfnEventSourceMapping(
            self,
            "Mapping",
            function_name=function.alias.function_arn,
            event_source_arn=queue.queue_arn,
            batch_size=1,
            scaling_config=lambda_.CfnEventSourceMapping.ScalingConfigProperty(maximum_concurrency=AT_ONCE),
        )
        reason = "what fails comes again, and then goes to the queue's own dead letters"
        acknowledge(self.mapping, reason, "Serverless-LambdaEventSourceMappingDestination")
        # Lambda refuses a mapping whose role cannot read the queue yet.
        self.mapping.node.add_dependency(function.role)
