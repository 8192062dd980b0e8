"""What an attacker in possession of a function's own credentials would try, as calls on a client session.

Every entry has to be refused to every function. The names of arguments are AWS's own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3

from infra.local.stack_file import Stack

FUNCTIONS = ("identity", "network", "hedge", "query", "ingest", "archive", "fraud", "sweep", "export")


@dataclass(frozen=True, slots=True)
class Target:
    """What is attacked: a recorded event, the sealed object that holds events, and all that guards them."""

    stack: Stack
    event: dict[str, Any]
    sealed: dict[str, str]

    @property
    def table(self) -> str:
        return self.stack["tables"]["events"]

    @property
    def table_arn(self) -> str:
        return f"arn:aws:dynamodb:{self.stack['region']}:000000000000:table/{self.table}"

    @property
    def archive(self) -> str:
        return self.stack["buckets"]["archive"]

    @property
    def key(self) -> dict[str, Any]:
        return {"id": self.event["id"]}


Attack = Callable[[Any, Target], object]

_CHANGE = {
    "UpdateExpression": "SET #b = :b",
    "ExpressionAttributeNames": {"#b": "body"},
    "ExpressionAttributeValues": {":b": {"S": "{}"}},
}

ON_EVENTS: dict[str, Attack] = {
    "update": lambda db, t: db.update_item(TableName=t.table, Key=t.key, **_CHANGE),
    "delete": lambda db, t: db.delete_item(TableName=t.table, Key=t.key),
    "batch delete": lambda db, t: db.batch_write_item(RequestItems={t.table: [{"DeleteRequest": {"Key": t.key}}]}),
    "batch put": lambda db, t: db.batch_write_item(
        RequestItems={t.table: [{"PutRequest": {"Item": {**t.event, "body": {"S": "{}"}}}}]}
    ),
    "update in a transaction": lambda db, t: db.transact_write_items(
        TransactItems=[{"Update": {"TableName": t.table, "Key": t.key, **_CHANGE}}]
    ),
    "delete in a transaction": lambda db, t: db.transact_write_items(
        TransactItems=[{"Delete": {"TableName": t.table, "Key": t.key}}]
    ),
    "disable the stream": lambda db, t: db.update_table(
        TableName=t.table, StreamSpecification={"StreamEnabled": False}
    ),
    "unprotect the table": lambda db, t: db.update_table(TableName=t.table, DeletionProtectionEnabled=False),
    "delete the table": lambda db, t: db.delete_table(TableName=t.table),
    "let events expire": lambda db, t: db.update_time_to_live(
        TableName=t.table, TimeToLiveSpecification={"Enabled": True, "AttributeName": "position"}
    ),
    "end backups": lambda db, t: db.update_continuous_backups(
        TableName=t.table, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": False}
    ),
    "replace the table's policy": lambda db, t: db.put_resource_policy(ResourceArn=t.table_arn, Policy="{}"),
    "drop the table's policy": lambda db, t: db.delete_resource_policy(ResourceArn=t.table_arn),
}


def _sooner() -> dict[str, Any]:
    return {"Mode": "COMPLIANCE", "RetainUntilDate": datetime.now(UTC) + timedelta(minutes=1)}


ON_ARCHIVE: dict[str, Attack] = {
    "delete the version": lambda s3, t: s3.delete_object(**t.sealed),
    "delete it past governance": lambda s3, t: s3.delete_object(**t.sealed, BypassGovernanceRetention=True),
    "hide it by a delete marker": lambda s3, t: s3.delete_object(Bucket=t.archive, Key=t.sealed["Key"]),
    "shorten the lock": lambda s3, t: s3.put_object_retention(**t.sealed, Retention=_sooner()),
    "unlock the bucket": lambda s3, t: s3.put_object_lock_configuration(
        Bucket=t.archive, ObjectLockConfiguration={"ObjectLockEnabled": "Enabled"}
    ),
    "suspend versions": lambda s3, t: s3.put_bucket_versioning(
        Bucket=t.archive, VersioningConfiguration={"Status": "Suspended"}
    ),
    "let objects expire": lambda s3, t: s3.put_bucket_lifecycle_configuration(
        Bucket=t.archive,
        LifecycleConfiguration={"Rules": [{"Status": "Enabled", "Filter": {"Prefix": ""}, "Expiration": {"Days": 1}}]},
    ),
    "drop the bucket's policy": lambda s3, t: s3.delete_bucket_policy(Bucket=t.archive),
    "delete the bucket": lambda s3, t: s3.delete_bucket(Bucket=t.archive),
}

ON_SEALER: dict[str, Attack] = {
    "delete the sealer": lambda aws, t: aws.delete_function(FunctionName=t.stack["functions"]["archive"]),
    "starve the sealer": lambda aws, t: aws.put_function_concurrency(
        FunctionName=t.stack["functions"]["archive"], ReservedConcurrentExecutions=0
    ),
    "replace the sealer's code": lambda aws, t: aws.update_function_code(
        FunctionName=t.stack["functions"]["archive"], ZipFile=b"PK\x05\x06" + b"\0" * 18
    ),
    "find its event source": lambda aws, _: aws.list_event_source_mappings(),
}

ON_KEYS: dict[str, Attack] = {
    "delete the checkpoint key": lambda kms, t: kms.schedule_key_deletion(KeyId=t.stack["keys"]["checkpoint"]),
    "disable the checkpoint key": lambda kms, t: kms.disable_key(KeyId=t.stack["keys"]["checkpoint"]),
    "own the checkpoint key": lambda kms, t: kms.put_key_policy(
        KeyId=t.stack["keys"]["checkpoint"], PolicyName="default", Policy="{}"
    ),
}

ON_ROLES: dict[str, Attack] = {
    "grant itself everything": lambda iam, t: iam.put_role_policy(
        RoleName=t.stack["roles"]["sweep"].rsplit("/", 1)[-1],
        PolicyName="everything",
        PolicyDocument='{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}',
    ),
}

ATTACKS: dict[str, tuple[str, Attack]] = {
    name: (service, attack)
    for service, attacks in (
        ("dynamodb", ON_EVENTS),
        ("s3", ON_ARCHIVE),
        ("lambda", ON_SEALER),
        ("kms", ON_KEYS),
        ("iam", ON_ROLES),
    )
    for name, attack in attacks.items()
}

# What the local AWS does not ask IAM about, or asks under another name, is read from the deployed policies.
UNENFORCED = {
    "dynamodb": ("PartiQLUpdate", "PartiQLDelete", "PartiQLInsert", "PartiQLSelect", "RestoreTableToPointInTime"),
    "lambda": ("DeleteEventSourceMapping", "UpdateEventSourceMapping", "CreateEventSourceMapping"),
    "events": ("DisableRule", "DeleteRule", "RemoveTargets"),
    "cloudformation": ("DeleteStack", "UpdateStack"),
}


class Credentials:
    """Sessions on the local AWS: its root's, and each function's own."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self.root = boto3.Session(
            aws_access_key_id=stack["credentials"]["access_key_id"],
            aws_secret_access_key=stack["credentials"]["secret_access_key"],
            region_name=stack["region"],
        )

    def of(self, function: str) -> boto3.Session:
        """A session with the role of a function, as whoever stole its environment would hold."""
        granted = self.client(self.root, "sts").assume_role(
            RoleArn=self._stack["roles"][function], RoleSessionName="attack"
        )["Credentials"]
        return boto3.Session(
            aws_access_key_id=granted["AccessKeyId"],
            aws_secret_access_key=granted["SecretAccessKey"],
            aws_session_token=granted["SessionToken"],
            region_name=self._stack["region"],
        )

    def client(self, session: boto3.Session, service: Any) -> Any:
        """A client of that session at the local AWS."""
        return session.client(service, endpoint_url=self._stack["endpoint_url"])
