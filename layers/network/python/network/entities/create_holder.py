"""Creating an agent or a merchant, and the account it logs in with, in one transaction."""

from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from lacre.model.actor import Actor
from lacre.model.jurisdiction import require_place
from lacre.model.place import Place
from lacre.model.vocabulary import EntityType
from lacre.recording.change import Change
from network.entities.beginnings import Beginnings
from network.model.entity import Beginning, Entity
from network.ports.accounts import Account, Accounts, Holder
from network.ports.entities import Entities

E = TypeVar("E", bound=Entity)
Made = TypeVar("Made", bound=Entity, covariant=True)


class HolderDraft(Protocol[Made]):
    """An agent or a merchant to be made; `username` is what it will log in by."""

    @property
    def name(self) -> str: ...
    @property
    def place(self) -> Place: ...
    @property
    def username(self) -> str: ...

    def made(self, beginning: Beginning, account_id: str) -> Made: ...


@dataclass(frozen=True)
class CreatedHolder(Generic[E]):
    """An agent or a merchant that exists once the change is committed."""

    entity: E
    account: Account
    change: Change


class CreateHolder(Generic[E]):
    def __init__(
        self, entities: Entities[E], entity_type: EntityType, accounts: Accounts, beginnings: Beginnings
    ) -> None:
        self._entities = entities
        self._type = entity_type
        self._accounts = accounts
        self._beginnings = beginnings

    def __call__(self, actor: Actor, draft: HolderDraft[E]) -> CreatedHolder[E]:
        """Raises Refusal: OUTSIDE_JURISDICTION, CONFLICT for a user name that is taken."""
        require_place(actor, draft.place)
        beginning = self._beginnings.at(draft.place)
        account = self._accounts.open(Holder(self._type, beginning["id"], draft.username, draft.name, draft.place))
        entity = draft.made(beginning, account.id)
        change = Change(
            entity.id,
            after=entity.shown(),
            writes=[self._entities.adding(entity), *account.writes],
            further=[account.event],
        )
        return CreatedHolder(entity, account, change)
