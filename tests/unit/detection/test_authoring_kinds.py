"""What the compiler makes of each kind, and what it refuses of what Sigma cannot say."""

from pathlib import Path
from typing import Any

import pytest

from lacre.detection.authoring.compiler import compile_rule
from lacre.detection.authoring.source import RULES, RuleError, read_source
from lacre.model import moment
from tests.unit.detection.authored import changed

EXCEPTION = """  exceptions:
    - where:
        entity_id: account-7
        ip_address|startswith: '192.0.2.'
      until: 2026-02-01
      reason: A robot that tests the login.
      owner: security@example.com
  mode: live"""


def compiled(rule: str) -> dict[str, Any]:
    return compile_rule(read_source(RULES / f"{rule}.yml"))


@pytest.mark.parametrize(
    ("rule", "kind", "condition"),
    [
        ("many_failed_logins", "event_count", {"gte": 5}),
        ("login_spraying", "value_count", {"gte": 10}),
        ("id_enumeration", "chain", {"gte": 10, "length": 8, "gap": 3}),
        ("price_published_and_traded", "temporal_ordered", {}),
        (
            "login_after_failures",
            "sequence",
            {"steps": [{"selection": 0, "count": 5}, {"selection": 1, "count": 1}]},
        ),
        ("high_cancellation_ratio", "ratio", {"of": 0, "among": 1, "at_least": 20, "gte": "0.30"}),
        (
            "silent_pos",
            "absence",
            {"armed_by": [0, 1], "disarmed_by": [2], "silence_ms": 72 * 3_600_000, "calendar": "trading"},
        ),
    ],
)
def test_each_kind_has_its_condition(rule: str, kind: str, condition: dict[str, Any]) -> None:
    made = compiled(rule)
    assert (made["kind"], made["condition"]) == (kind, condition)


def test_aliases_name_the_field_of_each_selection_in_the_order_of_the_marks() -> None:
    made = compiled("consecutive_failed_logins")
    assert [one["name"] for one in made["selections"]] == ["failed_login", "login_success", "secret_changed"]
    assert made["group_by"] == [{"name": "account", "fields": ["entity_id", "actor_id", "entity_id"]}]
    assert made["reset_on"] == [1, 2]
    assert made["response"] == {"block": "account", "expiry_ms": 1_800_000}


def test_the_field_that_is_counted_is_compiled() -> None:
    assert (compiled("login_spraying")["value_field"], compiled("silent_pos")["value_field"]) == ("entity_id", None)


def test_a_temporal_rule_wants_all_of_its_selections(tmp_path: Path) -> None:
    path = changed(tmp_path, "price_published_and_traded", "type: temporal_ordered", "type: temporal")
    made = compile_rule(read_source(path))
    assert (made["kind"], made["condition"]) == ("temporal", {})


def test_an_exception_has_a_selection_and_an_end(tmp_path: Path) -> None:
    made = compile_rule(read_source(changed(tmp_path, "many_failed_logins", "  mode: live", EXCEPTION)))
    (exception,) = made["exceptions"]
    assert exception == {
        "node": {
            "all": [
                {"field": "entity_id", "equals": "account-7", "cased": False},
                {"field": "ip_address", "like": ["192.0.2.", ["*"]], "cased": False},
            ]
        },
        "until_ms": moment.to_milliseconds("2026-02-01T00:00:00.000Z"),
        "reason": "A robot that tests the login.",
        "owner": "security@example.com",
    }


@pytest.mark.parametrize(
    ("rule", "old", "new", "reason"),
    [
        ("silent_pos", "      pos_blocked: entity_id\n", "", "the alias pos names a field for each"),
        ("silent_pos", "      pos_blocked: entity_id\n", "      pos_blocked: colour\n", "no field colour"),
        (
            "silent_pos",
            "  group-by:\n    - pos\n",
            "  group-by:\n    - ip_address\n",
            "nothing is grouped by the alias",
        ),
        ("silent_pos", "    disarmed-by:\n      - pos_blocked", "    disarmed-by:\n      - gone", "no selection gone"),
        ("silent_pos", "    disarmed-by:\n      - pos_blocked\n", "", "nothing uses the selection pos_blocked"),
        ("login_after_failures", "{rule: login_success,", "{rule: failed_login,", "in their order"),
        ("login_after_failures", "{rule: failed_login, count: 5}", "{rule: failed_login, count: 60}", "sequence has"),
        ("high_cancellation_ratio", "of: transaction_cancelled", "of: transaction_created", "one of the correlation"),
        ("high_cancellation_ratio", "of: transaction_cancelled", "of: something_else", "one of the correlation"),
        ("id_enumeration", "length: 8", "length: 11", "longer than the distinct values"),
        ("consecutive_failed_logins", "    - login_success\n", "    - failed_login\n", "undo the count as well"),
        ("consecutive_failed_logins", "block: account", "block: actor_id", "no group actor_id to block"),
        ("consecutive_failed_logins", "expiry: 30m", "expiry: 29m", "half an hour"),
        ("consecutive_failed_logins", "    source: API\n", "", "`source: API` in each selection"),
        (
            "login_spraying",
            "  mode: live",
            "  response: {block: ip_address, expiry: 30m}\n  mode: live",
            "only an actor",
        ),
        ("many_cancellations", "  mode: live", "  response: {block: x, expiry: 30m}\n  mode: live", "no group x"),
        ("login_spraying", "    field: entity_id", "    field: colour", "no field colour"),
        ("many_failed_logins", "  mode: live", EXCEPTION.replace("02-01", "02-30"), "no day 2026-02-30"),
        ("many_failed_logins", "  mode: live", EXCEPTION.replace("entity_id", "colour"), "no field colour"),
    ],
)
def test_the_compiler_refuses(tmp_path: Path, rule: str, old: str, new: str, reason: str) -> None:
    with pytest.raises(RuleError, match=reason):
        compile_rule(read_source(changed(tmp_path, rule, old, new)))


@pytest.mark.parametrize(
    ("rule", "old", "new", "sentence"),
    [
        ("high_cancellation_ratio", 'gte: "0.30"', "gte: 0.30", "a text of a decimal"),
        ("high_cancellation_ratio", 'gte: "0.30"', 'gte: "1.30"', "between 0 and 1"),
        ("high_cancellation_ratio", "type: temporal", "type: temporal_ordered", "a ratio narrows a temporal"),
        ("id_enumeration", "  chain: {", "  absence: {}\n  chain: {", "at most one of chain"),
        ("login_after_failures", "  sequence:", "  reset-on: [x_y]\n  sequence:", "know their own end"),
        ("silent_pos", "    gte: 1", "    gte: 2", "armed by one event"),
        ("many_failed_logins", "  mode: live", EXCEPTION.replace("2026-02-01", "soon"), "the first day"),
    ],
)
def test_the_schema_refuses(tmp_path: Path, rule: str, old: str, new: str, sentence: str) -> None:
    with pytest.raises(RuleError, match=sentence):
        read_source(changed(tmp_path, rule, old, new))
