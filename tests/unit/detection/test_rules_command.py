"""`lacre rules`: what an analyst reads, and the exit codes."""

import argparse
from pathlib import Path

import pytest

from lacre.cli import rules as command
from lacre.detection.authoring.source import RULES
from lacre.detection.bundle import BUNDLE_PATH, read_bundle
from tests.unit.detection.authored import changed

Output = pytest.CaptureFixture[str]


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    command.register(parser.add_subparsers())
    parsed = parser.parse_args(["rules", *arguments])
    return int(parsed.run(parsed))


def test_the_released_rules_are_sound_and_the_bundle_is_theirs(capsys: Output) -> None:
    assert run("check") == 0
    told = capsys.readouterr().out.splitlines()
    assert "ok   many_failed_logins (live): >= 5 events in 10 min, by entity_id" in told
    assert told[-1] == "bundle.json is that of the rules"
    assert len(told) == len(list(RULES.glob("*.yml"))) + 1


def test_a_stale_bundle_is_noticed_and_compiled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    monkeypatch.setattr(command, "BUNDLE_PATH", tmp_path / "bundle.json")
    assert run("check") == 1
    assert "lacre rules compile" in capsys.readouterr().err
    assert run("compile") == 0
    assert run("check") == 0
    assert (tmp_path / "bundle.json").read_text("utf-8") == BUNDLE_PATH.read_text("utf-8")


def test_each_sample_is_told_with_what_it_proves(tmp_path: Path, capsys: Output) -> None:
    changed(tmp_path, "log_tampered", "level", "level")
    assert run("test", "--rules", str(tmp_path)) == 0
    assert capsys.readouterr().out.splitlines() == [
        "log_tampered",
        "  ok   firing       a changed row: 1 alert",
        "  ok   firing       two rows, one of them found twice: 2 alerts",
        "  ok   silent       an attempt that only has the word in it, and a rotated key: 0 alerts",
        "1 rule, 3 samples, 0 wrong",
    ]


def test_a_sample_that_fails_is_told_with_what_was_expected(tmp_path: Path, capsys: Output) -> None:
    changed(tmp_path, "many_failed_logins", "    gte: 5", "    gte: 6")
    assert run("test", "--rules", str(tmp_path)) == 1
    told = capsys.readouterr().out
    assert "  FAIL firing       five failures in four minutes: 0 alerts, expected 1\n" in told
    assert "(it does not prove n: it has 5 of 6, over 4 ms)" in told
    assert told.endswith("wrong\n")


@pytest.mark.parametrize("step", ["check", "test"])
def test_every_broken_rule_is_told_of_and_the_others_are_looked_at(tmp_path: Path, capsys: Output, step: str) -> None:
    changed(tmp_path, "log_tampered", "level", "level")
    changed(tmp_path, "login_spraying", "  mode: live", "  mode: on")
    changed(tmp_path, "many_cancellations", "  suppression: 4h", "  suppression: 1h")
    assert run(step, "--rules", str(tmp_path)) == 1
    told = capsys.readouterr()
    assert "log_tampered" in told.out
    assert "login_spraying.yml: document 2 at x-lacre/mode" in told.err
    assert "many_cancellations.yml: suppression and retention" in told.err
    assert told.err.endswith("2 rules not accepted\n")


def test_rules_of_another_folder_are_compiled_elsewhere(tmp_path: Path, capsys: Output) -> None:
    before = BUNDLE_PATH.read_text("utf-8")
    changed(tmp_path, "log_tampered", "mode: live", "mode: shadow")
    assert run("compile", "--rules", str(tmp_path)) == 2
    assert "--bundle" in capsys.readouterr().err
    made = tmp_path / "made.json"
    assert run("compile", "--rules", str(tmp_path), "--bundle", str(made)) == 0
    assert [rule.mode for rule in read_bundle(made.read_text("utf-8")).rules] == ["shadow"]
    assert BUNDLE_PATH.read_text("utf-8") == before


@pytest.mark.parametrize("step", ["check", "test", "compile"])
def test_a_folder_without_rules_is_refused(tmp_path: Path, capsys: Output, step: str) -> None:
    options = ["--bundle", str(tmp_path / "made.json")] if step == "compile" else []
    assert run(step, "--rules", str(tmp_path), *options) == 1
    assert "no rules" in capsys.readouterr().err
    assert not (tmp_path / "made.json").exists()


def test_nothing_is_compiled_of_a_folder_with_a_broken_rule(tmp_path: Path, capsys: Output) -> None:
    changed(tmp_path, "log_tampered", "level", "level")
    changed(tmp_path, "many_cancellations", "  suppression: 4h", "  suppression: 1h")
    assert run("compile", "--rules", str(tmp_path), "--bundle", str(tmp_path / "made.json")) == 1
    assert "many_cancellations.yml" in capsys.readouterr().err
    assert not (tmp_path / "made.json").exists()
