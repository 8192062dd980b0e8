"""An operator's rotation: in force when it returns, once, and refused when it would stop the log."""

from dataclasses import replace

import pytest

from lacre.ports.errors import SignerUnavailableError, StoreUnavailableError
from lacre.sealing.rotation import RotationLostError, RotationRefusedError
from tests.fakes.crash import Killed
from tests.fakes.drafts import agent_created
from tests.unit.sealing.rotating import KEYS, SIGNERS, Operator, generations, rotation_draft, signed_by


def begun(configured: str = "abc") -> Operator:
    operator = Operator(configured=configured)
    operator.recorder.record([agent_created(1)])
    operator.deliver()
    return operator


def rotations(operator: Operator) -> list[str]:
    rows = operator.trail.events.rows.values()
    return [stored.event.header.entity_id for stored in rows if stored.event.header.action == "KEY_ROTATED"]


def test_a_rotation_is_recorded_sealed_and_in_force() -> None:
    operator = begun()
    for keys in ("ab", "b"):
        assert operator.rotation().rotate(list(keys)).keys == tuple(KEYS[name] for name in keys)
    assert generations(operator.log) == [(0, "a"), (2, "ab"), (3, "b")]
    assert rotations(operator) == [KEYS["a"].key_id.hex(), KEYS["b"].key_id.hex()]
    assert operator.findings() == []


def test_a_log_without_a_leaf_can_be_rotated() -> None:
    operator = Operator()
    operator.rotate("b")
    assert generations(operator.log) == [(0, "a"), (1, "b")]
    assert signed_by(operator.log, 1) == "a"


def test_what_is_in_force_is_not_recorded_again() -> None:
    operator = begun()
    for keys in ("a", "ab", "ab"):
        operator.rotate(keys)
    assert len(rotations(operator)) == 1


def test_what_is_pending_is_not_recorded_again() -> None:
    operator = begun()
    asked = operator.rotation()
    with pytest.raises(RotationLostError):
        replace(asked, feed=lambda _: None).rotate(["a", "b"])
    operator.rotate("ab")
    assert len(rotations(operator)) == 1
    assert generations(operator.log) == [(0, "a"), (2, "ab")]


def test_the_same_keys_may_come_into_force_again_after_others_if_they_began_the_log() -> None:
    operator = begun()
    for keys in ("ab", "a", "b"):
        operator.rotate(keys)
    assert generations(operator.log)[-1] == (4, "b")


@pytest.mark.parametrize("names", [[], ["a", "a"], ["a", "unknown"]])
def test_what_makes_no_list_of_keys_is_refused(names: list[str]) -> None:
    operator = begun()
    with pytest.raises(RotationRefusedError):
        operator.rotation().rotate(names)
    assert rotations(operator) == []


def test_a_key_that_this_sealer_does_not_hold_is_refused() -> None:
    operator = begun("ab")
    with pytest.raises(RotationRefusedError):
        operator.rotate("c")


def test_a_list_that_was_in_force_by_a_manifest_is_refused() -> None:
    operator = begun()
    for keys in ("ab", "a"):
        operator.rotate(keys)
    with pytest.raises(RotationRefusedError):
        operator.rotate("ab")
    operator.rotate("ba")


def test_without_a_key_in_force_nothing_is_rotated() -> None:
    operator = begun()
    operator.configured = "bc"
    with pytest.raises(RotationRefusedError):
        operator.rotate("b")


def test_an_id_that_somebody_took_does_not_stop_a_rotation() -> None:
    probe, operator = begun(), begun()
    probe.rotate("ab")
    (taken,) = [one for one, row in probe.trail.events.rows.items() if row.event.header.action == "KEY_ROTATED"]
    for draft in (agent_created(2), rotation_draft("c", "c")):
        squatted = begun()
        squatted.recorder.record([replace(draft, id=taken)])
        squatted.rotate("ab")
        assert generations(squatted.log)[-1][1] == "ab"
    operator.rotate("ab")


def steps() -> int:
    operator = begun()
    before = len(operator.log.steps.names)
    operator.rotate("ab")
    return len(operator.log.steps.names) - before


@pytest.mark.parametrize("fatal", range(steps()))
def test_killed_at_any_step_and_asked_again_it_is_rotated_once(fatal: int) -> None:
    operator = begun()
    operator.log.steps.fatal = len(operator.log.steps.names) + fatal
    with pytest.raises(Killed):
        operator.rotate("ab")
    operator.log.steps.fatal = None
    operator.rotate("ab")
    operator.deliver()
    assert generations(operator.log) == [(0, "a"), (2, "ab")]
    assert (len(rotations(operator)), operator.findings()) == (1, [])


@pytest.mark.parametrize("fault", [SignerUnavailableError, StoreUnavailableError])
def test_a_fault_that_passes_records_nothing_or_leaves_what_can_be_asked_again(fault: type[Exception]) -> None:
    operator = begun()
    operator.trail.events.is_away = fault is StoreUnavailableError
    SIGNERS["a"].is_away = fault is SignerUnavailableError
    try:
        with pytest.raises(fault):
            operator.rotate("ab")
    finally:
        operator.trail.events.is_away = SIGNERS["a"].is_away = False
    operator.rotate("ab")
    assert len(rotations(operator)) == 1
