"""The network's accounts, made of identity's users: the one place where the two packages meet."""

from identity.model.role import Role
from identity.people.open_account import Holder as AccountHolder
from identity.people.open_account import OpenAccount
from lacre.model.vocabulary import EntityType
from lacre.recording.change import Further
from network.ports.accounts import Account, Holder


class HolderAccounts:
    """`network.ports.accounts.Accounts`: an agent's account has the role AGENT, a merchant's MERCHANT."""

    def __init__(self, open_account: OpenAccount) -> None:
        self._open_account = open_account

    def open(self, holder: Holder) -> Account:
        opened = self._open_account(
            AccountHolder(
                username=holder.username,
                name=holder.name,
                role=Role(holder.entity_type),
                province=holder.place.province,
                district=holder.place.district,
                entity_type=holder.entity_type,
                entity_id=holder.entity_id,
            )
        )
        event = Further("CREATE_USER", EntityType.USER, opened.user.id, after=opened.user.shown())
        return Account(opened.user.id, holder.username, opened.pin, opened.writes, event)
