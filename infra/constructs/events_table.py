"""The events table and the policy that keeps events from being changed."""

from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_iam as iam
from constructs import Construct

from infra.constructs.table import Index, Key, Table
from infra.stage import StageSettings

# PutItem is missing on purpose: every recorder holds it. An overwrite shows as a MODIFY record and in the log.
CHANGES_OF_EVENTS = [
    "dynamodb:UpdateItem",
    "dynamodb:DeleteItem",
    "dynamodb:BatchWriteItem",
    "dynamodb:PartiQLInsert",
    "dynamodb:PartiQLUpdate",
    "dynamodb:PartiQLDelete",
]

# UpdateContinuousBackups is missing on purpose: CloudFormation calls it right after CreateTable, under this very
# policy, to switch point-in-time recovery on. An alarm hears it instead.
CHANGES_OF_THE_TABLE = [
    "dynamodb:UpdateTable",
    "dynamodb:DeleteTable",
    "dynamodb:UpdateTimeToLive",
    "dynamodb:PutResourcePolicy",
    "dynamodb:DeleteResourcePolicy",
]

INDEXES = {
    "by_time": "time_bucket",
    "by_entity": "entity_key",
    "by_actor": "actor_key",
    "by_correlation": "correlation_key",
    "by_critical": "critical_bucket",
}


def immutability_policy(break_glass_arn: str) -> iam.PolicyDocument:
    """Nobody changes an event; only the break-glass role changes the table.

    The role that CloudFormation usually acts with is denied too. This does not stop deployments: CloudFormation
    creates the table with this policy in one CreateTable, later reads it freely, and calls none of the denied
    actions while the table's definition stays the same. When the definition has to change, the stack is updated
    with the break-glass role as CloudFormation's service role, which raises an alarm. Not even that role is
    exempt from the first statement: it would have to take the policy away first, which is an UpdateTable-like
    act of its own, in CloudTrail under its own name. The resource is "*", as a policy within a table's
    definition cannot name the table; it applies to this table and its indexes only.
    """
    return iam.PolicyDocument(
        statements=[
            iam.PolicyStatement(
                sid="NobodyChangesAnEvent",
                effect=iam.Effect.DENY,
                principals=[iam.AnyPrincipal()],
                actions=CHANGES_OF_EVENTS,
                resources=["*"],
            ),
            iam.PolicyStatement(
                sid="OnlyBreakGlassChangesTheTable",
                effect=iam.Effect.DENY,
                principals=[iam.AnyPrincipal()],
                actions=CHANGES_OF_THE_TABLE,
                resources=["*"],
                conditions={"ArnNotEquals": {"aws:PrincipalArn": break_glass_arn}},
            ),
        ]
    )


class EventsTable(Table):
    """One item an event, five indexes that carry its header, a stream that tells of every change."""

    def __init__(self, scope: Construct, name: str, settings: StageSettings, break_glass_arn: str) -> None:
        super().__init__(
            scope,
            name,
            settings,
            Key("id"),
            indexes=[Index(name, Key(key, "position"), ("header",)) for name, key in INDEXES.items()],
            stream=dynamodb.StreamViewType.NEW_AND_OLD_IMAGES,
            # The local AWS stores such a policy and does not enforce it; there the narrow grants do the work.
            policy=None if settings.is_local else immutability_policy(break_glass_arn),
        )
