"""Who may do what: one function here for each function that runs.

Written out action by action. CDK's grant helpers give more than is needed (grant_write_data holds DeleteItem), and
nobody may hold UpdateItem, DeleteItem, BatchWriteItem or a PartiQL action on the events table.
"""

from collections.abc import Callable

from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3

from infra.constructs.athena import Athena
from infra.constructs.function import Function
from infra.nag import acknowledge, objects_of
from infra.stacks.stateful import Stateful

SIGN = ("kms:Sign", "kms:GetPublicKey")


def allow_recording(function: Function, data: Stateful) -> None:
    """Every function records events and signs the delegates of its receipts, whose public key it never asks for."""
    function.allow([data.events.arn], "dynamodb:PutItem", "dynamodb:GetItem")
    function.allow([data.receipt.key_arn], "kms:Sign")


def allow_answering(function: Function, data: Stateful) -> None:
    """HTTP functions know users and who is blocked, keep first answers, count what they refuse, keep an event through
    an outage, and put what is larger than an event into the archive.

    Of people they read everything but what a PIN, a password or a key is proven by: that has rows of its own.
    """
    function.allow([data.users.arn], "dynamodb:GetItem", "dynamodb:BatchGetItem", keys="USER#")
    function.allow([data.blocks.arn], "dynamodb:GetItem", "dynamodb:BatchGetItem")
    function.allow([data.answers.arn], "dynamodb:GetItem", "dynamodb:PutItem")
    # How far the reconciliation came stands in the same table: nobody who is reached from outside may move that.
    function.allow([data.counters.arn], "dynamodb:UpdateItem", keys="FLOOD#")
    function.allow([data.outage.queue.queue_arn], "sqs:SendMessage")
    _allow_attaching(function, data)


def _allow_attaching(function: Function, data: Stateful) -> None:
    # Whether a name is taken is told by the put itself: nothing is read.
    function.allow([data.archive.arn_for_objects("attachments/*")], "s3:PutObject")
    reason = "attachments are named by their content, so no narrower prefix exists"
    acknowledge(function.role, reason, objects_of(data.archive, "attachments/"))


def allow_taking_tokens(function: Function, data: Stateful) -> None:
    """Whoever takes people's tokens reads their sessions with each request."""
    function.allow([data.sessions.arn], "dynamodb:GetItem", "dynamodb:BatchGetItem")


def allow_identity(function: Function, data: Stateful) -> None:
    """People, sessions, tokens, jurisdictions with what belongs to them, and the secret of the first administrator."""
    function.allow([data.users.arn], "dynamodb:GetItem", "dynamodb:PutItem")
    function.allow([data.sessions.arn], "dynamodb:PutItem", "dynamodb:UpdateItem")
    function.allow([*data.users.index_arns, data.sessions.index_arn("by_user")], "dynamodb:Query")
    function.allow([data.counters.arn], "dynamodb:GetItem", "dynamodb:PutItem", keys="LOGIN#")
    function.allow([data.jurisdictions.arn, data.network.arn], "dynamodb:GetItem", "dynamodb:PutItem")
    function.allow(data.jurisdictions.index_arns, "dynamodb:Query")
    function.allow([data.token.key_arn], *SIGN)
    function.allow([data.bootstrap.arn], "secretsmanager:GetSecretValue")


def allow_network(function: Function, data: Stateful) -> None:
    """Agents, merchants, markets, POS and transactions, and the accounts that are made with them."""
    function.allow(
        [data.network.arn],
        "dynamodb:GetItem",
        "dynamodb:BatchGetItem",
        "dynamodb:PutItem",
        "dynamodb:ConditionCheckItem",
    )
    function.allow(data.network.index_arns, "dynamodb:Query")
    function.allow([data.users.arn], "dynamodb:PutItem")
    # Whether a user name is taken; what its owner is proven by, nobody reads here.
    function.allow([data.users.arn], "dynamodb:GetItem", keys="NAME#")


def allow_hedge(function: Function, data: Stateful) -> None:
    """Orders, contracts, prices and the ledger. Of the desk orders count up and down, copies of what is live are
    deleted, and nothing else.

    Of the ledger nothing is updated or deleted: what is settled stays. Pages and their directory are only read.
    """
    actions = ("dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query", "dynamodb:PutItem")
    function.allow([data.hedge.arn], *actions)
    function.allow([data.hedge.arn], "dynamodb:UpdateItem", keys="ORDER")
    function.allow([data.hedge.arn], "dynamodb:DeleteItem", keys="LIVE")
    for key, of_ledger in (
        ("FRESH", ("dynamodb:Query", "dynamodb:PutItem")),
        ("CONTRACT#", ("dynamodb:GetItem", "dynamodb:PutItem")),
        ("EVENT#", ("dynamodb:GetItem", "dynamodb:PutItem")),
        ("PAGE", ("dynamodb:BatchGetItem",)),
        ("DIRECTORY", ("dynamodb:GetItem",)),
    ):
        function.allow([data.ledger.arn], *of_ledger, keys=key)


def allow_ingest(function: Function, data: Stateful) -> None:
    """Producers show who they are by a key, whose digest stands beside what people are proven by."""
    function.allow([data.users.arn], "dynamodb:GetItem", keys="CREDENTIAL#")


def allow_query(function: Function, data: Stateful) -> None:
    """Reads events through their indexes, and the log. Works on alerts and cases, snoozes groups, undoes blocks."""
    function.allow(data.events.index_arns, "dynamodb:Query")
    function.allow([data.events.arn], "dynamodb:BatchGetItem")
    function.allow([data.log.arn], "dynamodb:GetItem", "dynamodb:BatchGetItem")
    _allow_objects(function, data.log_files, "s3:GetObject")
    function.allow([data.alerts.arn, data.cases.arn], "dynamodb:GetItem", "dynamodb:PutItem")
    # All alerts of a case at once.
    function.allow([data.alerts.arn], "dynamodb:BatchGetItem")
    function.allow([data.blocks.arn], "dynamodb:PutItem")
    function.allow(
        [*data.alerts.index_arns, *data.cases.index_arns, *data.blocks.index_arns],
        "dynamodb:Query",
    )
    # The detector's windows stand in the same table: they are read to explain a group, and nobody who is reached from
    # outside moves them.
    function.allow([data.windows.arn], "dynamodb:GetItem")
    function.allow([data.windows.arn], "dynamodb:PutItem", keys="SNOOZE#")
    # Hours that were counted, and how far the comparison of table and log came: for the dashboard.
    for key in ("SUMMARY", "QUARANTINE", "RECONCILIATION"):
        function.allow([data.counters.arn], "dynamodb:GetItem", "dynamodb:Query", keys=key)
    _allow_asking_for_exports(function, data)


def _allow_asking_for_exports(function: Function, data: Stateful) -> None:
    """A link lets its holder do what its issuer may: nothing but get one object."""
    function.allow([data.exports.arn], "dynamodb:GetItem", "dynamodb:PutItem")
    function.allow(data.exports.index_arns, "dynamodb:Query")
    function.allow([data.asked_exports.queue.queue_arn], "sqs:SendMessage")
    function.allow([data.export_files.arn_for_objects("*")], "s3:GetObject")
    acknowledge(function.role, "files are named by their job", objects_of(data.export_files))


def allow_export(function: Function, data: Stateful) -> None:
    """Reads the log: bundles, checkpoints, rows by their ids, batches where a row is gone. Writes files and jobs."""
    function.allow([data.exports.arn], "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem")
    function.allow([data.log.arn], "dynamodb:GetItem", "dynamodb:BatchGetItem")
    function.allow([data.events.arn], "dynamodb:BatchGetItem")
    _allow_objects(function, data.log_files, "s3:GetObject", prefix="tile/entries/")
    for prefix in ("checkpoints/", "batches/"):
        _allow_objects(function, data.archive, "s3:GetObject", prefix=prefix)
    function.allow([data.export_files.arn_for_objects("*")], "s3:PutObject", "s3:AbortMultipartUpload")
    acknowledge(function.role, "files are named by their job", objects_of(data.export_files))
    _allow_objects(function, data.failures, "s3:PutObject", prefix="quarantine/")


def allow_asking_athena(athena: Athena) -> Callable[[Function, Stateful], None]:
    """SQL in the workgroup, on the one table: Athena reads files and writes answers in the name of whoever asks.

    Of the answers it holds what Athena's own managed policy gives for them, but for making buckets
    (https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonAthenaFullAccess.html).
    How far compaction came stands in the counters table.
    """

    def grant(function: Function, data: Stateful) -> None:
        function.allow([athena.workgroup_arn], "athena:StartQueryExecution")
        of_queries = ("athena:GetQueryExecution", "athena:GetQueryResults", "athena:StopQueryExecution")
        function.allow([athena.queries_arn], *of_queries)
        # Partitions are projected: nobody asks the catalog for them.
        function.allow(athena.catalog_arns, "glue:GetDatabase", "glue:GetTable")
        function.allow([athena.default_database_arn], "glue:GetDatabase")
        _allow_objects(function, data.log_files, "s3:GetObject", prefix="events/")
        of_answers = ("s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts")
        _allow_objects(function, data.query_results, *of_answers)
        function.allow([data.query_results.bucket_arn], "s3:ListBucketMultipartUploads")
        function.allow([data.log_files.bucket_arn, data.query_results.bucket_arn], "s3:GetBucketLocation")
        function.allow([data.counters.arn], "dynamodb:GetItem", keys="COMPACTION")

    return grant


def allow_signing_documents(function: Function, data: Stateful) -> None:
    """The key of official documents, and its certificates."""
    function.allow([data.document.key_arn], *SIGN)
    function.allow([data.document_certificates.parameter_arn], "ssm:GetParameter")


def allow_archive(function: Function, data: Stateful) -> None:
    """Seals: the head and the index of the log, the locked archive, the checkpoint's key."""
    function.allow(
        [data.log.arn],
        "dynamodb:GetItem",
        "dynamodb:BatchGetItem",
        "dynamodb:PutItem",
        "dynamodb:BatchWriteItem",
    )
    for bucket in (data.archive, data.log_files):
        _allow_objects(function, bucket, "s3:PutObject", "s3:GetObject")
    function.allow([key.key_arn for key in data.checkpoint_keys], *SIGN)
    # Rows that the stream lost are read by their ids.
    function.allow([data.events.arn], "dynamodb:BatchGetItem")
    function.allow([data.witnesses.parameter_arn], "ssm:GetParameter")


def allow_fraud(function: Function, data: Stateful) -> None:
    """Windows of the rules, what is counted beside them, alerts and blocks."""
    function.allow([data.windows.arn], "dynamodb:GetItem", "dynamodb:PutItem")
    function.allow([data.alerts.arn, data.blocks.arn], "dynamodb:GetItem", "dynamodb:PutItem")
    # What was set aside is evaluated again, by its ids.
    function.allow([data.events.arn], "dynamodb:BatchGetItem")


def allow_sweep(function: Function, data: Stateful) -> None:
    """Expires sessions and blocks, sums up counters and notes how far, and writes what an outage kept waiting.

    Counts who is active, the events of each hour, and what lies in quarantine. Compares table and log, and writes
    what is made of the log: hours for people, and timestamps.
    """
    function.allow([data.sessions.index_arn("by_expiry")], "dynamodb:Query")
    function.allow([data.sessions.arn], "dynamodb:UpdateItem")
    function.allow([data.blocks.index_arn("by_state"), data.users.index_arn("by_listing")], "dynamodb:Query")
    function.allow(
        [data.counters.arn],
        "dynamodb:GetItem",
        "dynamodb:PutItem",
        "dynamodb:Query",
        "dynamodb:UpdateItem",
        "dynamodb:DeleteItem",
    )
    function.allow([data.outage.queue.queue_arn], "sqs:ReceiveMessage", "sqs:DeleteMessage")
    _allow_packing(function, data)
    _allow_deciding(function, data)
    _allow_reconciling(function, data)
    _allow_objects(function, data.archive, "s3:GetObject")
    _allow_objects(function, data.archive, "s3:PutObject", prefix="timestamps/")
    _allow_objects(function, data.log_files, "s3:GetObject", "s3:PutObject", prefix="events/")


def allow_feeding(entrance: lambda_.Alias) -> Callable[[Function, Stateful], None]:
    """What the stream lost is handed, by its ids, to the function that seals."""

    def grant(function: Function, _: Stateful) -> None:
        function.allow([entrance.function_arn], "lambda:InvokeFunction")

    return grant


def _allow_packing(function: Function, data: Stateful) -> None:
    """Fresh entries of the ledger become pages. The copies by contract and by event are out of its reach."""
    for key, actions in (
        ("FRESH", ("dynamodb:Query", "dynamodb:BatchWriteItem")),
        ("PAGE", ("dynamodb:BatchGetItem", "dynamodb:PutItem", "dynamodb:DeleteItem")),
        ("DIRECTORY", ("dynamodb:GetItem", "dynamodb:PutItem")),
    ):
        function.allow([data.ledger.arn], *actions, keys=key)


def _allow_deciding(function: Function, data: Stateful) -> None:
    """What rules left open is decided, as `fraud` would."""
    allow_fraud(function, data)
    function.allow([data.windows.index_arn("by_due")], "dynamodb:Query")
    _allow_objects(function, data.failures, "s3:PutObject", prefix="quarantine/")


def _allow_reconciling(function: Function, data: Stateful) -> None:
    function.allow([data.events.index_arn("by_time")], "dynamodb:Query")
    function.allow([data.events.arn], "dynamodb:BatchGetItem", "dynamodb:Scan")
    function.allow([data.log.arn], "dynamodb:GetItem", "dynamodb:BatchGetItem")


def _allow_objects(function: Function, bucket: s3.Bucket, *actions: str, prefix: str = "") -> None:
    # Without ListBucket S3 answers 403 for an object that does not exist, and a fault looks like an absence.
    function.allow([bucket.arn_for_objects(f"{prefix}*")], *actions)
    function.allow([bucket.bucket_arn], "s3:ListBucket")
    acknowledge(
        function.role,
        "objects are named by their content or by their place in the log, so no narrower prefix exists",
        objects_of(bucket, prefix),
    )
