"""The samples: that the released rules hold theirs, and that a sample which proves something else is noticed."""

from pathlib import Path

import pytest

from lacre.detection.authoring.samples import run_samples
from lacre.detection.authoring.source import RuleError, Source, read_source, read_sources
from tests.unit.detection.authored import changed


def failing(path: Path) -> list[str]:
    return [result.name for result in run_samples(read_source(path)) if not result.is_good]


@pytest.mark.parametrize("source", read_sources(), ids=lambda source: source.path.stem)
def test_every_rule_holds_its_samples(source: Source) -> None:
    assert [result for result in run_samples(source) if not result.is_good] == []


@pytest.mark.parametrize(
    ("rule", "missing"),
    [
        ("many_failed_logins", "edge_outside"),
        ("many_failed_logins", "n_minus_one"),
        ("login_spraying", "edge_inside"),
        ("id_enumeration", "n_minus_one"),
        ("price_published_and_traded", "n_minus_one"),
        ("login_after_failures", "edge_outside"),
        ("high_cancellation_ratio", "n_minus_one"),
        ("silent_pos", "edge_outside"),
        ("log_tampered", "silent"),
    ],
)
def test_a_proof_that_is_missing_fails(tmp_path: Path, rule: str, missing: str) -> None:
    path = changed(tmp_path, rule, f"proves: {missing}\n", "proves: firing\n")
    with pytest.raises(RuleError, match=rf"{rule}\.yml: no sample proves {missing}"):
        run_samples(read_source(path))


@pytest.mark.parametrize(
    ("rule", "old", "new", "sample"),
    [
        ("many_failed_logins", "{times: 4, every: 1s,", "{times: 3, every: 1s,", "four failures"),
        ("many_failed_logins", "{at: 10m,", "{at: 9m,", "the fifth exactly ten minutes after the first"),
        ("many_failed_logins", "600001ms", "11m", "the fifth ten minutes and a millisecond after the first"),
        ("many_failed_logins", "    gte: 5", "    gte: 6", "the fifth failure, in the same second"),
        ("login_spraying", "{times: 9, every: 1s,", "{times: 8, every: 1s,", "nine accounts, one of them four times"),
        ("id_enumeration", "gap: 3", "gap: 2", "with gaps, shuffled and repeated"),
        ("id_enumeration", "length: 8", "length: 7", "seven in a chain and three elsewhere"),
        ("login_after_failures", "{times: 4, every: 10s,", "{times: 3, every: 10s,", "four wrong ones, then in"),
        ("high_cancellation_ratio", "{times: 19, every: 1m,", "{times: 18, every: 1m,", "six of nineteen"),
        ("high_cancellation_ratio", 'gte: "0.30"', 'gte: "0.31"', "the sixth of twenty"),
        ("silent_pos", "looked-at: 152h", "looked-at: 153h", "looked at when the 72nd hour is over"),
        ("silent_pos", "547199999ms", "547199998ms", "looked at a millisecond before"),
        ("silent_pos", "    calendar: trading\n", "", "uploaded later, from the time in between"),
        ("consecutive_failed_logins", "action: LOGIN_SUCCESS", "action: LOGOUT", "nine, a success, and nine more"),
    ],
)
def test_a_sample_that_proves_something_else_fails(tmp_path: Path, rule: str, old: str, new: str, sample: str) -> None:
    assert sample in failing(changed(tmp_path, rule, old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("entity_id: account-2}", "entity_id: account-2, colour: red}"),
        ("entity_id: account-2}", "entity_id: account-2, outcome: PERHAPS}"),
        ("entity_id: account-2}", "entity_id: account-2, after: {share: 0.5}}"),
        ("entity_id: account-2}", "entity_id: account-2, occurred_at: yesterday}"),
    ],
)
def test_a_sample_of_no_event_fails(tmp_path: Path, old: str, new: str) -> None:
    with pytest.raises(RuleError, match="the sample five successes, and failures of five accounts holds no event"):
        run_samples(read_source(changed(tmp_path, "many_failed_logins", old, new)))


def test_an_exception_ends(tmp_path: Path) -> None:
    """The samples begin on the first of January 2026."""
    where = "{where: {entity_id: account-1}, until: %s, reason: A test., owner: security@example.com}"
    exception = f"  exceptions:\n    - {where}\n  mode: live"
    excepted = changed(tmp_path, "many_failed_logins", "  mode: live", exception % "2026-01-02")
    assert "five failures in four minutes" in failing(excepted)
    ended = changed(tmp_path, "many_failed_logins", "  mode: live", exception % "2026-01-01")
    assert failing(ended) == []
