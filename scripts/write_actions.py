"""Writes docs/actions.md from the catalogue and what the tests of the API drive: `python -m scripts.write_actions`."""

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from lacre.model.action import CATALOGUE, COMMISSIONED_GROUPS, Action
from tests.api.operation import Operation
from tests.api.operations import OPERATIONS
from tests.api.pending import BLOCKED

PAGE = Path(__file__).resolve().parents[1] / "docs" / "actions.md"

HEAD = """\
# Actions

Everything that the log can record, generated from `layers/lacre/python/lacre/model/action.py` by
`python -m scripts.write_actions`. Of the {all} codes, {commissioned} are the commissioned ones: the groups
{groups}.

Entity, type and severity are the defaults of the code; no caller sets them. The sentence follows the actor's name, and
an entity's id follows it; a refused or failed action reads "tried to ..." instead.

**Recorded by** names the routes, as the tests of the API drive them, and the functions that record it by themselves.
Where a route records it about another entity, that is told in brackets. A producer may record actions of its own by
`POST /v1/audit/events`; that is not repeated.
"""

COLUMNS = """\
| code | entity | type | severity | sentence | recorded by |
|---|---|---|---|---|---|
"""

EVERY_REQUEST = {
    "UNAUTHORIZED_ACCESS_ATTEMPT": "any request, about what it asked for",
    "ACCESS_OUTSIDE_JURISDICTION": "any request, about what it asked for",
    "API_KEY_INVALID": "any request with an API key, about the key's holder",
    "TOKEN_INVALID": "any request with a token, about what it asked for",
    "TOKEN_EXPIRED": "any request with a token, about its session",
    "SYSTEM_ERROR": "any request, about what it asked for",
    "DATABASE_ERROR": "any request, about what it asked for",
}
RUNS = {
    "SESSION_EXPIRED": "`sweep`",
    "SYSTEM_JOB_RUN": "`sweep`",
    "MULTIPLE_FAILED_LOGINS": "`fraud`",
    "ALERT_RAISED": "`fraud`",
    "ALERT_UPDATED": "`fraud`, `sweep`",
    "ACTOR_BLOCKED": "`fraud`, `sweep`",
    "ACTOR_UNBLOCKED": "`sweep`",
    "RULE_CHANGED": "`fraud`",
    "LOG_TAMPERED": "`archive`, `sweep`",
    "KEY_ROTATED": "`archive`",
    "ID_ENUMERATION_ATTEMPT": "`fraud`",
    "SUSPICIOUS_BEHAVIOR_DETECTED": "`fraud`",
}
"""What the product records by itself, and the function that does."""


def page() -> str:
    """The whole page."""
    actions = list(CATALOGUE.values())
    head = HEAD.format(
        commissioned=sum(action.is_commissioned for action in actions),
        all=len(actions),
        groups=", ".join(COMMISSIONED_GROUPS),
    )
    return "\n".join([head, *(_table(group, rows) for group, rows in groupby(actions, lambda action: action.group))])


def _table(group: str, actions: Iterable[Action]) -> str:
    return f"## {group.capitalize()}\n{COLUMNS}{''.join(map(_row, actions))}"


def _row(action: Action) -> str:
    told = (action.entity_type, action.event_type, action.severity, action.did, recorded_by(action))
    return f"| {action.code} | {' | '.join(told)} |\n"


def recorded_by(action: Action) -> str:
    """The routes and runs that record a code."""
    everywhere = [EVERY_REQUEST[action.code]] if action.code in EVERY_REQUEST else []
    routes = [_named(one, action) for one in OPERATIONS if action.code in _codes(one)]
    runs = [RUNS[action.code]] if action.code in RUNS else []
    return ", ".join([*everywhere, *routes, *runs])


def _codes(one: Operation) -> set[str]:
    blocked = {"EDIT_BLOCKED_PENDING_APPROVAL"} if one.name in BLOCKED else set()
    return {one.action, one.failed, *one.further} | blocked


def _named(one: Operation, action: Action) -> str:
    """The entity is told of the route's own action: what it leaves beside that has the entity of the code."""
    is_told = one.action == action.code and one.entity_type != action.entity_type
    return f"`{one.name}`" + (f" ({one.entity_type})" if is_told else "")


def main() -> None:
    PAGE.write_text(page(), "utf-8")
    print(PAGE.relative_to(PAGE.parents[1]))


if __name__ == "__main__":
    main()
