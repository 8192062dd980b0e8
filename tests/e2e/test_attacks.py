"""With any function's own credentials nobody changes, deletes or unlocks what was recorded and sealed."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from infra.local.stack_file import Stack
from tests.e2e.conftest import Login
from tests.e2e.patience import eventually
from tests.e2e.thieves import ATTACKS, FUNCTIONS, UNENFORCED, Credentials, Target

DENIED = {"AccessDenied", "AccessDeniedException"}

SessionOf = Callable[[str], boto3.Session]


@pytest.fixture(scope="module")
def credentials(stack: Stack) -> Credentials:
    return Credentials(stack)


@pytest.fixture(scope="module")
def session_of(credentials: Credentials) -> SessionOf:
    return cache(credentials.of)


@pytest.fixture(scope="module")
def root(credentials: Credentials) -> Callable[[str], Any]:
    return cache(lambda service: credentials.client(credentials.root, service))


@pytest.fixture(scope="module")
def target(stack: Stack, login: Login, root: Callable[[str], Any]) -> Iterator[Target]:
    """An event and a sealed object; after all the attacks both are as they were, and still guarded."""
    login("AUDITOR")
    database, storage = root("dynamodb"), root("s3")
    event = database.scan(TableName=stack["tables"]["events"])["Items"][0]
    bucket = stack["buckets"]["archive"]
    version = eventually(lambda: storage.list_object_versions(Bucket=bucket).get("Versions"))[0]
    target = Target(stack, event, {"Bucket": bucket, "Key": version["Key"], "VersionId": version["VersionId"]})
    before = _guarded(database, storage, target)
    yield target
    assert _guarded(database, storage, target) == before


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("function", FUNCTIONS)
def test_attack_is_refused(
    credentials: Credentials, session_of: SessionOf, target: Target, function: str, attack: str
) -> None:
    service, call = ATTACKS[attack]
    client = credentials.client(session_of(function), service)
    with pytest.raises(ClientError) as refusal:
        call(client, target)
    error = refusal.value.response["Error"]
    assert error["Code"] in DENIED
    assert "not authorized" in error["Message"]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_the_same_credentials_do_record(
    credentials: Credentials, session_of: SessionOf, target: Target, function: str
) -> None:
    """The control: these credentials work. Writing the bytes that are there changes nothing."""
    database = credentials.client(session_of(function), "dynamodb")
    answer = database.put_item(TableName=target.table, Item=target.event)
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200


@pytest.mark.parametrize("function", [name for name in FUNCTIONS if name != "archive"])
def test_only_the_sealer_signs_checkpoints(
    credentials: Credentials, session_of: SessionOf, target: Target, function: str
) -> None:
    with pytest.raises(ClientError) as refusal:
        _sign_checkpoint(credentials.client(session_of(function), "kms"), target.stack)
    assert refusal.value.response["Error"]["Code"] in DENIED


def test_the_sealer_signs_and_reads_its_archive(
    credentials: Credentials, session_of: SessionOf, target: Target
) -> None:
    """The control of the two tests above."""
    sealer = session_of("archive")
    assert len(_sign_checkpoint(credentials.client(sealer, "kms"), target.stack)) == 64
    storage = credentials.client(sealer, "s3")
    assert storage.get_object(Bucket=target.archive, Key=target.sealed["Key"])["Body"].read()


@pytest.mark.parametrize("function", FUNCTIONS)
def test_deployed_policies_grant_nothing_of_the_unenforced(
    root: Callable[[str], Any], target: Target, function: str
) -> None:
    """Asked of the policies as deployed, because the local AWS lets these calls through or names them otherwise."""
    refused = [f"{service}:{action}" for service, actions in UNENFORCED.items() for action in actions]
    decisions = _decisions(root("iam"), target, function, [*refused, "dynamodb:PutItem"])
    assert decisions.pop("dynamodb:PutItem") == "allowed"
    assert set(decisions) == set(refused)
    assert "allowed" not in decisions.values()


def test_an_overwritten_event_is_detected(
    credentials: Credentials, session_of: SessionOf, root: Callable[[str], Any], login: Login, stack: Stack
) -> None:
    """IAM cannot tell an overwriting put from a first one: it goes through, and is named."""
    table, database = stack["tables"]["events"], root("dynamodb")
    searched = login("AUDITOR").get("/v1/audit/events", params={"limit": 1}).raise_for_status()
    key = {"id": {"S": searched.headers["X-Correlation-Id"]}}
    victim = database.get_item(TableName=table, Key=key, ConsistentRead=True)["Item"]
    forged = {**victim, "body": {"S": victim["body"]["S"].replace("searched", "deleted")}}
    assert forged != victim
    credentials.client(session_of("query"), "dynamodb").put_item(TableName=table, Item=forged)
    found = eventually(lambda: _tamper_findings(database, table, victim["id"]["S"]))
    assert len(found) == 1


def _sign_checkpoint(kms: Any, stack: Stack) -> bytes:
    answer = kms.sign(
        KeyId=stack["keys"]["checkpoint"],
        Message=b"lacre.example.com/local\n0\n",
        MessageType="RAW",
        SigningAlgorithm="ED25519_SHA_512",
    )
    return bytes(answer["Signature"])


def _decisions(iam: Any, target: Target, function: str, actions: list[str]) -> dict[str, str]:
    answer = iam.simulate_principal_policy(
        PolicySourceArn=target.stack["roles"][function], ActionNames=actions, ResourceArns=[target.table_arn]
    )
    return {result["EvalActionName"]: result["EvalDecision"] for result in answer["EvaluationResults"]}


def _guarded(database: Any, storage: Any, target: Target) -> dict[str, Any]:
    description = database.describe_table(TableName=target.table)["Table"]
    sealed = storage.get_object(**target.sealed)
    return {
        "event": database.get_item(TableName=target.table, Key=target.key)["Item"],
        "stream": description["StreamSpecification"],
        "sealed": sealed["Body"].read(),
        "lock": storage.get_object_retention(**target.sealed)["Retention"],
        "default lock": storage.get_object_lock_configuration(Bucket=target.archive)["ObjectLockConfiguration"],
        "versions": storage.get_bucket_versioning(Bucket=target.archive)["Status"],
    }


def _tamper_findings(database: Any, table: str, event_id: str) -> list[dict[str, Any]]:
    pages = database.get_paginator("scan").paginate(TableName=table)
    return [
        event
        for page in pages
        for event in page["Items"]
        if '"LOG_TAMPERED"' in event["header"]["S"] and event_id in event["header"]["S"] + event["body"]["S"]
    ]
