"""docs/detection.md: its rule is written as it says, step by step, and its commands answer what it shows."""

import re
import shlex
from pathlib import Path

import pytest

from lacre.detection.authoring.correlating import NARROWING
from tests.unit.detection.test_rules_command import run

PAGE = Path(__file__).parents[3] / "docs" / "detection.md"
_BLOCK = re.compile(r"^```(yaml|console)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MOST_LINES = 200


def test_the_rule_from_scratch_goes_as_the_page_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    rule = tmp_path / "drafts" / "many_new_keys.yml"
    rule.parent.mkdir()
    steps = _BLOCK.findall(PAGE.read_text("utf-8"))
    assert [kind for kind, _ in steps] == ["yaml", "console"] * 3
    for kind, text in steps:
        if kind == "yaml":
            with rule.open("a", encoding="utf-8") as file:
                file.write(text)
            continue
        for command, shown in re.findall(r"^\$ lacre rules (.*)\n((?:(?!\$ ).*\n)*)", text, re.MULTILINE):
            run(*shlex.split(command))
            told = capsys.readouterr()
            assert sorted((told.out + told.err).splitlines()) == sorted(shown.splitlines()), command


def test_the_page_names_every_kind_and_is_not_long() -> None:
    text = PAGE.read_text("utf-8")
    for kind in ("event_count", "value_count", "temporal", "temporal_ordered", *NARROWING):
        assert f"\n| {kind} |" in text
    assert len(text.splitlines()) <= MOST_LINES
