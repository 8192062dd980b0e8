"""Tables, buckets, keys and the secret: how they are kept, and who is kept from changing them."""

import pytest
from aws_cdk.assertions import Match

from tests.infra.synthesis import Resource, Synthesis, place

TABLES = {
    "events": ("id", None),
    "log": ("pk", None),
    "windows": ("pk", None),
    "alerts": ("alert_id", None),
    "cases": ("case_id", None),
    "blocks": ("actor_id", None),
    "users": ("pk", None),
    "sessions": ("session_id", None),
    "counters": ("pk", "sk"),
    "network": ("pk", None),
    "hedge": ("pk", "sk"),
    "ledger": ("pk", "sk"),
    "jurisdictions": ("pk", None),
    "answers": ("request", None),
    "exports": ("job_id", None),
}
TTL = {
    "windows": "expires_at",
    "counters": "expires_at",
    "sessions": "purge_at",
    "answers": "expires_at",
    "exports": "expires_at",
}
EVENT_INDEXES = {
    "by_time": "time_bucket",
    "by_entity": "entity_key",
    "by_actor": "actor_key",
    "by_correlation": "correlation_key",
    "by_critical": "critical_bucket",
}
WHOLE_INDEXES = [
    ("alerts", "by_state", "state", "raised_at", "S"),
    ("alerts", "by_group", "group_key", "window_end", "S"),
    ("cases", "by_state", "state", "opened_at", "S"),
    ("blocks", "by_state", "state", "placed_at", "S"),
    ("users", "by_listing", "listing", "user_id", "S"),
    ("sessions", "by_expiry", "state", "expires_at", "N"),
    ("network", "by_place", "place", "sort", "S"),
    ("network", "by_agent", "agent_key", "id", "S"),
    ("network", "by_merchant", "merchant_key", "id", "S"),
    ("network", "by_pos", "pos_key", "id", "S"),
    ("jurisdictions", "by_place", "place", "sort", "S"),
    ("exports", "by_asker", "asked_by", "asked_at", "S"),
    ("exports", "by_listing", "listing", "asked_at", "S"),
]
BUCKETS = ("archive", "log", "failures", "query-results", "access-logs", "exports")


def table(stage: Synthesis, name: str) -> Resource:
    properties: Resource = stage.resource(stage.stateful, "AWS::DynamoDB::Table", f"tables/{name}")["Properties"]
    return properties


def statements(policy: Resource) -> dict[str, Resource]:
    return {statement.get("Sid", str(n)): statement for n, statement in enumerate(policy["Statement"])}


def test_the_tables_are_those_of_the_contract(stage: Synthesis) -> None:
    assert {place(t) for t in stage.all("AWS::DynamoDB::Table")} == {f"tables/{name}" for name in TABLES}


@pytest.mark.parametrize("name", TABLES)
def test_keys_and_recovery_of_a_table(stage: Synthesis, name: str) -> None:
    found = table(stage, name)
    partition, sort = TABLES[name]
    keys = [{"AttributeName": partition, "KeyType": "HASH"}]
    if sort:
        keys.append({"AttributeName": sort, "KeyType": "RANGE"})
    assert found["KeySchema"] == keys
    assert found["BillingMode"] == "PAY_PER_REQUEST"
    assert found["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert found.get("TimeToLiveSpecification", {}).get("AttributeName") == TTL.get(name)


def test_events_carry_their_header_in_five_indexes(stage: Synthesis) -> None:
    indexes = {index["IndexName"]: index for index in table(stage, "events")["GlobalSecondaryIndexes"]}
    assert set(indexes) == set(EVENT_INDEXES)
    for name, partition in EVENT_INDEXES.items():
        assert [key["AttributeName"] for key in indexes[name]["KeySchema"]] == [partition, "position"]
        assert indexes[name]["Projection"] == {"NonKeyAttributes": ["header"], "ProjectionType": "INCLUDE"}


@pytest.mark.parametrize(("name", "index", "partition", "sort", "sort_type"), WHOLE_INDEXES)
def test_some_indexes_hold_whole_items(
    stage: Synthesis, name: str, index: str, partition: str, sort: str, sort_type: str
) -> None:
    found = table(stage, name)
    [whole] = [one for one in found["GlobalSecondaryIndexes"] if one["IndexName"] == index]
    assert whole["Projection"] == {"ProjectionType": "ALL"}
    assert [key["AttributeName"] for key in whole["KeySchema"]] == [partition, sort]
    types = {a["AttributeName"]: a["AttributeType"] for a in found["AttributeDefinitions"]}
    assert types[sort] == sort_type


def test_no_other_index_holds_whole_items(stage: Synthesis) -> None:
    found = {
        (name, index["IndexName"])
        for name in TABLES
        for index in table(stage, name).get("GlobalSecondaryIndexes", [])
        if index["Projection"] == {"ProjectionType": "ALL"}
    }
    assert found == {(name, index) for name, index, *_ in WHOLE_INDEXES} | {("blocks", "by_block")}


def test_a_persons_sessions_are_found_with_their_state(stage: Synthesis) -> None:
    found = table(stage, "sessions")
    indexes = {index["IndexName"]: index for index in found["GlobalSecondaryIndexes"]}
    assert set(indexes) == {"by_expiry", "by_user"}
    assert [key["AttributeName"] for key in indexes["by_user"]["KeySchema"]] == ["user_id", "started_at"]
    assert indexes["by_user"]["Projection"] == {"NonKeyAttributes": ["state"], "ProjectionType": "INCLUDE"}
    types = {a["AttributeName"]: a["AttributeType"] for a in found["AttributeDefinitions"]}
    assert (types["user_id"], types["started_at"]) == ("S", "N")


def test_only_events_stream_and_with_both_images(stage: Synthesis) -> None:
    streaming = {place(t): t["Properties"].get("StreamSpecification") for t in stage.all("AWS::DynamoDB::Table")}
    assert streaming.pop("tables/events") == {"StreamViewType": "NEW_AND_OLD_IMAGES"}
    assert set(streaming.values()) == {None}


def test_nobody_changes_an_event_and_only_break_glass_the_table(dev: Synthesis) -> None:
    policy = statements(table(dev, "events")["ResourcePolicy"]["PolicyDocument"])
    content = policy["NobodyChangesAnEvent"]
    assert (content["Effect"], content["Principal"], content["Resource"]) == ("Deny", {"AWS": "*"}, "*")
    assert "Condition" not in content
    assert set(content["Action"]) == {
        "dynamodb:UpdateItem",
        "dynamodb:DeleteItem",
        "dynamodb:BatchWriteItem",
        "dynamodb:PartiQLInsert",
        "dynamodb:PartiQLUpdate",
        "dynamodb:PartiQLDelete",
    }
    definition = policy["OnlyBreakGlassChangesTheTable"]
    assert (definition["Effect"], definition["Principal"], definition["Resource"]) == ("Deny", {"AWS": "*"}, "*")
    assert set(definition["Action"]) == {
        "dynamodb:UpdateTable",
        "dynamodb:DeleteTable",
        "dynamodb:UpdateTimeToLive",
        "dynamodb:PutResourcePolicy",
        "dynamodb:DeleteResourcePolicy",
    }
    [exempt] = dev.stateful.find_resources("AWS::IAM::Role")
    assert definition["Condition"] == {"ArnNotEquals": {"aws:PrincipalArn": {"Fn::GetAtt": [exempt, "Arn"]}}}
    assert len(policy) == 2


def test_data_outlives_its_stack_on_aws(dev: Synthesis) -> None:
    kinds = (
        "AWS::DynamoDB::Table",
        "AWS::S3::Bucket",
        "AWS::KMS::Key",
        "AWS::SQS::Queue",
        "AWS::SecretsManager::Secret",
    )
    for kind in kinds:
        for resource in dev.all(kind):
            assert (resource["DeletionPolicy"], resource["UpdateReplacePolicy"]) == ("Retain", "Retain"), place(
                resource
            )
    for name in TABLES:
        assert table(dev, name)["DeletionProtectionEnabled"] is True


def test_every_table_is_protected_or_local(local: Synthesis) -> None:
    for name in TABLES:
        assert table(local, name).get("DeletionProtectionEnabled", False) is False


def test_the_archive_is_locked_in_compliance_mode(stage: Synthesis) -> None:
    bucket = stage.resource(stage.stateful, "AWS::S3::Bucket", "buckets/archive")["Properties"]
    assert bucket["ObjectLockEnabled"] is True
    days = stage.settings.archive_lock_days
    rule = {"DefaultRetention": {"Mode": "COMPLIANCE", "Days": days}}
    assert bucket["ObjectLockConfiguration"] == {"ObjectLockEnabled": "Enabled", "Rule": rule}


def test_the_archive_refuses_deletion_and_ways_around_the_lock(stage: Synthesis) -> None:
    resource = stage.resource(stage.stateful, "AWS::S3::BucketPolicy", "buckets/archive")
    policy = statements(resource["Properties"]["PolicyDocument"])
    nobody = policy["NobodyDeletesOrUnlocks"]
    assert nobody["Effect"] == "Deny"
    assert "Condition" not in nobody
    assert set(nobody["Action"]) == {
        "s3:DeleteObject",
        "s3:DeleteObjectVersion",
        "s3:BypassGovernanceRetention",
        "s3:PutObjectRetention",
    }
    others = policy["OnlyBreakGlassChangesTheBucket"]
    assert others["Effect"] == "Deny"
    assert "aws:PrincipalArn" in others["Condition"]["ArnNotEquals"]
    assert {
        "s3:PutBucketObjectLockConfiguration",
        "s3:PutBucketVersioning",
        "s3:PutLifecycleConfiguration",
        "s3:PutBucketPolicy",
        "s3:DeleteBucketPolicy",
    } <= set(others["Action"])


@pytest.mark.parametrize("name", ["exports", "query-results"])
def test_what_was_made_for_somebody_goes_after_thirty_days(stage: Synthesis, name: str) -> None:
    bucket = stage.resource(stage.stateful, "AWS::S3::Bucket", f"buckets/{name}")["Properties"]
    [rule] = bucket["LifecycleConfiguration"]["Rules"]
    assert (rule["ExpirationInDays"], rule["NoncurrentVersionExpiration"]) == (30, {"NoncurrentDays": 30})
    assert rule["AbortIncompleteMultipartUpload"] == {"DaysAfterInitiation": 1}


@pytest.mark.parametrize("name", BUCKETS)
def test_every_bucket_is_private_versioned_and_encrypted_by_s3(stage: Synthesis, name: str) -> None:
    bucket = stage.resource(stage.stateful, "AWS::S3::Bucket", f"buckets/{name}")["Properties"]
    assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    [rule] = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule == {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
    assert ("LoggingConfiguration" in bucket) == (name != "access-logs")


def test_plain_http_is_refused_on_aws(dev: Synthesis) -> None:
    policies = [*dev.all("AWS::S3::BucketPolicy"), *dev.all("AWS::SQS::QueuePolicy"), *dev.all("AWS::SNS::TopicPolicy")]
    assert len(policies) == len(BUCKETS) + 4 + 1
    for policy in policies:
        refusals = [
            statement
            for statement in policy["Properties"]["PolicyDocument"]["Statement"]
            if statement["Effect"] == "Deny"
            and statement.get("Condition") == {"Bool": {"aws:SecureTransport": "false"}}
        ]
        assert refusals, place(policy)


@pytest.mark.parametrize(
    ("name", "spec"),
    [
        ("checkpoint", "ECC_NIST_EDWARDS25519"),
        ("receipt", "ECC_NIST_EDWARDS25519"),
        ("token", "ECC_NIST_P256"),
        ("document", "RSA_3072"),
    ],
)
def test_keys_sign(stage: Synthesis, name: str, spec: str) -> None:
    key = stage.resource(stage.stateful, "AWS::KMS::Key", f"keys/{name}")["Properties"]
    assert (key["KeySpec"], key["KeyUsage"]) == (spec, "SIGN_VERIFY")


@pytest.mark.parametrize(("name", "signer"), [("checkpoint", "archiveRole"), ("document", "exportRole")])
def test_keys_of_what_outsiders_check_refuse_every_role_but_one(dev: Synthesis, name: str, signer: str) -> None:
    key = dev.resource(dev.stateful, "AWS::KMS::Key", f"keys/{name}")["Properties"]
    denied = statements(key["KeyPolicy"])["OnlyOneRoleSigns"]
    assert (denied["Effect"], denied["Action"]) == ("Deny", "kms:Sign")
    [arn] = denied["Condition"]["ArnNotLike"]["aws:PrincipalArn"]
    pattern = "".join(part for part in arn["Fn::Join"][1] if isinstance(part, str))
    prefix = pattern.split(":role/")[1].removesuffix("*")
    roles = [f"lacre-dev-stateless-{name}" for name in dev.stateless.find_resources("AWS::IAM::Role")]
    assert [role for role in roles if role.startswith(prefix)] == [role for role in roles if signer in role] != []


def test_the_outage_queue_has_dead_letters(stage: Synthesis) -> None:
    queue = stage.resource(stage.stateful, "AWS::SQS::Queue", "outage/Queue")["Properties"]
    assert queue["RedrivePolicy"]["maxReceiveCount"] == 1000
    assert queue["SqsManagedSseEnabled"] is True


def test_the_bootstrap_secret_is_generated(stage: Synthesis) -> None:
    secret = Match.object_like({"GenerateSecretString": Match.object_like({"PasswordLength": 48})})
    stage.stateful.has_resource_properties("AWS::SecretsManager::Secret", secret)
