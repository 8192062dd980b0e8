"""Who holds which action on what, exactly."""

import json

import pytest

from tests.infra.grants import Grants
from tests.infra.repository import FUNCTIONS
from tests.infra.synthesis import Synthesis

SIGN = "kms:GetPublicKey kms:Sign"
OBJECTS = "s3:GetObject s3:PutObject"
OF_GLUE = "glue:GetDatabase glue:GetTable"
OF_QUERIES = "athena:GetQueryExecution athena:GetQueryResults athena:StopQueryExecution"
_ACCOUNT = "arn:AWS::Partition:{}:AWS::Region:AWS::AccountId"

WORKGROUP = f"{_ACCOUNT.format('athena')}:workgroup/lacre-{{stage}}"

EVERY_FUNCTION = {
    "tables/events": "dynamodb:GetItem dynamodb:PutItem",
    "keys/receipt": "kms:Sign",
    "*": "xray:PutTelemetryRecords xray:PutTraceSegments",
}
TAKING_TOKENS = {"tables/sessions": "dynamodb:BatchGetItem dynamodb:GetItem"}
EVERY_HTTP_FUNCTION = {
    "tables/users": "dynamodb:BatchGetItem dynamodb:GetItem",
    "tables/blocks": "dynamodb:BatchGetItem dynamodb:GetItem",
    "tables/answers": "dynamodb:GetItem dynamodb:PutItem",
    "tables/counters": "dynamodb:UpdateItem",
    "outage/Queue": "sqs:SendMessage",
    "buckets/archive/attachments/*": "s3:PutObject",
}
EVERY_CONSUMER = {
    "tables/events/stream": "dynamodb:DescribeStream dynamodb:GetRecords dynamodb:GetShardIterator",
    "*": "dynamodb:ListStreams",
    "buckets/failures": "s3:ListBucket",
    "buckets/failures/*": "s3:PutObject",
}
OWN = {
    "identity": {
        **EVERY_HTTP_FUNCTION,
        "tables/users": "dynamodb:BatchGetItem dynamodb:GetItem dynamodb:PutItem",
        "tables/users/index/by_listing": "dynamodb:Query",
        "tables/sessions": "dynamodb:BatchGetItem dynamodb:GetItem dynamodb:PutItem dynamodb:UpdateItem",
        "tables/sessions/index/by_user": "dynamodb:Query",
        "tables/counters": "dynamodb:GetItem dynamodb:PutItem dynamodb:UpdateItem",
        "tables/jurisdictions": "dynamodb:GetItem dynamodb:PutItem",
        "tables/jurisdictions/index/by_place": "dynamodb:Query",
        "tables/network": "dynamodb:GetItem dynamodb:PutItem",
        "keys/token": SIGN,
        "bootstrap": "secretsmanager:GetSecretValue",
    },
    "network": {
        **EVERY_HTTP_FUNCTION,
        **TAKING_TOKENS,
        "tables/network": "dynamodb:BatchGetItem dynamodb:ConditionCheckItem dynamodb:GetItem dynamodb:PutItem",
        "tables/network/index/by_place": "dynamodb:Query",
        "tables/network/index/by_agent": "dynamodb:Query",
        "tables/network/index/by_merchant": "dynamodb:Query",
        "tables/network/index/by_pos": "dynamodb:Query",
        "tables/users": "dynamodb:BatchGetItem dynamodb:GetItem dynamodb:PutItem",
    },
    "hedge": {
        **EVERY_HTTP_FUNCTION,
        **TAKING_TOKENS,
        "tables/hedge": (
            "dynamodb:BatchGetItem dynamodb:DeleteItem dynamodb:GetItem dynamodb:PutItem dynamodb:Query "
            "dynamodb:UpdateItem"
        ),
        "tables/ledger": "dynamodb:BatchGetItem dynamodb:GetItem dynamodb:PutItem dynamodb:Query",
    },
    "ingest": {**EVERY_HTTP_FUNCTION},
    "query": {
        **EVERY_HTTP_FUNCTION,
        **TAKING_TOKENS,
        "tables/events": "dynamodb:BatchGetItem",
        "tables/events/index/by_time": "dynamodb:Query",
        "tables/events/index/by_entity": "dynamodb:Query",
        "tables/events/index/by_actor": "dynamodb:Query",
        "tables/events/index/by_correlation": "dynamodb:Query",
        "tables/events/index/by_critical": "dynamodb:Query",
        "tables/log": "dynamodb:BatchGetItem dynamodb:GetItem",
        "buckets/log": "s3:ListBucket",
        "buckets/log/*": "s3:GetObject",
        "tables/alerts": "dynamodb:BatchGetItem dynamodb:GetItem dynamodb:PutItem",
        "tables/alerts/index/by_state": "dynamodb:Query",
        "tables/alerts/index/by_group": "dynamodb:Query",
        "tables/cases": "dynamodb:GetItem dynamodb:PutItem",
        "tables/cases/index/by_state": "dynamodb:Query",
        "tables/blocks": "dynamodb:BatchGetItem dynamodb:GetItem dynamodb:PutItem",
        "tables/blocks/index/by_state": "dynamodb:Query",
        "tables/blocks/index/by_block": "dynamodb:Query",
        "tables/windows": "dynamodb:GetItem dynamodb:PutItem",
        "tables/counters": "dynamodb:GetItem dynamodb:Query dynamodb:UpdateItem",
        "tables/exports": "dynamodb:GetItem dynamodb:PutItem",
        "tables/exports/index/by_asker": "dynamodb:Query",
        "tables/exports/index/by_listing": "dynamodb:Query",
        "exports/Queue": "sqs:SendMessage",
        "buckets/exports/*": "s3:GetObject",
    },
    "export": {
        "tables/exports": "dynamodb:GetItem dynamodb:PutItem dynamodb:UpdateItem",
        "tables/events": "dynamodb:BatchGetItem",
        "tables/log": "dynamodb:BatchGetItem dynamodb:GetItem",
        "exports/Queue": "sqs:DeleteMessage sqs:GetQueueAttributes sqs:ReceiveMessage",
        "buckets/exports/*": "s3:AbortMultipartUpload s3:PutObject",
        "buckets/archive": "s3:ListBucket",
        "buckets/archive/batches/*": "s3:GetObject",
        "buckets/archive/checkpoints/*": "s3:GetObject",
        "buckets/log": "s3:GetBucketLocation s3:ListBucket",
        "buckets/log/tile/entries/*": "s3:GetObject",
        "buckets/failures": "s3:ListBucket",
        "buckets/failures/quarantine/*": "s3:PutObject",
        "keys/document": SIGN,
        "arn:AWS::Partition:ssm:AWS::Region:AWS::AccountId:parameterdocument-certificates": "ssm:GetParameter",
        "tables/counters": "dynamodb:GetItem",
        WORKGROUP: "athena:StartQueryExecution",
        f"{_ACCOUNT.format('glue')}:catalog": OF_GLUE,
        f"{_ACCOUNT.format('glue')}:database/lacre_{{stage}}": OF_GLUE,
        f"{_ACCOUNT.format('glue')}:table/lacre_{{stage}}/events": OF_GLUE,
        f"{_ACCOUNT.format('glue')}:database/default": "glue:GetDatabase",
        "buckets/log/events/*": "s3:GetObject",
        "buckets/query-results": "s3:GetBucketLocation s3:ListBucket s3:ListBucketMultipartUploads",
        "buckets/query-results/*": "s3:AbortMultipartUpload s3:GetObject s3:ListMultipartUploadParts s3:PutObject",
    },
    "archive": {
        **EVERY_CONSUMER,
        "tables/log": "dynamodb:BatchGetItem dynamodb:BatchWriteItem dynamodb:GetItem dynamodb:PutItem",
        "buckets/archive": "s3:ListBucket",
        "buckets/archive/*": OBJECTS,
        "buckets/log": "s3:ListBucket",
        "buckets/log/*": OBJECTS,
        "keys/checkpoint": SIGN,
        "tables/events": "dynamodb:BatchGetItem",
        "arn:AWS::Partition:ssm:AWS::Region:AWS::AccountId:parameterwitnesses": "ssm:GetParameter",
    },
    "fraud": {
        **EVERY_CONSUMER,
        "tables/events": "dynamodb:BatchGetItem",
        "tables/windows": "dynamodb:GetItem dynamodb:PutItem",
        "tables/alerts": "dynamodb:GetItem dynamodb:PutItem",
        "tables/blocks": "dynamodb:GetItem dynamodb:PutItem",
    },
    "sweep": {
        "tables/ledger": (
            "dynamodb:BatchGetItem dynamodb:BatchWriteItem dynamodb:DeleteItem dynamodb:GetItem dynamodb:PutItem "
            "dynamodb:Query"
        ),
        "tables/sessions": "dynamodb:UpdateItem",
        "tables/sessions/index/by_expiry": "dynamodb:Query",
        "tables/users/index/by_listing": "dynamodb:Query",
        "tables/windows": "dynamodb:GetItem dynamodb:PutItem",
        "tables/windows/index/by_due": "dynamodb:Query",
        "tables/alerts": "dynamodb:GetItem dynamodb:PutItem",
        "tables/blocks": "dynamodb:GetItem dynamodb:PutItem",
        "tables/blocks/index/by_state": "dynamodb:Query",
        "tables/counters": "dynamodb:DeleteItem dynamodb:GetItem dynamodb:PutItem dynamodb:Query dynamodb:UpdateItem",
        "tables/events": "dynamodb:BatchGetItem dynamodb:Scan",
        "tables/events/index/by_time": "dynamodb:Query",
        "tables/log": "dynamodb:BatchGetItem dynamodb:GetItem",
        "buckets/archive": "s3:ListBucket",
        "buckets/archive/*": "s3:GetObject",
        "buckets/archive/timestamps/*": "s3:PutObject",
        "buckets/log": "s3:ListBucket",
        "buckets/log/events/*": OBJECTS,
        "buckets/failures": "s3:ListBucket",
        "buckets/failures/quarantine/*": "s3:PutObject",
        "archive/Feed": "lambda:InvokeFunction",
        "outage/Queue": "sqs:DeleteMessage sqs:ReceiveMessage",
    },
}
CHANGES = {
    "dynamodb:UpdateItem",
    "dynamodb:DeleteItem",
    "dynamodb:BatchWriteItem",
    "dynamodb:PartiQLInsert",
    "dynamodb:PartiQLUpdate",
    "dynamodb:PartiQLDelete",
}


@pytest.fixture(scope="module")
def grants(stage: Synthesis) -> Grants:
    return Grants(stage)


def expected(function: str, stage: Synthesis) -> dict[str, set[str]]:
    held: dict[str, set[str]] = {f"{function}/Log": {"logs:CreateLogStream", "logs:PutLogEvents"}}
    # The local AWS does not know of which workgroup a query is that runs already.
    of_queries = {"*" if stage.settings.is_local else WORKGROUP: OF_QUERIES} if function == "export" else {}
    for part in (EVERY_FUNCTION, OWN[function], of_queries):
        for place, actions in part.items():
            named = place.replace("{stage}", stage.settings.name)
            held[named] = held.get(named, set()) | set(actions.split())
    if function == "archive":
        held |= {
            f"keys/checkpoint-{number}": set(SIGN.split()) for number in range(2, stage.settings.checkpoint_keys + 1)
        }
    return held


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_holds_exactly_its_grants(stage: Synthesis, grants: Grants, function: str) -> None:
    assert dict(grants.of(function)) == expected(function, stage)


def test_no_role_changes_events(grants: Grants) -> None:
    for role, held in grants.by_role.items():
        for place, actions in held.items():
            if place.startswith("tables/events") or "*" in place.split("/"):
                assert not actions & CHANGES, (role, place)


def test_no_role_holds_partiql_or_a_wildcard_action(grants: Grants) -> None:
    for role, held in grants.by_role.items():
        for place, actions in held.items():
            assert not [action for action in actions if "PartiQL" in action or "*" in action], (role, place)


def test_no_function_reaches_the_control_plane(grants: Grants) -> None:
    allowed = {"dynamodb", "kms", "s3", "sqs", "secretsmanager", "logs", "xray", "ssm", "lambda"}
    for function in FUNCTIONS:
        services = {action.split(":")[0] for actions in grants.of(function).values() for action in actions}
        assert services <= allowed | ({"athena", "glue"} if function == "export" else set())


def test_only_the_function_of_jobs_asks_the_archive_and_reads_only_what_is_compacted(
    stage: Synthesis, grants: Grants
) -> None:
    asking = {
        (role, place)
        for role, held in grants.by_role.items()
        for place, actions in held.items()
        if any(action.startswith(("athena:", "glue:")) for action in actions)
    }
    assert {role for role, _ in asking} == {"export/Role"}
    assert not any("*" in place for _, place in asking) or stage.settings.is_local
    assert grants.holders("buckets/log/*", "s3:GetObject") & {"export/Role"} == set()
    assert grants.holders("buckets/query-results/*", "s3:PutObject") == {"export/Role"}


def test_only_the_sealer_signs_checkpoints(grants: Grants) -> None:
    for key in [place for place in grants.of("archive") if place.startswith("keys/checkpoint")]:
        assert grants.holders(key, "kms:Sign") == {"archive/Role"}


def test_only_identity_signs_tokens(grants: Grants) -> None:
    assert grants.holders("keys/token", "kms:Sign") == {"identity/Role"}


def test_nobody_deletes_objects_or_unlocks_them(grants: Grants) -> None:
    forbidden = {"s3:DeleteObject", "s3:DeleteObjectVersion", "s3:PutObjectRetention", "s3:BypassGovernanceRetention"}
    for held in grants.by_role.values():
        for actions in held.values():
            assert not actions & forbidden


def test_break_glass_touches_definitions_and_no_content(grants: Grants) -> None:
    held = grants.by_role["break-glass"]
    [others] = set(held) - {"tables/events", "buckets/archive"}
    assert held[others] == {"ssm:GetParameters"}
    content = {"dynamodb:PutItem", "dynamodb:GetItem", "s3:PutObject", "s3:GetObject", "dynamodb:DeleteTable"}
    assert not (CHANGES | content) & set().union(*held.values())


def test_only_its_writers_take_names_in_the_archive(dev: Synthesis) -> None:
    policy = dev.resource(dev.stateful, "AWS::S3::BucketPolicy", "buckets/archive/Policy")["Properties"]
    found = {one["Sid"]: one for one in policy["PolicyDocument"]["Statement"] if one.get("Sid", "").startswith("Only")}
    for sid, role, prefixes in (
        ("OnlyArchiveWrites", "archiveRole", ("batches/*", "checkpoints/*", "cosigned/*")),
        ("OnlySweepWrites", "sweepRole", ("timestamps/*",)),
        ("OnlyIdentityNetworkHedgeIngestQueryWrites", "ingestRole", ("attachments/*",)),
    ):
        assert (found[sid]["Effect"], found[sid]["Action"]) == ("Deny", "s3:PutObject")
        assert role in json.dumps(found[sid]["Condition"])
        assert all(prefix in json.dumps(found[sid]["Resource"]) for prefix in prefixes)
