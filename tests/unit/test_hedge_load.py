"""What `make load-hedge` judges by: percentiles, bounds that decide and aims that do not, plans as files."""

from pathlib import Path

import pytest

from load.hedge import is_held
from load.hedge_figures import Bound, figures_of
from load.hedge_plan import Plan, Step


def test_percentiles_stay_within_what_was_measured() -> None:
    figures = figures_of([float(number) for number in range(1, 102)])
    assert (figures.count, figures.p50, figures.p95, figures.p99) == (101, 51.0, 96.0, 100.0)
    few = figures_of([10.0, 20.0])
    assert few.p50 == 15.0
    assert few.p99 <= 20.0


def test_a_missed_bound_fails(capsys: pytest.CaptureFixture[str]) -> None:
    assert is_held([Bound("in time", 500.0, 500.0, "ms")], [])
    assert not is_held([Bound("in time", 499.0, 500.0, "ms"), Bound("late", 500.1, 500.0, "ms")], [])
    assert "MISSED" in capsys.readouterr().out


def test_a_missed_aim_is_told_and_decides_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert is_held([Bound("late", 151.0, 150.0, "ms", is_aim=True)], [])
    assert "not reached" in capsys.readouterr().out


def test_one_wrong_answer_fails(capsys: pytest.CaptureFixture[str]) -> None:
    assert not is_held([Bound("in time", 1.0, 500.0, "ms")], ["the desk, one user: answered 500"])
    assert "answered 500" in capsys.readouterr().out


def test_a_plan_is_read_as_it_was_written(tmp_path: Path) -> None:
    plan = Plan([Step("a", "http://127.0.0.1/a", times=3), Step("b", "http://127.0.0.1/b", '{"ã": 1}')], "token", 7)
    plan.write(tmp_path / "plan.json")
    assert Plan.read(tmp_path / "plan.json") == plan
