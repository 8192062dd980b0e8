"""Buckets: private, versioned, encrypted with S3's own key (a lost KMS key would shred what is locked)."""

from aws_cdk import Duration, RemovalPolicy, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from constructs import Construct

from infra.stage import StageSettings

NOBODY = ["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:BypassGovernanceRetention", "s3:PutObjectRetention"]
ONLY_BREAK_GLASS = [
    "s3:PutBucketObjectLockConfiguration",
    "s3:PutBucketVersioning",
    "s3:PutLifecycleConfiguration",
    "s3:PutEncryptionConfiguration",
    "s3:PutReplicationConfiguration",
    "s3:PutBucketPolicy",
    "s3:DeleteBucketPolicy",
    "s3:DeleteBucket",
]


# What stands under a name of the log can never be taken away again: nobody else may take one.
WRITERS = {
    ("archive",): ("batches/", "checkpoints/", "cosigned/"),
    ("sweep",): ("timestamps/",),
    ("identity", "network", "hedge", "ingest", "query"): ("attachments/",),
}


class Bucket(s3.Bucket):
    """A bucket with every default decided."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        settings: StageSettings,
        *,
        access_logs: s3.IBucket | None = None,
        lock: s3.ObjectLockRetention | None = None,
        expire_after: Duration | None = None,
        counts_requests: bool = False,
    ) -> None:
        super().__init__(
            scope,
            name,
            versioned=True,
            encryption=s3.BucketEncryption.S3_MANAGED,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            # The local AWS speaks plain HTTP.
            enforce_ssl=not settings.is_local,
            server_access_logs_bucket=access_logs,
            server_access_logs_prefix=f"{name}/" if access_logs else None,
            object_lock_enabled=True if lock else None,
            object_lock_default_retention=lock,
            lifecycle_rules=_expiry(expire_after),
            metrics=[s3.BucketMetrics(id="EntireBucket")] if counts_requests else None,
            removal_policy=RemovalPolicy.RETAIN if settings.is_protected else RemovalPolicy.DESTROY,
        )


class ArchiveBucket(Bucket):
    """The locked archive. Object Lock refuses deletion by itself; the policy refuses the ways around it."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        settings: StageSettings,
        access_logs: s3.IBucket,
        break_glass_arn: str,
    ) -> None:
        days = Duration.days(settings.archive_lock_days)
        lock = (
            s3.ObjectLockRetention.compliance(days)
            if settings.lock_mode == "COMPLIANCE"
            else s3.ObjectLockRetention.governance(days)
        )
        super().__init__(scope, name, settings, access_logs=access_logs, lock=lock)
        self._deny("NobodyDeletesOrUnlocks", NOBODY, {})
        for functions, prefixes in WRITERS.items():
            self._reserve(settings, functions, prefixes)
        self._deny(
            "OnlyBreakGlassChangesTheBucket",
            ONLY_BREAK_GLASS,
            {"ArnNotEquals": {"aws:PrincipalArn": break_glass_arn}},
        )
        if self.policy and settings.is_protected:
            self.policy.apply_removal_policy(RemovalPolicy.RETAIN)

    def _reserve(self, settings: StageSettings, functions: tuple[str, ...], prefixes: tuple[str, ...]) -> None:
        """The roles are in a stack that depends on this one, so that only how their names begin is known here."""
        account = Stack.of(self).account
        roles = [f"lacre-{settings.name}-stateless-{function}Role" for function in functions]
        arns = [f"arn:aws:iam::{account}:role/{role}*" for role in roles]
        if settings.is_local:
            # AWS compares the role's ARN, the local AWS that of its session.
            arns += [f"arn:aws:sts::{account}:assumed-role/{role}*" for role in roles]
        self.add_to_resource_policy(
            iam.PolicyStatement(
                sid=f"Only{''.join(map(str.capitalize, functions))}Writes",
                effect=iam.Effect.DENY,
                principals=[iam.AnyPrincipal()],
                actions=["s3:PutObject"],
                resources=[self.arn_for_objects(f"{prefix}*") for prefix in prefixes],
                conditions={"ArnNotLike": {"aws:PrincipalArn": arns}},
            )
        )

    def _deny(self, sid: str, actions: list[str], conditions: dict[str, dict[str, str]]) -> None:
        self.add_to_resource_policy(
            iam.PolicyStatement(
                sid=sid,
                effect=iam.Effect.DENY,
                principals=[iam.AnyPrincipal()],
                actions=actions,
                resources=[self.bucket_arn, self.arn_for_objects("*")],
                conditions=conditions,
            )
        )


def _expiry(after: Duration | None) -> list[s3.LifecycleRule] | None:
    if after is None:
        return None
    return [
        s3.LifecycleRule(
            expiration=after,
            noncurrent_version_expiration=after,
            # Parts of what was never finished are kept, and paid for, until somebody says otherwise.
            abort_incomplete_multipart_upload_after=Duration.days(1),
        )
    ]
