"""Where an event waits that could not be written in time, and where it rests when nobody could read it."""

from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.nag import acknowledge
from infra.stage import StageSettings

READ_ATTEMPTS = 1000
"""The most that SQS allows: nobody reads the dead letters, and an outage must not bring drafts there."""


class OutageQueue(Construct):
    """A queue with a dead-letter queue; both keep messages for the 14 days that SQS allows."""

    def __init__(self, scope: Construct, name: str, settings: StageSettings) -> None:
        super().__init__(scope, name)
        self.dead_letters = self._queue("DeadLetters", settings, None)
        acknowledge(self.dead_letters, "it is the dead-letter queue", "Serverless-SQSRedrivePolicy")
        self.queue = self._queue(
            "Queue", settings, sqs.DeadLetterQueue(max_receive_count=READ_ATTEMPTS, queue=self.dead_letters)
        )

    def _queue(self, name: str, settings: StageSettings, dead_letters: sqs.DeadLetterQueue | None) -> sqs.Queue:
        return sqs.Queue(
            self,
            name,
            retention_period=Duration.days(14),
            # Six times the time-out of the function that reads it.
            visibility_timeout=Duration.minutes(6),
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            # The local AWS speaks plain HTTP.
            enforce_ssl=not settings.is_local,
            removal_policy=RemovalPolicy.RETAIN if settings.is_protected else RemovalPolicy.DESTROY,
            dead_letter_queue=dead_letters,
        )
