"""The committed bundle, and what depends on which part of a rule."""

import subprocess
import sys
from typing import Any

import pytest

from lacre.detection.authoring.compiler import compile_bundle
from lacre.detection.authoring.source import read_sources
from lacre.detection.bundle import BUNDLE_PATH, BrokenBundleError, load_bundle, read_bundle, write_bundle
from lacre.detection.kinds.event_count import EventCount
from lacre.detection.rule import WINDOWING_FIGURES
from lacre.detection.rule_reading import read_rule
from tests.unit.detection.worlds import HOUR, burst, by, compiled, group_of, of_action

BY_ACCOUNT = by("entity_id")


def test_the_committed_bundle_is_that_of_the_rules() -> None:
    assert BUNDLE_PATH.read_text("utf-8") == compile_bundle(read_sources()), "run `lacre rules compile`"


def test_the_commissioned_rule_is_live() -> None:
    (rule,) = (rule for rule in load_bundle().rules if rule.name == "many_failed_logins")
    assert (rule.kind, rule.action, rule.is_live) == ("event_count", "MULTIPLE_FAILED_LOGINS", True)
    assert [grouping.name for grouping in rule.group_by] == ["entity_id"]
    assert rule.windowing.kind == EventCount(600_000, 5)


def test_reading_the_bundle_needs_neither_pysigma_nor_yaml() -> None:
    script = (
        "import sys, lacre.detection.detect, lacre.cli.rules, lacre.detection.bundle as b; b.load_bundle();"
        "print([m for m in ('sigma', 'yaml', 'jsonschema') if m in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "broken",
    ["", "[]", "{}", '{"format": 2, "rules": [], "sha256": "0"}', write_bundle([compiled()]).replace("5", "6")],
)
def test_a_broken_bundle_is_refused(broken: str) -> None:
    with pytest.raises(BrokenBundleError):
        read_bundle(broken)


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "guess"},
        {"action": "NO_SUCH_ACTION"},
        {"entity": "ip_address"},
        {"suppression_ms": 1},
        {"retention_ms": 1},
        {"retention_ms": 1000 * HOUR},
        {"mode": "on"},
        {"selections": []},
        {"selections": [of_action("LOGOUT")] * 9},
        {"group_by": []},
        {"group_by": [by("colour")]},
        {"group_by": [by("entity_id", 2)]},
        {"group_by": [by("after.")]},
        {"value_field": "ip_address"},
        {"kind": "value_count", "value_field": "colour"},
        {"condition": {}},
        {"condition": {"gte": 0}},
        {"reset_on": [1]},
        {"reset_on": [-1]},
        {"kind": "value_count"},
        {"kind": "chain", "value_field": "entity_id", "condition": {"gte": 5, "length": 6, "gap": 3}},
        {"kind": "sequence", "condition": {"steps": []}},
        {"kind": "sequence", "condition": {"steps": [{"selection": 0, "count": 21}]}},
        {"kind": "sequence", "condition": {"steps": [{"selection": 1, "count": 1}]}},
        {"kind": "ratio", "condition": {"of": 0, "among": 0, "at_least": 20, "gte": 1}},
        {"kind": "ratio", "condition": {"of": 0, "among": 0, "at_least": 20, "gte": "0"}},
        {"kind": "absence", "condition": {"armed_by": [], "disarmed_by": [], "silence_ms": 1, "calendar": None}},
        {"kind": "absence", "condition": {"armed_by": [0], "disarmed_by": [], "silence_ms": 1, "calendar": "moon"}},
        {"response": {"block": "ip_address", "expiry_ms": 1}},
    ],
)
def test_a_broken_rule_breaks_the_bundle(changes: dict[str, Any]) -> None:
    with pytest.raises(BrokenBundleError):
        read_bundle(write_bundle([compiled(**changes)]))


def test_a_rule_that_is_whole_does_not() -> None:
    assert len(read_bundle(write_bundle([compiled()])).rules) == 1


def test_a_zone_that_is_none_breaks_the_bundle() -> None:
    with pytest.raises(BrokenBundleError):
        read_bundle(write_bundle([compiled()]), zone="Nowhere/At all")


EDITS: dict[str, Any] = {
    "title": "Another",
    "description": "Another.",
    "owner": "another@example.com",
    "mode": "shadow",
    "severity": "HIGH",
    "action": "LOGOUT",
    "id": "another",
    "exceptions": [{"node": of_action("LOGOUT")["node"], "until_ms": 1, "reason": "r", "owner": "o"}],
    "response": {"block": "entity_id", "expiry_ms": 1_800_000},
}


@pytest.mark.parametrize("name", sorted(EDITS))
def test_a_text_edit_keeps_the_windows(name: str) -> None:
    assert read_rule(compiled(**{name: EDITS[name]})).windowing_hash == read_rule(compiled()).windowing_hash


@pytest.mark.parametrize("name", WINDOWING_FIGURES)
def test_another_figure_starts_clean(name: str) -> None:
    roomy = compiled(suppression_ms=HOUR, retention_ms=HOUR)
    plain, changed = read_rule(roomy), read_rule({**roomy, name: roomy[name] + 1})
    group = group_of(burst(1)[0])
    assert changed.state_key(group) != plain.state_key(group)
    assert changed.alert_id(group, 1) != plain.alert_id(group, 1)
    assert changed.group_key(group) == plain.group_key(group)


def test_another_selection_group_value_or_condition_starts_clean() -> None:
    others: list[dict[str, Any]] = [
        {},
        {"selections": [of_action("LOGOUT")]},
        {"group_by": [by("entity_id"), by("ip_address")]},
        {"condition": {"gte": 6}},
        {"kind": "value_count", "value_field": "ip_address"},
        {"kind": "value_count", "value_field": "actor_id"},
        {"reset_on": [0], "condition": {"gte": 1}},
    ]
    assert len({read_rule(compiled(**changes)).windowing_hash for changes in others}) == len(others)


def test_a_hostile_group_has_a_key_of_bounded_length() -> None:
    rule = read_rule(compiled())
    assert len(rule.state_key(group_of(burst(1, account="x\n#" * 800)[0]))) < 200
