"""Rules at a desk: what the schema and the compiler refuse, and where they say that it stands."""

from pathlib import Path

import pytest

from lacre.detection.authoring.compiler import compile_bundle, compile_rule
from lacre.detection.authoring.source import RULES, RuleError, milliseconds, read_source, read_sources
from tests.unit.detection.authored import changed

RULE = "many_failed_logins"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("  mode: live", "  mode: live\n  colour: red"),
        ("level: critical", "level: critical\nseverity: 5"),
        ("  owner: security@example.com\n", ""),
        ("logsource:", "log-source:"),
        ("  mode: live", "  mode: live\n  mode: shadow"),
        ("  mode: live", "  mode: on"),
        ("---\n", "---\n- a list\n---\n"),
        ("title: A failed", "title: [A failed"),
        ("falsepositives:\n  - A person", "references:\n  - A person"),
        ("  condition: failed and not nobody", "  condition: [failed, nobody]"),
        ("    gte: 5", "    gte: 0"),
        ("    gte: 5", "    gte: five"),
    ],
)
def test_the_schema_refuses(tmp_path: Path, old: str, new: str) -> None:
    with pytest.raises(RuleError, match=r"many_failed_logins\.yml: "):
        read_source(changed(tmp_path, RULE, old, new))


@pytest.mark.parametrize(
    ("old", "new", "place", "sentence"),
    [
        ("    gte: 5", "    lt: 5", "document 2 at correlation/condition", "gte is the only condition"),
        ("    gte: 5", "    gte: 5\n    lte: 9", "document 2 at correlation/condition", "gte is the only condition"),
        (
            "    gte: 5",
            "    gte: 5\n    field: actor_id",
            "correlation/condition/field",
            "only a value_count has a field",
        ),
        ("  condition:\n    gte: 5\n", "", "document 2 at correlation", "an event_count has a condition"),
        ("  type: event_count", "  type: value_count", "correlation/condition", "names the field"),
        ("  type: event_count", "  type: value_sum", "correlation/type", "no sums, averages or percentiles"),
        ("  type: event_count", "  type: temporal", "correlation/condition", "it has no condition"),
        ("    gte: 5", "    gte: 5\n  grace: 3", "document 2 at correlation", "'grace' was unexpected"),
        ("  timespan: 10m", "  timespan: 10 minutes", "correlation/timespan", "such as 10m"),
        ("  timespan: 10m", "  timespan: 0m", "correlation/timespan", "such as 10m"),
        ("  lateness: 5m", "  lateness: soon", "x-lacre/lateness", "such as 90s"),
        ("  response: none", "  response: block", "x-lacre/response", "{block: <group field>, expiry: 30m}"),
        ("  response: none", "  response: {block: entity_id}", "x-lacre/response", "'expiry' is a required"),
        ("  response: none", "  chain: {length: 3, gap: 1}", "correlation/type", "narrows a value_count"),
        ("  response: none", "  sequence: [{rule: failed_login, count: 2}]", "correlation/type", "temporal_ordered"),
        ("  response: none", "  absence: {calendar: lunar}", "x-lacre/absence/calendar", "'trading' was expected"),
        ("  response: none", "  absence: {}", "correlation/condition/gte", "armed by one event"),
        ("  response: none", "  reset-on: [ok]\n  absence: {}", "x-lacre", "reset-on goes with counts"),
        ("    - entity_id\n  timespan", "    - en tity\n  timespan", "correlation/group-by/0", "a field of the header"),
        ("      proves: silent", "      proves: nothing", "x-lacre/samples/1/proves", "'nothing'"),
        (
            "{action: LOGIN_FAILED, entity_id: account-1}",
            "{action: LOGIN_FAILED, entity_id: 5}",
            "entity_id",
            "is text",
        ),
        ("name: failed_login\n", "name: Failed-Login\n", "document 1 at name", "lower-case letters"),
    ],
)
def test_the_schema_says_where_and_what(tmp_path: Path, old: str, new: str, place: str, sentence: str) -> None:
    with pytest.raises(RuleError) as refused:
        read_source(changed(tmp_path, RULE, old, new))
    assert place in str(refused.value)
    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("    - entity_id\n  timespan", "    - colour\n  timespan", "no field colour"),
        ("    - entity_id\n  timespan", "    - after\n  timespan", "no field after"),
        ("    action: LOGIN_FAILED", "    action|re: LOGIN.*", "not supported"),
        ("    action: LOGIN_FAILED", "    during.action: LOGIN_FAILED", "no field during.action"),
        ("  action: MULTIPLE_FAILED_LOGINS", "  action: NO_SUCH_ACTION", "none of the detector's"),
        ("  action: MULTIPLE_FAILED_LOGINS", "  action: LOG_TAMPERED", "none of the detector's"),
        ("  severity: CRITICAL", "  severity: LOW", "the catalogue gives"),
        ("level: critical", "level: low", "another than the severity"),
        ("  entity: entity_id", "  entity: ip_address", "no group ip_address"),
        ("  suppression: 30m", "  suppression: 14m", "suppression"),
        ("  retention: 1h", "  retention: 14m", "retention"),
        ("  retention: 1h", "  retention: 30d", "keep up to"),
        ("    - failed_login", "    - another_rule", "another_rule"),
        ("condition: failed and", "condition: fialed and", "fialed"),
        ("condition: failed and not nobody", "condition: failed", "leaves out nobody"),
        ("    action: LOGIN_FAILED", "    - LOGIN_FAILED", "name the field"),
    ],
)
def test_the_compiler_refuses(tmp_path: Path, old: str, new: str, reason: str) -> None:
    with pytest.raises(RuleError, match=reason) as refused:
        compile_rule(read_source(changed(tmp_path, RULE, old, new)))
    assert str(refused.value).count("many_failed_logins.yml") == 1


def test_a_file_is_named_as_its_rule(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="named"):
        read_source(changed(tmp_path, RULE, "title", "title", name="other"))


def test_two_selections_of_one_name_are_one_too_many(tmp_path: Path) -> None:
    path = changed(tmp_path, "login_after_failures", "name: login_success", "name: failed_login")
    with pytest.raises(RuleError, match="same name"):
        read_source(path)


def test_an_id_is_of_one_rule(tmp_path: Path) -> None:
    first = read_source(RULES / "many_failed_logins.yml")
    path = changed(
        tmp_path, "login_spraying", "id: a8d4e6f2-3b5c-4170-8e9d-1f0a2b3c4d15", f"id: {first.correlated['id']}"
    )
    with pytest.raises(RuleError, match=r"login_spraying\.yml: id: many_failed_logins has the same"):
        compile_bundle([first, read_source(path)])


def test_what_a_rule_does_not_say_has_a_default(tmp_path: Path) -> None:
    path = changed(tmp_path, RULE, "  lateness: 5m\n  suppression: 30m\n  retention: 1h\n  response: none\n", "")
    own = "  action: MULTIPLE_FAILED_LOGINS\n  severity: CRITICAL\n  entity: entity_id\n"
    path.write_text(path.read_text("utf-8").replace(own, ""), "utf-8")
    compiled = compile_rule(read_source(path))
    times = [compiled[f"{name}_ms"] for name in ("lateness", "suppression", "retention")]
    assert times == [300_000, 900_000, 900_000]
    assert (compiled["action"], compiled["severity"]) == ("SUSPICIOUS_BEHAVIOR_DETECTED", "CRITICAL")
    assert (compiled["entity"], compiled["response"], compiled["exceptions"]) == (None, None, [])


def test_the_same_rules_make_the_same_bundle() -> None:
    sources = read_sources()
    assert compile_bundle(sources) == compile_bundle(reversed(sources))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1ms", 1), ("90s", 90_000), ("5m", 300_000), ("1h", 3_600_000), ("1d", 86_400_000)],
)
def test_durations(text: str, expected: int) -> None:
    assert milliseconds(text) == expected
