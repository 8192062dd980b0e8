"""Object Lock of the archive: ministack's CloudFormation leaves it out, so it is set here and then attacked."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

from botocore.exceptions import ClientError

from infra.local.errors import LockNotProvenError

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import ObjectLockRetentionTypeDef

SEALED_WITHIN_SECONDS = 30
REFUSED = "AccessDenied"


def lock(s3: S3Client, bucket: str, mode: Literal["COMPLIANCE", "GOVERNANCE"], days: int) -> None:
    """Locks every later object of the bucket for so many days."""
    s3.put_object_lock_configuration(
        Bucket=bucket,
        ObjectLockConfiguration={
            "ObjectLockEnabled": "Enabled",
            "Rule": {"DefaultRetention": {"Mode": mode, "Days": days}},
        },
    )


def prove_locked(s3: S3Client, bucket: str, check: Callable[[], None]) -> int:
    """Attacks every sealed object as root: deletion and a shorter lock have to be refused.

    Waits for the first one, which also shows that sealing works. Returns how many withstood. `check` is called
    while it waits and may raise.

    Raises LockNotProvenError when an object gives way, or none is sealed in time.
    """
    deadline = time.monotonic() + SEALED_WITHIN_SECONDS
    while not (versions := s3.list_object_versions(Bucket=bucket).get("Versions", [])):
        check()
        if time.monotonic() > deadline:
            raise LockNotProvenError(f"nothing was sealed into the archive within {SEALED_WITHIN_SECONDS} s")
        time.sleep(0.25)
    for version in versions:
        _attack(s3, {"Bucket": bucket, "Key": version["Key"], "VersionId": version["VersionId"]})
    return len(versions)


def _attack(s3: S3Client, target: dict[str, Any]) -> None:
    soon = datetime.now(UTC) + timedelta(minutes=1)
    shorter: ObjectLockRetentionTypeDef = {"Mode": "COMPLIANCE", "RetainUntilDate": soon}
    _must_be_refused(lambda: s3.put_object_retention(**target, Retention=shorter), "shortened", target)
    _must_be_refused(lambda: s3.delete_object(**target, BypassGovernanceRetention=True), "deleted", target)


def _must_be_refused(attack: Callable[[], object], done: str, target: dict[str, Any]) -> None:
    try:
        attack()
    except ClientError as refusal:
        if refusal.response["Error"]["Code"] != REFUSED:
            raise
    else:
        raise LockNotProvenError(f"{target['Key']} in the archive gave way: it was {done}")
