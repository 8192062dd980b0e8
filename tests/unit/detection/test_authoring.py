"""Rules at a desk: what the schema and the compiler refuse, and the samples."""

import argparse
from pathlib import Path

import pytest

from lacre.cli import rules as command
from lacre.detection.authoring.compiler import compile_rule
from lacre.detection.authoring.samples import run_samples
from lacre.detection.authoring.source import RULES, RuleError, milliseconds, read_source, read_sources

TEXT = (RULES / "many_failed_logins.yml").read_text("utf-8")


def changed(tmp_path: Path, old: str, new: str, name: str = "many_failed_logins.yml") -> Path:
    assert old in TEXT
    path = tmp_path / name
    path.write_text(TEXT.replace(old, new, 1), "utf-8")
    return path


@pytest.mark.parametrize("source", read_sources(), ids=lambda source: source.path.stem)
def test_every_rule_holds_its_samples(source: object) -> None:
    results = run_samples(source)  # type: ignore[arg-type]  # pytest's ids take objects
    assert [result for result in results if not result.is_good] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    gte: 5", "    gte: 5\n  grace: 3"),
        ("  mode: live", "  mode: live\n  colour: red"),
        ("level: critical", "level: critical\nseverity: 5"),
        ("  type: event_count", "  type: value_count"),
        ("    gte: 5", "    lt: 5"),
        ("    gte: 5", "    gte: 0"),
        ("  timespan: 10m", "  timespan: 10 minutes"),
        ("  response: none", "  response: block"),
        ("  mode: live", "  mode: on"),
        ("  owner: security@example.com\n", ""),
        ("  lateness: 5m", "  lateness: soon"),
        ("      proves: silent", "      proves: nothing"),
        ("logsource:", "log-source:"),
        ("  mode: live", "  mode: live\n  mode: shadow"),
        ("---\n", "---\n- a list\n---\n"),
        ("title: A failed", "title: [A failed"),
    ],
)
def test_the_schema_refuses(tmp_path: Path, old: str, new: str) -> None:
    with pytest.raises(RuleError):
        read_source(changed(tmp_path, old, new))


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("    - entity_id\n  timespan", "    - colour\n  timespan", "no field colour"),
        ("    action: LOGIN_FAILED", "    action|re: LOGIN.*", "not supported"),
        ("  action: MULTIPLE_FAILED_LOGINS", "  action: NO_SUCH_ACTION", "no such action"),
        ("  severity: CRITICAL", "  severity: LOW", "severity"),
        ("  entity: entity_id", "  entity: ip_address", "entity"),
        ("  suppression: 30m", "  suppression: 14m", "suppression"),
        ("  retention: 1h", "  retention: 14m", "retention"),
        ("  retention: 1h", "  retention: 30d", "keep up to"),
        ("    - failed_login", "    - another_rule", "another_rule"),
        ("condition: failed and", "condition: fialed and", "fialed"),
    ],
)
def test_the_compiler_refuses(tmp_path: Path, old: str, new: str, reason: str) -> None:
    with pytest.raises(RuleError, match=reason):
        compile_rule(read_source(changed(tmp_path, old, new)))


def test_a_file_is_named_as_its_rule(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="named"):
        read_source(changed(tmp_path, "title", "title", "other.yml"))


def test_lateness_and_retention_have_defaults(tmp_path: Path) -> None:
    path = changed(tmp_path, "  lateness: 5m\n", "")
    path.write_text(path.read_text("utf-8").replace("  retention: 1h\n", ""), "utf-8")
    compiled = compile_rule(read_source(path))
    assert (compiled["lateness_ms"], compiled["retention_ms"]) == (300_000, 900_000)


def test_a_kind_of_sample_that_is_missing_fails(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="edge_outside"):
        run_samples(read_source(changed(tmp_path, "proves: edge_outside", "proves: silent")))


@pytest.mark.parametrize(
    ("old", "new", "sample"),
    [
        ("{times: 4, every: 1s,", "{times: 3, every: 1s,", "four failures"),
        ("{at: 10m,", "{at: 9m,", "the fifth exactly ten minutes after the first"),
        ("{at: 600001ms,", "{at: 11m,", "the fifth ten minutes and a millisecond after the first"),
        ("    gte: 5", "    gte: 6", "the fifth failure, in the same second"),
    ],
)
def test_a_sample_that_proves_something_else_fails(tmp_path: Path, old: str, new: str, sample: str) -> None:
    results = run_samples(read_source(changed(tmp_path, old, new)))
    assert sample in [result.name for result in results if not result.is_good]


def test_a_sample_of_no_event_fails(tmp_path: Path) -> None:
    path = changed(tmp_path, "entity_id: account-2}", "entity_id: account-2, colour: red}")
    with pytest.raises(RuleError, match="no event"):
        run_samples(read_source(path))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1ms", 1), ("90s", 90_000), ("5m", 300_000), ("1h", 3_600_000), ("1d", 86_400_000)],
)
def test_durations(text: str, expected: int) -> None:
    assert milliseconds(text) == expected


@pytest.mark.parametrize("step", ["check", "test"])
def test_the_command_is_content_with_the_repository(step: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(step) == 0
    assert "FAIL" not in capsys.readouterr().out


def test_the_command_notices_a_stale_bundle_and_compiles_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "BUNDLE_PATH", tmp_path / "bundle.json")
    assert run_command("check") == 1
    assert "lacre rules compile" in capsys.readouterr().err
    assert run_command("compile") == 0
    assert run_command("check") == 0


def run_command(step: str) -> int:
    parser = argparse.ArgumentParser()
    command.register(parser.add_subparsers())
    parsed = parser.parse_args(["rules", step])
    return int(parsed.run(parsed))
