"""People in memory, by id, with their roles and names."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field


@dataclass
class MemoryPeople:
    """`lacre.ports.people.People`; the suspended have a name and no role."""

    roles: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def role_of(self, user_id: str) -> str | None:
        return self.roles.get(user_id)

    def names_of(self, user_ids: Collection[str]) -> Mapping[str, str]:
        return {one: self.names[one] for one in user_ids if one in self.names}
