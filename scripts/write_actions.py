"""Writes docs/actions.md from the catalogue: `python -m scripts.write_actions`."""

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from lacre.model.action import CATALOGUE, COMMISSIONED_GROUPS, Action
from tests.emitted import NOT_YET

PAGE = Path(__file__).resolve().parents[1] / "docs" / "actions.md"

HEAD = """\
# Actions

Everything that the log can record, generated from `layers/lacre/python/lacre/model/action.py` by
`python -m scripts.write_actions`. Of the {all} codes, {commissioned} are the commissioned ones: the groups
{groups}.

Entity, type and severity are the defaults of the code; no caller sets them. The sentence follows the actor's name, and
an entity's id follows it; a refused or failed action reads "tried to ..." instead. A circle (○) marks the {not_yet}
codes of parts that are still to be built: nothing records them yet.
"""

COLUMNS = """\
| code | entity | type | severity | sentence |
|---|---|---|---|---|
"""


def page() -> str:
    """The whole page."""
    actions = list(CATALOGUE.values())
    head = HEAD.format(
        commissioned=sum(action.is_commissioned for action in actions),
        all=len(actions),
        groups=", ".join(COMMISSIONED_GROUPS),
        not_yet=len(NOT_YET),
    )
    return "\n".join([head, *(_table(group, rows) for group, rows in groupby(actions, lambda action: action.group))])


def _table(group: str, actions: Iterable[Action]) -> str:
    return f"## {group.capitalize()}\n{COLUMNS}{''.join(map(_row, actions))}"


def _row(action: Action) -> str:
    mark = " ○" if action.code in NOT_YET else ""
    return f"| {action.code}{mark} | {action.entity_type} | {action.event_type} | {action.severity} | {action.did} |\n"


def main() -> None:
    PAGE.write_text(page(), "utf-8")
    print(PAGE.relative_to(PAGE.parents[1]))


if __name__ == "__main__":
    main()
