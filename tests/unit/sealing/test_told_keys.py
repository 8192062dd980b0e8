"""`keys.json` holds the head's generations again, whoever wrote over it."""

import pytest

from lacre.sealing.keyring import KEYS_FILE
from tests.fakes.drafts import events
from tests.fakes.sealing import MemorySealing
from tests.unit.sealing.rotating import Operator

SOME = list(events(9))


@pytest.mark.parametrize("content", [None, b"", b"{}", bytes(2 * 1024 * 1024)])
def test_a_damaged_one_is_put_right_and_told_of(content: bytes | None) -> None:
    log = MemorySealing()
    log.sealer().seal(SOME[:3])
    right = log.log.objects[KEYS_FILE]
    log.log.damage(KEYS_FILE, content)
    log.sealer().finish()
    assert (log.log.objects[KEYS_FILE], log.repaired) == (right, [KEYS_FILE])


def test_it_is_looked_at_once_for_each_change_of_keys() -> None:
    operator = Operator()
    sealer = operator.log.sealer()
    sealer.seal(SOME[:3])
    operator.rotate("ab")
    before = operator.log.steps.names.count("before log.get")
    for _ in range(3):
        sealer.finish()
    assert operator.log.steps.names.count("before log.get") - before == 3 + 1
    assert operator.log.repaired == []


def test_a_log_without_a_leaf_has_none() -> None:
    log = MemorySealing()
    log.sealer().finish()
    assert log.log.objects == {}


def test_keys_that_came_into_force_meanwhile_are_not_written_over() -> None:
    operator = Operator()
    operator.log.sealer().seal(SOME[:3])
    sealer = operator.log.sealer()

    def intrude(name: str) -> None:
        if name == "after head.read":
            operator.log.steps.between = None
            operator.rotate("ab")

    operator.log.steps.between = intrude
    sealer.finish()
    told = operator.log.log.objects[KEYS_FILE]
    assert told.count(b"first_size") == 2
    assert operator.log.repaired == []
