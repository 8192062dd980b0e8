"""Which rules are in force is told of once, however often they were decided by since."""

from tests.e2e.investigators import Investigators


def test_the_rules_in_force_were_told_of_once(who: Investigators) -> None:
    in_force = who.auditor.get("/v1/rules").raise_for_status().json()["bundle_hash"]
    (told,) = who.sealed("RULE_CHANGED")
    assert (told["entity_id"], told["source"]) == (in_force, "DETECTOR")
