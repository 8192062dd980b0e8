"""The committed bundle, and what depends on which part of a rule."""

import json
import subprocess
import sys
from typing import Any

import pytest

from lacre.detection.authoring.compiler import compile_bundle
from lacre.detection.authoring.source import read_sources
from lacre.detection.bundle import BUNDLE_PATH, BrokenBundleError, load_bundle, read_bundle, write_bundle
from lacre.detection.rule import WINDOWING_FIGURES, read_rule
from tests.unit.detection.worlds import burst


def compiled(**changes: Any) -> dict[str, Any]:
    (entry,) = json.loads(BUNDLE_PATH.read_text("utf-8"))["rules"]
    return {**entry, **changes}


def test_the_committed_bundle_is_that_of_the_rules() -> None:
    assert BUNDLE_PATH.read_text("utf-8") == compile_bundle(read_sources()), "run `lacre rules compile`"


def test_the_commissioned_rule_is_live() -> None:
    (rule,) = load_bundle().rules
    assert (rule.name, rule.action, rule.group_by) == (
        "many_failed_logins",
        "MULTIPLE_FAILED_LOGINS",
        ("entity_id",),
    )
    assert (rule.windowing.threshold, rule.windowing.timespan_ms, rule.is_live) == (5, 600_000, True)


def test_reading_the_bundle_needs_neither_pysigma_nor_yaml() -> None:
    script = (
        "import sys, lacre.detection.detect, lacre.cli.rules, lacre.detection.bundle as b; b.load_bundle();"
        "print([m for m in ('sigma', 'yaml', 'jsonschema') if m in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "[]",
        "{}",
        '{"format": 1, "rules": [], "sha256": "0"}',
        BUNDLE_PATH.read_text("utf-8").replace('"threshold": 5', '"threshold": 50'),
        write_bundle([compiled(kind="guess")]),
        write_bundle([compiled(action="NO_SUCH_ACTION")]),
        write_bundle([compiled(entity="ip_address")]),
        write_bundle([compiled(suppression_ms=1)]),
    ],
)
def test_a_broken_bundle_is_refused(broken: str) -> None:
    with pytest.raises(BrokenBundleError):
        read_bundle(broken)


@pytest.mark.parametrize("name", ["title", "owner", "mode", "severity", "action", "id"])
def test_a_text_edit_keeps_the_windows(name: str) -> None:
    other = {"mode": "shadow", "severity": "HIGH", "action": "LOGOUT"}.get(name, "another")
    assert read_rule(compiled(**{name: other})).windowing_hash == read_rule(compiled()).windowing_hash


@pytest.mark.parametrize("name", WINDOWING_FIGURES)
def test_another_figure_starts_clean(name: str) -> None:
    changed = read_rule(compiled(**{name: compiled()[name] + 1}))
    plain, group = read_rule(compiled()), changed.group_of(burst(1)[0])
    assert group is not None
    assert changed.state_key(group) != plain.state_key(group)
    assert changed.alert_id(group, 1) != plain.alert_id(group, 1)


def test_another_selection_or_group_starts_clean() -> None:
    hashes = {
        read_rule(entry).windowing_hash
        for entry in (
            compiled(),
            compiled(selection={"field": "action", "equals": "logout", "cased": False}),
            compiled(group_by=["entity_id", "ip_address"]),
        )
    }
    assert len(hashes) == 3


def test_a_hostile_group_has_a_key_of_bounded_length() -> None:
    rule = read_rule(compiled())
    group = rule.group_of(burst(1, account="x\n#" * 800)[0])
    assert group is not None
    assert len(rule.state_key(group)) < 200
