"""What later events could still undo is decided by the clock, minutes later: an agent's block, a guess come true."""

import time

from lacre.detection.decide import SETTLED_AFTER_MS
from tests.e2e.guessing import Guessed, SignedIn
from tests.e2e.investigators import Found, Investigators, told_in_full
from tests.e2e.invoking import run_job
from tests.e2e.patience import eventually

LOCKED_OUT, CAME_IN = "consecutive_failed_logins", "login_after_failures"
OWN = "/v1/pos"


def refused(agent: SignedIn) -> str:
    """The event of a request within a session of before that is answered as blocked."""
    answer = agent.client.get(OWN)
    assert (answer.status_code, answer.json()["code"]) == (403, "ACTOR_BLOCKED"), answer.text
    return answer.headers["X-Correlation-Id"]


def decided(who: Investigators, rule: str, account: str, since: float) -> Found:
    """The alert of a rule, once its time is over and the job has run. `since`: monotonic."""
    lateness_ms = who.auditor.get(f"/v1/rules/{rule}").raise_for_status().json()["lateness_ms"]
    due = since + (lateness_ms + SETTLED_AFTER_MS) / 1000
    time.sleep(max(0.0, due - time.monotonic()))

    def found() -> list[Found]:
        # The schedule runs it too, and may have been there first.
        told = run_job(who.stack, "decide")["windows"]
        assert set(told) == {"raised", "amended", "stale", "set_aside", "unplaced"}
        return who.alerts_of(rule, account)

    (alert,) = eventually(found)
    return alert


def test_an_agent_who_was_locked_out_is_blocked_until_a_second_person_says_otherwise(
    guessed: Guessed, who: Investigators
) -> None:
    agent, account = guessed.agent, guessed.agent.account.id
    alert = decided(who, LOCKED_OUT, account, guessed.locked_at)
    first = refused(agent)
    block = who.block_of(account)
    assert (block["id"], block["rule"], block["actor_type"]) == (alert["block_id"], LOCKED_OUT, "USER")
    attempt = who.unblock(block["id"], agent.client)
    assert (attempt.status_code, attempt.json()["code"]) == (403, "ACTOR_BLOCKED")
    assert who.unblock(block["id"], who.admin).raise_for_status().json()["state"] == "UNDONE"
    # The session is the one of before: nobody has to log in anew.
    assert agent.client.get(OWN).status_code == 200
    assert who.acknowledge(alert["id"])["status"] == "acknowledged"
    assert who.close(alert["id"])["status"] == "closed"
    told_in_full(who, alert, account, {first, attempt.headers["X-Correlation-Id"]})


def test_a_login_after_a_burst_is_told_of_once_and_blocks_nobody(guessed: Guessed, who: Investigators) -> None:
    alert = decided(who, CAME_IN, guessed.came_in.id, guessed.came_in_at)
    assert (alert["evidence_count"], alert["block_id"]) == (6, None)
    run_job(who.stack, "decide")
    (raised,) = who.sealed("ALERT_RAISED", entity_type="ALERT", entity_id=alert["id"])
    assert raised["correlation_id"] == alert["finding_id"]
    assert [one["id"] for one in who.alerts_of(CAME_IN, guessed.came_in.id)] == [alert["id"]]
