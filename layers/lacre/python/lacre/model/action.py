"""The action catalogue: every code that the log can record, with its entity, type, severity and wording.

`docs/actions.md` is generated from this table. `did` completes "<actor> ..." for what happened, `to_do` completes
"<actor> tried to ..." for what was refused or failed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from lacre.model.action_groups import ADMINISTRATIVE, BUSINESS, OPERATIONAL
from lacre.model.action_row import Row
from lacre.model.vocabulary import EntityType, EventType, Severity


@dataclass(frozen=True)
class Action:
    """One code of the catalogue with the defaults that every event of it carries."""

    code: str
    group: str
    entity_type: EntityType
    event_type: EventType
    severity: Severity
    did: str
    to_do: str

    @property
    def is_commissioned(self) -> bool:
        """Whether it belongs to the first seven groups, the 42 codes that the product was commissioned with."""
        return self.group in COMMISSIONED_GROUPS


COMMISSIONED_GROUPS = (
    "authentication",
    "security",
    "administration",
    "jurisdiction",
    "business",
    "financial",
    "system",
)


class UnknownActionError(ValueError):
    """A code that is not in the catalogue."""


def _catalogue(groups: Mapping[str, tuple[Row, ...]]) -> Mapping[str, Action]:
    rows = ((group, row) for group, rows in groups.items() for row in rows)
    return MappingProxyType({row[0]: Action(row[0], group, *row[1:]) for group, row in rows})


CATALOGUE: Mapping[str, Action] = _catalogue({**ADMINISTRATIVE, **BUSINESS, **OPERATIONAL})


def action(code: str) -> Action:
    """The catalogue's entry of a code; raises UnknownActionError."""
    try:
        return CATALOGUE[code]
    except KeyError:
        raise UnknownActionError("the catalogue has no such action") from None
