"""A short working day, with some mischief in it."""

import secrets
import time
from string import ascii_lowercase

from infra.local.demo.callers import Caller, UnexpectedAnswerError
from infra.local.stack_file import Stack

BURST = 5
FINDING = "MULTIPLE_FAILED_LOGINS"
PATIENCE_SECONDS = 30


def ordinary_life(stack: Stack) -> str:
    """A clerk logs in, creates an agent and changes it; the agent's id."""
    clerk = Caller(stack, "clerk", "192.0.2.21")
    _say("the clerk mistypes the PIN", clerk.log_in("000000"))
    _say("the clerk logs in", clerk.log_in())
    # Of letters alone: six digits in a row look like a PIN and are refused.
    own = "".join(secrets.choice(ascii_lowercase) for _ in range(6))
    name = f"Lina Agente {own}"
    new = {
        "name": name,
        "phone": "+258840000001",
        "province": "Zambezia",
        "district": "Quelimane",
        "username": f"lina-{own}",
    }
    agent = clerk.expect(201, "POST", "/v1/agents", new)
    _say(f"the clerk creates the agent {name}", 201)
    version = f'"{agent["version"]}"'
    clerk.expect(200, "PATCH", f"/v1/agents/{agent['id']}", {"phone": "+258840000002"}, If_Match=version)
    _say("the clerk changes the agent's phone", 200)
    stale = clerk.send("PATCH", f"/v1/agents/{agent['id']}", {"phone": "+258840000003"}, If_Match=version)
    _say("the clerk changes it again, on the stale version", stale.status_code)
    return str(agent["id"])


def mischief(stack: Stack, agent_id: str) -> None:
    """Somebody reaches beyond the own district, somebody beyond the own role, and somebody guesses PINs."""
    stranger = Caller(stack, "clerk-mocuba", "192.0.2.22")
    stranger.log_in()
    _say("a clerk of another district reads that agent", stranger.send("GET", f"/v1/agents/{agent_id}").status_code)
    auditor = Caller(stack, "auditor", "192.0.2.23")
    auditor.log_in()
    _say("the auditor tries to create an agent", auditor.send("POST", "/v1/agents", {}).status_code)
    guesser = Caller(stack, "merchant", f"192.0.2.{100 + secrets.randbelow(100)}")
    statuses = [guesser.log_in("000000") for _ in range(BURST)]
    _say(f"somebody guesses the merchant's PIN {BURST} times", statuses[-1])


def await_alert(auditor: Caller, since: str) -> tuple[dict[str, str], float]:
    """The finding that the burst leads to, and how many seconds it took to show."""
    began = time.monotonic()
    while time.monotonic() - began < PATIENCE_SECONDS:
        found = auditor.expect(200, "GET", f"/v1/audit/events?action={FINDING}&start={since}")
        findings = [*found["events"], *found["newest"]]
        if findings:
            return findings[0], time.monotonic() - began
        time.sleep(0.25)
    raise UnexpectedAnswerError(f"no alert within {PATIENCE_SECONDS} s of the burst")


def _say(what: str, status: int) -> None:
    print(f"  {status}  {what}")
