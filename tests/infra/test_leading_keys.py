"""Who holds an action on a part of a table alone, by the beginning of its keys."""

import json
from collections import defaultdict

import pytest

from tests.infra.grants import Grants
from tests.infra.synthesis import Synthesis


@pytest.fixture(scope="module")
def grants(stage: Synthesis) -> Grants:
    return Grants(stage)


def by_leading_key(stage: Synthesis, grants: Grants, role: str, table: str) -> dict[str, str]:
    """What a role holds on a table, by the beginning of the keys that it holds it on; `*` is all of them."""
    held: dict[str, set[str]] = defaultdict(set)
    for policy in stage.all("AWS::IAM::Policy"):
        if role not in {grants.name_of(one) for one in policy["Properties"]["Roles"]}:
            continue
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]:
            if f"tables{table}" in json.dumps(statement["Resource"]):
                condition = statement.get("Condition", {}).get("ForAllValues:StringLike", {})
                actions = statement["Action"]
                for key in condition.get("dynamodb:LeadingKeys", ["*"]):
                    held[key] |= set([actions] if isinstance(actions, str) else actions)
    return {key: " ".join(sorted(one.removeprefix("dynamodb:") for one in held[key])) for key in held}


def test_who_settles_makes_no_page_and_who_packs_makes_no_copy(stage: Synthesis, grants: Grants) -> None:
    assert by_leading_key(stage, grants, "hedge/Role", "ledger") == {
        "FRESH*": "PutItem Query",
        "CONTRACT#*": "GetItem PutItem",
        "EVENT#*": "GetItem PutItem",
        "PAGE*": "BatchGetItem",
        "DIRECTORY*": "GetItem",
    }
    assert by_leading_key(stage, grants, "sweep/Role", "ledger") == {
        "FRESH*": "BatchWriteItem Query",
        "PAGE*": "BatchGetItem DeleteItem PutItem",
        "DIRECTORY*": "GetItem PutItem",
    }
    assert by_leading_key(stage, grants, "hedge/Role", "hedge") == {
        "*": "BatchGetItem GetItem PutItem Query",
        "ORDER*": "UpdateItem",
        "LIVE*": "DeleteItem",
    }


def test_who_is_reached_from_outside_snoozes_and_moves_no_window(stage: Synthesis, grants: Grants) -> None:
    assert by_leading_key(stage, grants, "query/Role", "windows") == {"*": "GetItem", "SNOOZE#*": "PutItem"}


def test_who_shows_the_dashboard_reads_what_was_counted_and_moves_none_of_it(stage: Synthesis, grants: Grants) -> None:
    held = by_leading_key(stage, grants, "query/Role", "counters")
    assert held.pop("FLOOD#*") == "UpdateItem"
    assert held == dict.fromkeys(("SUMMARY*", "QUARANTINE*", "RECONCILIATION*"), "GetItem Query")


def test_who_is_reached_from_outside_counts_floods_and_moves_no_position(stage: Synthesis) -> None:
    for policy in stage.all("AWS::IAM::Policy"):
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]:
            if statement["Action"] == "dynamodb:UpdateItem" and "tablescounters" in json.dumps(statement["Resource"]):
                assert statement["Condition"] == {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["FLOOD#*"]}}


def test_what_people_are_proven_by_is_read_by_two_functions_alone(stage: Synthesis, grants: Grants) -> None:
    readers = set()
    for policy in stage.all("AWS::IAM::Policy"):
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]:
            of_users = "tablesusers" in json.dumps(statement["Resource"])
            if not of_users or "GetItem" not in json.dumps(statement["Action"]):
                continue
            keys = statement.get("Condition", {}).get("ForAllValues:StringLike", {}).get("dynamodb:LeadingKeys")
            if keys is None or any(key[0] in "C*" for key in keys):
                readers |= {grants.name_of(role) for role in policy["Properties"]["Roles"]}
    assert readers == {"identity/Role", "ingest/Role"}
