"""Risk: bounded, the same for the same observations, never lowered by one more, and as the page on it says."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lacre.model.vocabulary import Severity
from lacre.observing.observation import Code, Observation
from lacre.observing.risk import FLOORS, OF_EACH_DENIAL, OF_SEVERITY, WEIGHTS, Level, points_of, risk_of

PAGE = Path(__file__).parents[3] / "docs" / "risk.md"
_facts = st.fixed_dictionaries(
    {"severity": st.sampled_from([one.value for one in Severity]), "count": st.integers(0, 1_000)}
)
_observations = st.builds(Observation, st.sampled_from(Code), _facts)


@given(st.lists(_observations), _observations)
def test_one_more_reason_never_lowers_it(observations: list[Observation], further: Observation) -> None:
    before, after = risk_of(observations), risk_of([*observations, further])
    assert 0 <= before.score <= after.score <= 100
    assert FLOORS[before.level] <= FLOORS[after.level]
    assert after.score == min(100, sum(reason.points for reason in after.reasons))


@given(
    st.lists(_observations, unique_by=lambda one: one.code).flatmap(
        lambda all_: st.tuples(st.just(all_), st.permutations(all_))
    )
)
def test_the_order_of_the_reasons_does_not_matter(given: tuple[list[Observation], list[Observation]]) -> None:
    one, other = given
    assert risk_of(one) == risk_of(other)


@given(_observations)
def test_every_reason_has_points(observation: Observation) -> None:
    assert 0 <= points_of(observation) <= 100


@pytest.mark.parametrize(("score", "level"), [(0, "low"), (24, "low"), (25, "medium"), (50, "high"), (75, "critical")])
def test_levels_begin_at_their_floors(score: int, level: str) -> None:
    assert next(one for one, floor in FLOORS.items() if score >= floor) == Level(level)


def test_a_changed_row_is_critical_by_itself() -> None:
    assert risk_of([Observation(Code.ROW_CHANGED)]).level is Level.CRITICAL
    assert risk_of([]).score == 0


def test_the_page_on_risk_has_every_weight() -> None:
    told = dict(re.findall(r"^\| `([A-Z_]+)` \| ([0-9a-z ]+) \|", PAGE.read_text("utf-8"), re.MULTILINE))
    assert set(told) == {code.value for code in Code}
    assert {code: int(told[code.value]) for code in WEIGHTS} == WEIGHTS
    assert told["DENIALS_BEFORE"] == f"{OF_EACH_DENIAL} each"
    assert f"{OF_SEVERITY[Severity.LOW]} to {OF_SEVERITY[Severity.CRITICAL]}" == told["SEVERE"]
